using System.Text.RegularExpressions;

namespace Keystile.House.Tests;

/// <summary>docs/passkey-service.md names every setting that an app can have, and none that it cannot.</summary>
public sealed partial class App_settings
{
    [Fact]
    public void That_apps_have_are_documented() => Documented().ShouldBe(Server.Apps.SettingsEdit.Names, ignoreOrder: true);

    private static IEnumerable<string> Documented()
    {
        var page = Repository.Read("docs/passkey-service.md");
        var from = page.IndexOf("## Settings", StringComparison.Ordinal);
        return Row().Matches(page[from..page.IndexOf("\n## ", from + 1, StringComparison.Ordinal)]).Select(match => match.Groups[1].Value);
    }

    [GeneratedRegex(@"^\| `([A-Za-z]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
