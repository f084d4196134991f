using System.Text.RegularExpressions;

namespace Keystile.House.Tests;

/// <summary>What the documents say is there is there.</summary>
public sealed partial class Documents
{
    public static TheoryData<string> Pages => [.. Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Link_only_to_files_and_headings_that_exist(string page) =>
        Links(page).Where(link => !Resolves(page, link)).ShouldBeEmpty();

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/architecture.md")]
    public void Map_rooms_that_exist(string page)
    {
        var rooms = Room().Matches(Repository.Read(page)).Select(match => match.Groups[1].Value).ToArray();
        rooms.ShouldNotBeEmpty();
        rooms.Where(room => !Directory.Exists(Repository.PathOf(room)) && !File.Exists(Repository.PathOf(room))).ShouldBeEmpty();
    }

    [Fact]
    public void Keep_the_changes_that_no_release_has_yet() =>
        Repository.Read("CHANGELOG.md").Split('\n').ShouldContain("## Unreleased");

    [Fact]
    public void Number_decisions_without_a_gap()
    {
        var numbers = Repository.Below("docs/decisions/", ".md").Select(file => Path.GetFileName(file)[..4]).ToArray();
        numbers.ShouldBe(Enumerable.Range(1, numbers.Length).Select(number => $"{number:0000}"));
    }

    private static bool Resolves(string page, string link)
    {
        var (path, heading) = link.Split('#', 2) switch { [var p, var h] => (p, h), [var p] => (p, null), _ => ("", null) };
        var target = path.Length == 0 ? page : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, path)).Replace('\\', '/');
        var exists = Repository.Files.Contains(target) || Directory.Exists(Repository.PathOf(target));
        return exists && (heading is null || Headings(target).Contains(heading));
    }

    private static IEnumerable<string> Links(string page) =>
        Link().Matches(Repository.Read(page)).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal));

    private static IEnumerable<string> Headings(string page) =>
        Repository.Read(page).Split('\n').Where(line => line.StartsWith('#'))
            .Select(line => NotInAnAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\| \[?`([^`]+)`", RegexOptions.Multiline)]
    private static partial Regex Room();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnAnchor();
}
