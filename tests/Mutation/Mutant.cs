using System.Text.Json;

namespace Keystile.Mutation;

/// <summary>One change of the code, as Stryker's report names it.</summary>
internal sealed record Mutant(int Id, string File, int Line, string Kind, string Replacement);

/// <summary>Reads Stryker's report.</summary>
internal static class MutantList
{
    /// <summary>The mutants that compiled, of the files whose path holds one of these texts, or of all; without those Stryker itself leaves out as doubles.</summary>
    public static IReadOnlyList<Mutant> Read(string report, IReadOnlyCollection<string> parts)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(report));
        return [.. from file in document.RootElement.GetProperty("files").EnumerateObject()
                   where parts.Count == 0 || parts.Any(part => file.Name.Contains(part, StringComparison.Ordinal))
                   from mutant in file.Value.GetProperty("mutants").EnumerateArray()
                   where mutant.GetProperty("status").GetString() is not ("CompileError" or "Ignored")
                   select new Mutant(
                       int.Parse(mutant.GetProperty("id").GetString()!, null),
                       file.Name[(file.Name.IndexOf("src/WebAuthn/", StringComparison.Ordinal) is var at and >= 0 ? at + "src/WebAuthn/".Length : 0)..],
                       mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32(),
                       mutant.GetProperty("mutatorName").GetString()!,
                       mutant.TryGetProperty("replacement", out var text) ? text.GetString()! : "")];
    }
}
