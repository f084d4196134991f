using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

public sealed class The_language(Stage stage)
{
    [Fact]
    public async Task is_the_browsers_and_the_page_says_so()
    {
        await using var ada = await stage.VisitAsync(new() { Locale = "de-CH" });
        await Expect(ada.Heading).ToHaveTextAsync("Anmelden oder Konto erstellen");
        await Expect(ada.Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await ada.Page.GetByLabel("Benutzername").FillAsync("ada-deutsch");
        await ada.Button("Passkey erstellen").ClickAsync();
        await Expect(ada.Page.Locator("#news")).ToContainTextAsync("Dein Passkey ist bereit.");
        await Expect(ada.Page.GetByText("Chrome auf Linux").First).ToBeVisibleAsync();
        await Axe.ShouldFindNothingAsync(ada.Page);
        await Screenshot.KeepAsync(ada.Page, "account-german");
    }

    [Fact]
    public async Task of_a_browser_we_do_not_speak_is_English()
    {
        await using var ada = await stage.VisitAsync(new() { Locale = "fi-FI" });
        await ada.ExpectSignInPageAsync();
    }

    [Fact]
    public async Task is_switched_by_the_person_and_stays_so_after_signing_out()
    {
        await using var ada = await stage.VisitAsync();
        await ada.Button("Deutsch").ClickAsync();
        await Expect(ada.Heading).ToHaveTextAsync("Anmelden oder Konto erstellen");
        await Expect(ada.Button("Deutsch")).ToHaveAttributeAsync("aria-pressed", "true");
        await ada.Page.GetByLabel("Benutzername").FillAsync("ada-wechsel");
        await ada.Button("Passkey erstellen").ClickAsync();
        await ada.Button("Abmelden").ClickAsync();
        await Expect(ada.Heading).ToHaveTextAsync("Willkommen zurück");
        await Expect(ada.Button("Als ada-wechsel anmelden")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task of_errors_is_the_pages_too()
    {
        await using var ada = await stage.VisitAsync(new() { Locale = "de" });
        await ada.Page.RouteAsync("**/api/webauthn/**", route => route.AbortAsync());
        await ada.Button("Mit Passkey anmelden").ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("Wir erreichen den Server nicht.");
    }
}
