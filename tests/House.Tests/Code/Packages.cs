using System.Xml.Linq;

namespace Keystile.House.Tests;

/// <summary>A package is a promise to keep it safe: each one's version stands in one place and its reason in one page.</summary>
public sealed class Packages
{
    private const string Reasons = "docs/decisions/0010-dependencies.md";

    [Fact]
    public void Each_have_a_line_that_says_why() =>
        Pinned().Where(package => !Repository.Read(Reasons).Contains($"| `{package}` |", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void With_a_reason_are_still_used() =>
        Reasoned().Except(Pinned()).ShouldBeEmpty();

    [Fact]
    public void Are_used_by_some_project()
    {
        var projects = string.Concat(Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) || file.EndsWith(".props", StringComparison.Ordinal))
            .Where(file => file != "Directory.Packages.props").Select(Repository.Read));
        var locks = string.Concat(Repository.Files.Where(file => file.EndsWith("packages.lock.json", StringComparison.Ordinal)).Select(Repository.Read));
        Pinned().Where(package => !projects.Contains($"\"{package}\"", StringComparison.Ordinal) && !locks.Contains($"\"{package}\": {{", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Pinned() =>
        XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").Select(line => line.Attribute("Include")!.Value);

    private static IEnumerable<string> Reasoned() =>
        Repository.Read(Reasons).Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]);
}
