using System.Text.RegularExpressions;

namespace Keystile.House.Tests;

/// <summary>The tests of all suites by name. Every public method of a test class is a test: the analyzers of xunit see to that.</summary>
internal static partial class TestNames
{
    public static HashSet<string> All { get; } =
        [.. Repository.Below("tests/", ".cs").SelectMany(file => Method().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value))];

    [GeneratedRegex(@"^ +(?:\[.*\] )?public (?:async )?(?:void|Task|ValueTask) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Method();
}
