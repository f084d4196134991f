using System.Text.RegularExpressions;

namespace Keystile.House.Tests;

/// <summary>docs/spec-map.md names every step, format and line, and nothing that is not there.</summary>
public sealed partial class The_spec_map
{
    private const string Page = "docs/spec-map.md";

    private static readonly string[] Expected =
    [
        .. Enumerable.Range(1, 29).Select(step => $"7.1.{step}"),
        .. Enumerable.Range(1, 25).Select(step => $"7.2.{step}"),
        .. Enumerable.Range(2, 8).Select(format => $"8.{format}"),
        .. Enumerable.Range(1, 150).Select(line => $"N{line:000}"),
        .. Enumerable.Range(1, 40).Select(line => $"V{line:00}"),
    ];

    private static readonly Entry[] Entries =
        [.. Row().Matches(Repository.Read(Page)).Select(row => new Entry(row.Groups[1].Value, All(Link(), row.Groups[2].Value), All(Name(), row.Groups[3].Value)))];

    [Fact]
    public void Has_one_row_for_each_step_format_and_line_in_their_order() => Entries.Select(entry => entry.Line).ShouldBe(Expected);

    [Fact]
    public void Names_for_each_a_file_that_does_it() =>
        Entries.Where(entry => entry.Files.Length == 0 || !entry.Files.All(file => Repository.Files.Contains(file) && file.StartsWith("src/", StringComparison.Ordinal) | file.StartsWith("sdk/src/", StringComparison.Ordinal)))
            .Select(entry => entry.Line).ShouldBeEmpty();

    [Fact]
    public void Names_for_each_tests_that_hold_it() =>
        Entries.Where(entry => entry.Tests.Length == 0 || !entry.Tests.All(TestNames.All.Contains)).Select(entry => entry.Line).ShouldBeEmpty();

    [Fact]
    public void Names_for_each_line_tests_that_carry_its_name() =>
        Entries.Where(entry => char.IsLetter(entry.Line[0]) && !entry.Tests.All(test => LinesOf(test).Contains(entry.Line))).Select(entry => entry.Line).ShouldBeEmpty();

    [Fact]
    public void Knows_every_line_that_a_test_is_named_after() =>
        TestNames.All.SelectMany(LinesOf).Distinct().Except(Expected).ShouldBeEmpty();

    /// <summary>The lines a test is named after: <c>N017_N146_…</c> holds two.</summary>
    private static IEnumerable<string> LinesOf(string test) => test.Split('_').TakeWhile(word => Line().IsMatch(word));

    private static string[] All(Regex pattern, string text) => [.. pattern.Matches(text).Select(match => match.Groups[1].Value)];

    private sealed record Entry(string Line, string[] Files, string[] Tests);

    [GeneratedRegex(@"^\| ([NV\d][\d.]+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\(\.\./([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(N\d{3}|V\d{2})$")]
    private static partial Regex Line();
}
