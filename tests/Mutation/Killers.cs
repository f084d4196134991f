namespace Keystile.Mutation;

/// <summary>Which tests found out which mutants: the likeliest to find out the next one of the same file, or else of the same folder.</summary>
internal sealed class Killers
{
    private const int Most = 80;
    private const string Killed = "killed\t";
    private readonly Dictionary<string, Dictionary<string, int>> _times = [];

    public void Remember(Mutant mutant, string outcome)
    {
        if (!outcome.StartsWith(Killed, StringComparison.Ordinal)) return;
        foreach (var place in Places(mutant))
        {
            var tests = _times.TryGetValue(place, out var known) ? known : _times[place] = [];
            tests[outcome[Killed.Length..]] = tests.GetValueOrDefault(outcome[Killed.Length..]) + 1;
        }
    }

    /// <summary>Their names, the likeliest first.</summary>
    public IEnumerable<string> Near(Mutant mutant) =>
        Places(mutant).SelectMany(place => _times.TryGetValue(place, out var tests) ? tests.OrderByDescending(test => test.Value).Select(test => test.Key) : []).Distinct().Take(Most);

    private static string[] Places(Mutant mutant) => [mutant.File, Path.GetDirectoryName(mutant.File) + "/"];
}
