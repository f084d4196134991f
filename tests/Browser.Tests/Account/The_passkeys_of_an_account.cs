using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

public sealed class The_passkeys_of_an_account(Stage stage)
{
    [Fact]
    public async Task stand_on_cards_with_where_they_live_and_when_they_were_used()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-cards");
        var card = ada.Card("Passkey on Linux (Chrome)");
        await Expect(card.GetByText("This device only")).ToBeVisibleAsync();
        await Expect(card.GetByText("Used for this sign-in")).ToBeVisibleAsync();
        await Expect(card.GetByText("Not used yet")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByText("You have one passkey. Add another")).ToBeVisibleAsync();

        await ada.SignOutAsync();
        await ada.SignInButton.ClickAsync();
        await ada.ExpectSignedInAsync("ada-cards", "Welcome back.");
        await Expect(card.GetByText("Last used now with Chrome on Linux")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task take_a_new_name_in_place_by_keyboard()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-rename");
        await ada.Button("Rename Passkey on Linux (Chrome)").PressAsync("Enter");
        var name = ada.Page.GetByLabel("Name", new() { Exact = true });
        await Expect(name).ToBeFocusedAsync();
        await name.PressAsync("Escape");
        await Expect(ada.Button("Rename Passkey on Linux (Chrome)")).ToBeFocusedAsync();

        await ada.Page.Keyboard.PressAsync("Enter");
        await name.FillAsync("Blue laptop");
        await name.PressAsync("Enter");

        await Expect(ada.Card("Blue laptop")).ToBeVisibleAsync();
        await Expect(ada.Status).ToHaveTextAsync(["Your passkey is ready. Next time you sign in with it.", "The name is saved."]);
        await ada.Page.ReloadAsync();
        await Expect(ada.Card("Blue laptop")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task grow_by_one_on_a_security_key_that_then_signs_in()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-second");
        var key = await VirtualAuthenticator.PlugInAsync(ada.Page, AuthenticatorKind.SecurityKey);
        await ada.Authenticator.TouchAsync(false);
        await ada.Button("Add a passkey").ClickAsync();
        await Expect(ada.Dialog).ToContainTextAsync("Choose a place that has none yet.");
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create a passkey" }).ClickAsync();

        await Expect(ada.Page.GetByText("Your new passkey is ready:")).ToBeVisibleAsync();
        await Expect(ada.Cards).ToHaveCountAsync(2);
        await Expect(ada.Page.GetByText("You have one passkey. Add another")).ToBeHiddenAsync();
        (await key.PasskeysAsync()).ShouldHaveSingleItem().GetProperty("userName").GetString().ShouldBe("ada-second");

        await ada.SignOutAsync();
        await ada.SignInButton.ClickAsync();
        await ada.Button("Not now").ClickAsync();
        await ada.ExpectSignedInAsync("ada-second");
    }

    [Fact]
    public async Task that_are_all_in_one_password_manager_ask_for_one_elsewhere()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-one-place");
        await Expect(ada.Page.GetByText("You have one passkey.")).ToBeVisibleAsync();
        await ada.AddSecurityKeyAsync();
        await Expect(ada.Page.Locator(".hint-box:visible")).ToHaveCountAsync(0);

        await Expect(ada.Page.GetByText("New since yesterday")).ToHaveCountAsync(0);
        await stage.Server.PutIntoGooglePasswordManagerAsync("ada-one-place");
        await stage.Server.AgeAccountAsync("ada-one-place");
        await ada.Page.ReloadAsync();

        await Expect(ada.Page.GetByText("All your passkeys are in Google Password Manager.")).ToBeVisibleAsync();
        await Expect(ada.Cards.GetByText("Google Password Manager").First).ToBeVisibleAsync();
        await Expect(ada.Page.GetByText("New since yesterday")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task refuse_a_second_one_in_the_same_place_and_say_why()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-same");
        await ada.Button("Add a passkey").ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create a passkey" }).ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("You already have a passkey for this account in this password manager.");
        await Expect(ada.Alert).ToBeFocusedAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Not now" }).ClickAsync();
        await Expect(ada.Button("Add a passkey")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task lose_one_after_a_warning_and_a_step_up_and_the_password_manager_drops_it()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-delete");
        await ada.AddSecurityKeyAsync();
        await ada.Button("Rename Passkey on Linux (Chrome)").First.ClickAsync();
        await ada.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Old laptop");
        await ada.Button("Save").ClickAsync();
        await ada.SignOutAsync();
        await ada.Authenticator.TouchAsync(false);
        await ada.SignInButton.ClickAsync();
        await ada.Button("Not now").ClickAsync();
        await ada.ExpectSignedInAsync("ada-delete");
        await stage.Server.AgeSessionsAsync("ada-delete");

        await ada.Button("Delete Old laptop").ClickAsync();
        await Expect(ada.Dialog).ToContainTextAsync("We also ask your password manager to remove it");
        await ada.Dialog.GetByLabel("Sign out everywhere else").CheckAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(ada.Dialog.Last).ToContainTextAsync("You are signed in as ada-delete.");
        var others = await ada.Page.RunAndWaitForResponseAsync(() => ada.Button("Continue with a passkey").ClickAsync(), response => response.Request.Method == "DELETE" && response.Url.EndsWith("/api/sessions", StringComparison.Ordinal));
        others.Status.ShouldBe(204);

        await Expect(ada.Page.GetByText("“Old laptop” is deleted.")).ToBeVisibleAsync();
        await Expect(ada.Cards).ToHaveCountAsync(1);
        await Expect(ada.Page.GetByText("You’re signed in here and nowhere else.")).ToBeVisibleAsync();
        await ada.Authenticator.ExpectEmptyAsync();
    }

    [Fact]
    public async Task lose_the_last_one_only_on_purpose_and_with_it_the_session()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-last");
        await ada.Button("Delete Passkey on Linux (Chrome)").ClickAsync();
        await Expect(ada.Dialog.GetByRole(AriaRole.Heading)).ToHaveTextAsync("This is the last passkey you can sign in with");
        await Expect(ada.Dialog).ToContainTextAsync("you will be signed out here.");
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(ada.Cards).ToHaveCountAsync(1);

        await ada.Button("Delete Passkey on Linux (Chrome)").ClickAsync();
        await ada.Button("Delete it all the same").ClickAsync();
        await Expect(ada.Heading).ToHaveTextAsync("Welcome back");
        await ada.Authenticator.ExpectEmptyAsync();
    }

    [Fact]
    public async Task lose_the_last_one_that_may_sign_in_on_purpose_though_a_locked_one_is_beside_it()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-locked");
        await ada.Button("Rename Passkey on Linux (Chrome)").ClickAsync();
        await ada.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Laptop");
        await ada.Button("Save").ClickAsync();
        await ada.AddSecurityKeyAsync();
        await stage.Server.LockPasskeysButAsync("ada-locked", "Laptop");
        await ada.Page.ReloadAsync();
        await Expect(ada.Cards).ToHaveCountAsync(2);
        await Expect(ada.Cards.GetByText("Locked", new() { Exact = true })).ToHaveCountAsync(1);
        await Expect(ada.Card("Laptop").GetByText("Locked", new() { Exact = true })).ToHaveCountAsync(0);
        await Expect(ada.Page.GetByText("You have one passkey. Add another")).ToBeVisibleAsync();

        await ada.Button("Delete Laptop").ClickAsync();
        await Expect(ada.Dialog.GetByRole(AriaRole.Heading)).ToHaveTextAsync("This is the last passkey you can sign in with");
        await ada.Button("Delete it all the same").ClickAsync();
        await Expect(ada.Heading).ToHaveTextAsync("Welcome back");
    }

    [Fact]
    public async Task are_not_deleted_where_the_step_up_is_cancelled()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-half");
        await ada.AddSecurityKeyAsync();
        await stage.Server.AgeSessionsAsync("ada-half");
        await ada.Button("Delete Passkey on Linux (Chrome)").First.ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await ada.Dialog.Last.GetByRole(AriaRole.Button, new() { Name = "Not now" }).ClickAsync();
        await Expect(ada.Dialog.GetByText("Nothing has changed.")).ToBeVisibleAsync();
        await Expect(ada.Alert).ToHaveCountAsync(0);
        await Expect(ada.Cards).ToHaveCountAsync(2);
    }
}
