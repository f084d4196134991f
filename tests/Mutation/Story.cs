using System.Globalization;
using System.Text;

namespace Keystile.Mutation;

/// <summary>Writes the page: the score, that of each folder, and every survivor.</summary>
internal static class Story
{
    public static int Write(IReadOnlyList<Mutant> mutants, string results, string page)
    {
        var outcomes = File.ReadLines(results).Select(line => line.Split('\t')).DistinctBy(words => words[0]).ToDictionary(words => int.Parse(words[0], CultureInfo.InvariantCulture), words => words[1]);
        var played = mutants.Where(mutant => outcomes.ContainsKey(mutant.Id)).ToList();
        bool IsKilled(Mutant mutant) => outcomes[mutant.Id] == "killed";

        var silent = File.ReadLines(results).Count(line => line.EndsWith("\tno answer", StringComparison.Ordinal));
        var text = new StringBuilder();
        text.AppendLine("# Mutation testing of the core").AppendLine();
        text.AppendLine("`tests/Mutation/run` writes this page anew. Not to be killed where OpenSSL 3.5 is missing: the mutants of ML-DSA. A mutant of what is set up");
        text.AppendLine("once is played by the tests that found out its neighbours and then by the quick ones, each time in a process of its own.").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{played.Count} mutants played of {mutants.Count}: {Score(played)} killed, {silent} of them by running for ever or into the ground.").AppendLine();
        text.AppendLine("| folder | mutants | killed | survived | met by no test | score |").AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (var folder in played.GroupBy(mutant => Path.GetDirectoryName(mutant.File) is { Length: > 0 } name ? name : ".").OrderBy(folder => folder.Key, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {folder.Key} | {folder.Count()} | {folder.Count(IsKilled)} | {folder.Count(mutant => outcomes[mutant.Id] == "survived")} | {folder.Count(mutant => outcomes[mutant.Id] == "uncovered")} | {Score(folder)} |");
        }
        text.AppendLine().AppendLine("## Survivors").AppendLine();
        foreach (var file in played.Where(mutant => !IsKilled(mutant)).GroupBy(mutant => mutant.File).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- `{file.Key}`: {string.Join("; ", file.Select(Tell))}");
        }
        File.WriteAllText(page, text.ToString());
        Console.WriteLine(Score(played));
        return 0;

        string Score(IEnumerable<Mutant> some) => some.ToList() is { Count: > 0 } list ? (100.0 * list.Count(IsKilled) / list.Count).ToString("F1", CultureInfo.InvariantCulture) + " %" : "none";
        string Tell(Mutant mutant) => $"{mutant.Line} {mutant.Kind.Replace(" mutation", "", StringComparison.Ordinal).ToLowerInvariant()}{(outcomes[mutant.Id] == "uncovered" ? " (met by no test)" : "")}";
    }
}
