using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

public sealed class The_account(Stage stage)
{
    [Fact]
    public async Task sends_nobody_away_to_sign_in()
    {
        await using var nobody = await stage.VisitAsync();
        await nobody.Page.GotoAsync(stage.Origin + "/account");
        await nobody.ExpectSignInPageAsync();
    }

    [Fact]
    public async Task lists_its_sessions_and_ends_one()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-sessions");
        await Expect(ada.Page.GetByText("You’re signed in here and nowhere else.")).ToBeVisibleAsync();
        await using var phone = await stage.VisitAsync(new() { UserAgent = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/605" });
        await phone.SignInWithAsync(ada);

        await ada.Page.ReloadAsync();
        await Expect(ada.Page.GetByText("This browser")).ToBeVisibleAsync();
        await ada.Button("Sign out Safari on iPhone").ClickAsync();

        await Expect(ada.Page.GetByText("Safari on iPhone is signed out.")).ToBeVisibleAsync();
        await phone.Page.ReloadAsync();
        await Expect(phone.Heading).ToHaveTextAsync("Welcome back");
    }

    [Fact]
    public async Task ends_every_other_session_at_once()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-others");
        await using var other = await stage.VisitAsync();
        await other.SignInWithAsync(ada);
        await ada.Page.ReloadAsync();
        await ada.Button("Sign out everywhere else").ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere else" }).ClickAsync();
        await Expect(ada.Page.GetByText("Every other browser is signed out.")).ToBeVisibleAsync();
        await other.Page.ReloadAsync();
        await Expect(other.Heading).ToHaveTextAsync("Welcome back");
    }

    [Fact]
    public async Task changes_a_name_and_the_password_manager_hears_it()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-names");
        await ada.Button("Change your name").ClickAsync();
        await ada.Dialog.GetByLabel("Your name").FillAsync("Ada Lovelace");
        await ada.Button("Save").ClickAsync();

        await Expect(ada.Heading).ToHaveTextAsync("Ada Lovelace");
        await ada.Authenticator.ExpectAsync(passkey => passkey.GetProperty("userDisplayName").GetString() == "Ada Lovelace");

        await stage.Server.AgeSessionsAsync("ada-names");
        await ada.Button("Change your username").ClickAsync();
        await ada.Dialog.GetByLabel("Username").FillAsync("ada-renamed");
        await ada.Button("Save").ClickAsync();
        await Expect(ada.Dialog.Last.GetByRole(AriaRole.Link, new() { Name = "Try another way" })).ToHaveAttributeAsync("href", "/recover");
        await ada.Button("Continue with a passkey").ClickAsync();
        await Expect(ada.Page.GetByText("ada-renamed").First).ToBeVisibleAsync();
        await ada.Authenticator.ExpectAsync(passkey => passkey.GetProperty("userName").GetString() == "ada-renamed");
    }

    [Fact]
    public async Task refuses_a_name_that_is_taken_beside_the_field()
    {
        await using var eve = await stage.VisitAsync();
        await eve.SignUpAsync("eve-taken");
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-wants");
        await ada.Button("Change your username").ClickAsync();
        await ada.Dialog.GetByLabel("Username").FillAsync("EVE-taken");
        await ada.Button("Save").ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("That username is taken.");
        await Expect(ada.Dialog.GetByLabel("Username")).ToHaveAttributeAsync("aria-invalid", "true");
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Heading).ToHaveTextAsync("ada-wants");
    }

    [Fact]
    public async Task goes_for_good_with_its_passkeys()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-goes");
        await ada.Button("Delete account").ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete account" }).ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("That isn’t your username. Type ada-goes.");
        await ada.Dialog.GetByLabel("Type your username to confirm").FillAsync("ada-goes");
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete account" }).ClickAsync();

        await ada.ExpectSignInPageAsync();
        await Expect(ada.Page.GetByText("Your account is deleted.")).ToBeVisibleAsync();
        await ada.Authenticator.ExpectEmptyAsync();
        await ada.SignUpAsync("ada-goes");
    }

    [Fact]
    public async Task says_that_the_server_is_ill_and_loads_when_it_is_well_again()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-ill");
        await ada.Page.RouteAsync("**/api/passkeys", route => route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = """{"code":"database_unavailable","requestId":"0HN2"}""" }));
        await ada.Page.ReloadAsync();
        await Expect(ada.Alert).ToContainTextAsync("Something went wrong on our side.");
        await Expect(ada.Alert).ToContainTextAsync("0HN2");

        await ada.Page.UnrouteAsync("**/api/passkeys");
        await ada.Button("Try again").ClickAsync();
        await ada.ExpectSignedInAsync("ada-ill");
        await Expect(ada.Alert).ToHaveCountAsync(0);
    }
}
