using System.Text.RegularExpressions;

namespace Keystile.House.Tests;

/// <summary>docs/operations.md names every setting that the server reads, and none that it does not.</summary>
public sealed partial class Settings
{
    [Fact]
    public void That_are_read_are_documented() =>
        Documented().ShouldBe(Read(), ignoreOrder: true);

    private static IEnumerable<string> Read() =>
        Reading().Matches(Repository.Read("src/Server/SettingsReader.cs")).Select(match => "KEYSTILE_" + match.Groups[1].Value).Distinct();

    private static IEnumerable<string> Documented() =>
        Row().Matches(Repository.Read("docs/operations.md")).Select(match => match.Groups[1].Value);

    [GeneratedRegex("""\b(?:Text|List|Switch)\("([A-Z_]+)",""")]
    private static partial Regex Reading();

    [GeneratedRegex(@"^\| `(KEYSTILE_[A-Z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
