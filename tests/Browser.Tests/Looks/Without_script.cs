using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

/// <summary>Nothing works without script, for a passkey is reached by it alone: the page says so, and how to turn it on.</summary>
public sealed class Without_script(Stage stage)
{
    public static TheoryData<string, string> Pages => new() { { "/", "desk" }, { "/", "phone" }, { "/account", "desk" }, { "/recover", "phone" }, { "/verify-email", "desk" }, { "/admin/join", "desk" } };

    [Theory, MemberData(nameof(Pages))]
    public async Task a_page_says_what_to_do(string path, string screen)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var profile = Screens.Of(screen, scheme);
            profile.JavaScriptEnabled = false;
            await using var ada = await stage.VisitAsync(profile, at: stage.Origin + path);
            // By their selectors: Playwright takes no text from a noscript, though the browser shows it.
            await Expect(ada.Page.Locator("#script")).ToHaveTextAsync("Turn on JavaScript to go on");
            foreach (var heading in new[] { "#script", "#skript" }) await Expect(ada.Page.Locator(heading)).ToBeVisibleAsync();
            await Expect(ada.Page.Locator("main > section:visible, main button:visible, main input:visible, footer:visible")).ToHaveCountAsync(0); // nothing that would need script
            await ada.Page.Locator("noscript summary").First.ClickAsync();
            await Expect(ada.Page.Locator("noscript details[open] p").Last).ToBeVisibleAsync();
            if (path == "/") await Screenshot.KeepAsync(ada.Page, $"without-script-{(screen == "phone" ? "phone-" : "")}{scheme.ToString().ToLowerInvariant()}");
        }
    }

    [Theory, InlineData(ColorScheme.Light), InlineData(ColorScheme.Dark)]
    public async Task what_it_says_can_be_read_by_everybody(ColorScheme scheme)
    {
        // axe-core is a script: it judges what stands in the noscript on a page that has nothing else.
        await using var ada = await stage.VisitAsync(Screens.Of("desk", scheme));
        await ada.Page.RouteAsync(stage.Origin + "/recover", async route =>
        {
            var answer = await route.FetchAsync();
            var page = Regex.Replace(await answer.TextAsync(), "<script.*?</script>|<section class=\"card\" id=.*?</section>|<footer>.*?</footer>", "", RegexOptions.Singleline);
            await route.FulfillAsync(new() { Response = answer, Body = Regex.Replace(page, "<(/?)noscript>", "<$1div>") });
        });
        await ada.Page.GotoAsync(stage.Origin + "/recover");
        await Expect(ada.Heading).ToHaveTextAsync("Turn on JavaScript to go on");
        foreach (var summary in await ada.Page.Locator("summary").AllAsync()) await summary.ClickAsync();
        await Expect(ada.Page.GetByText("Then reload this page.")).ToBeVisibleAsync();
        await new Look(ada, "desk", scheme).AtAsync();
    }
}
