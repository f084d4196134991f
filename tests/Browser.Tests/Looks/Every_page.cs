using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

/// <summary>Every page in every state, on a desk and on a phone, in light and in dark: judged by axe-core and by our own measure of contrast, and kept as a picture when asked for.</summary>
public sealed class Every_page(Stage stage)
{
    public static TheoryData<string, ColorScheme> Screen => new()
    {
        { "desk", ColorScheme.Light }, { "desk", ColorScheme.Dark }, { "phone", ColorScheme.Light }, { "phone", ColorScheme.Dark },
    };

    [Theory, MemberData(nameof(Screen))]
    public async Task of_signing_in_can_be_used_by_everybody(string screen, ColorScheme scheme)
    {
        await using var ada = await stage.VisitAsync(Screens.Of(screen, scheme));
        var look = new Look(ada, screen, scheme);
        await ada.ExpectSignInPageAsync();
        await look.AtAsync("sign-in");
        foreach (var summary in await ada.Page.Locator("summary:visible").AllAsync()) await summary.ClickAsync();
        await ada.CreateButton.ClickAsync();
        await Expect(ada.Alert).ToBeVisibleAsync();
        await look.AtAsync();
        foreach (var summary in await ada.Page.Locator("summary:visible").AllAsync()) await summary.ClickAsync();

        await ada.Authenticator.TouchAsync(false);
        await ada.Username.FillAsync($"ada.{screen}.{scheme}".ToLowerInvariant());
        await ada.CreateButton.ClickAsync();
        await Expect(ada.Status).ToContainTextAsync("Your device asks for");
        await look.AtAsync("waiting");
        await ada.CancelButton.ClickAsync();
        await Expect(ada.Status).ToContainTextAsync("No passkey was created.");
        await look.AtAsync();

        await ada.Authenticator.TouchAsync(true);
        await ada.SignUpAsync($"ada.{screen}.{scheme}".ToLowerInvariant());
        await ada.SignOutButton.ClickAsync();
        await Expect(ada.Heading).ToHaveTextAsync("Welcome back");
        await look.AtAsync("welcome-back");

        await ada.Page.AddInitScriptAsync("delete window.PublicKeyCredential");
        await ada.Page.ReloadAsync();
        await Expect(ada.Heading).ToHaveTextAsync("This browser can’t use passkeys");
        await look.AtAsync();
    }

    [Theory, MemberData(nameof(Screen))]
    public async Task of_the_account_can_be_used_by_everybody(string screen, ColorScheme scheme)
    {
        await using var ada = await stage.VisitAsync(Screens.Of(screen, scheme));
        var look = new Look(ada, screen, scheme);
        await ada.SignUpAsync($"grace.{screen}.{scheme}".ToLowerInvariant());
        await look.AtAsync();
        await ada.AddSecurityKeyAsync();
        await look.AtAsync("account", whole: true);

        await ada.Cards.First.GetByText("Rename").ClickAsync();
        await Expect(ada.Page.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await look.AtAsync();
        await ada.Cards.First.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await ada.Cards.First.GetByText("Delete", new() { Exact = true }).ClickAsync();
        await Expect(ada.Dialog).ToBeVisibleAsync();
        await look.AtAsync("delete-passkey");
        await stage.Server.AgeSessionsAsync($"grace.{screen}.{scheme}".ToLowerInvariant());
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(ada.Button("Continue with a passkey")).ToBeVisibleAsync();
        await look.AtAsync("step-up");
        await ada.Dialog.Last.GetByRole(AriaRole.Button, new() { Name = "Not now" }).ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await ada.Button("Delete account").ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete account" }).ClickAsync();
        await Expect(ada.Alert).ToBeVisibleAsync();
        await look.AtAsync();
    }
}
