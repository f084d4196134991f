using System.Text.RegularExpressions;

namespace Keystile.House.Tests;

/// <summary>docs/threat-model.md promises nothing that no test holds.</summary>
public sealed partial class The_threat_model
{
    private static readonly string[][] Rows = [.. Row().Matches(Repository.Read("docs/threat-model.md")).Select(row => Name().Matches(row.Groups[1].Value).Select(name => name.Groups[1].Value).ToArray())];

    [Fact]
    public void Names_for_each_failure_of_others_the_tests_that_hold_here()
    {
        Rows.Length.ShouldBeGreaterThan(60);
        Rows.ShouldAllBe(tests => tests.Length > 0);
    }

    [Fact]
    public void Names_tests_that_exist() => Rows.SelectMany(tests => tests).Where(test => !TestNames.All.Contains(test)).ShouldBeEmpty();

    /// <summary>Three columns, of which the last holds tests and nothing but.</summary>
    [GeneratedRegex(@"^\| [^|]+ \| [^|]+ \| (`\w+`(?:, `\w+`)*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
