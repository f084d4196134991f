using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

/// <summary>Someone whose passkeys are out of reach: a code, a link by mail, a link from an operator, and then a new passkey.</summary>
public sealed class Getting_back_in(Stage stage)
{
    [Theory, MemberData(nameof(Every_page.Screen), MemberType = typeof(Every_page))]
    public async Task by_a_code_works_once_and_leads_to_a_new_passkey(string screen, ColorScheme scheme)
    {
        var name = $"codes.{screen}.{scheme}";
        await using var ada = await stage.VisitAsync(Screens.Of(screen, scheme));
        var look = new Look(ada, screen, scheme);
        await ada.SignUpAsync(name);
        await ada.Button("Make recovery codes").ClickAsync();
        await Expect(ada.Dialog.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Your recovery codes");
        await ada.Page.Keyboard.PressAsync("Escape");
        var codes = await ada.Dialog.GetByRole(AriaRole.Listitem).AllTextContentsAsync();
        codes.Distinct().Count().ShouldBe(10);
        await look.AtAsync();
        await ada.Button("I’ve kept them").ClickAsync();
        await Expect(ada.Page.GetByText("10 codes are left.")).ToBeVisibleAsync();

        await ada.SignOutButton.ClickAsync();
        await ada.Authenticator.ForgetAllAsync();
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Try another way" }).Locator("visible=true").ClickAsync();
        await Expect(ada.Heading).ToHaveTextAsync("Get back in");
        await look.AtAsync("recover");
        await ada.Page.GetByText("I have a recovery code").ClickAsync();
        await Expect(ada.Username).ToHaveValueAsync(name);
        await ada.Page.GetByLabel("Recovery code").FillAsync("AAAA-AAAA-AAAA-AAAA");
        await ada.Button("Use the code").ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("That code doesn’t fit this username");
        await look.AtAsync();

        await ada.Page.GetByLabel("Recovery code").FillAsync(codes[3].ToLowerInvariant());
        await ada.Page.GetByLabel("Recovery code").PressAsync("Enter");
        await Expect(ada.Heading).ToHaveTextAsync("Create a new passkey");
        await look.AtAsync("enrol");
        await ada.CreateButton.ClickAsync();
        await Expect(ada.Page.GetByText("Your new passkey is ready. Sign in with it.")).ToBeVisibleAsync();
        await ada.Button("Sign in as " + name).ClickAsync();
        await ada.ExpectSignedInAsync(name);
        await Expect(ada.Page.GetByText("9 codes are left.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task by_an_operators_link_works_once_and_can_sign_out_everywhere_else()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-operator");
        var link = JsonDocument.Parse(await stage.Server.RunAsync("users", "recovery-link", "home", "ada-operator", "--json")).RootElement.GetProperty("url").GetString()!;

        await using var found = await stage.VisitAsync(at: link);
        await Expect(found.Heading).ToHaveTextAsync("Continue on this device?");
        found.Page.Url.ShouldBe(stage.Origin + "/recover");
        await found.Button("Continue").ClickAsync();
        await Expect(found.Page.GetByText("You’re ada-operator.")).ToBeVisibleAsync();
        await found.Page.GetByLabel("Sign out everywhere else").CheckAsync();
        await found.CreateButton.ClickAsync();
        await found.Button("Sign in as ada-operator").ClickAsync();
        await found.ExpectSignedInAsync("ada-operator");
        await Expect(found.Cards).ToHaveCountAsync(2);

        await ada.Page.ReloadAsync();
        await Expect(ada.Heading).ToHaveTextAsync("Welcome back");
        await ada.Page.GotoAsync(link);
        await ada.Button("Continue").ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("This link doesn’t work any more");
    }

    [Theory, MemberData(nameof(Every_page.Screen), MemberType = typeof(Every_page))]
    public async Task by_mail_begins_with_an_address_that_is_confirmed_by_a_press_of_a_button(string screen, ColorScheme scheme)
    {
        var name = $"mail.{screen}.{scheme}".ToLowerInvariant();
        await using var ada = await stage.VisitAsync(Screens.Of(screen, scheme));
        var look = new Look(ada, screen, scheme);
        await ada.SignUpAsync(name);
        var link = await AskForAsync(ada, $"{name}@example.com");
        await using var stranger = await stage.VisitAsync(at: link);
        await stranger.Button("Confirm").ClickAsync();
        await Expect(stranger.Page.GetByText("Sign in first, then open the link in your mail once more.")).ToBeVisibleAsync();

        await ada.Page.GotoAsync(link);
        await Expect(ada.Heading).ToHaveTextAsync("Confirm your address");
        await look.AtAsync("verify-email");
        await ada.Button("Confirm").ClickAsync();
        await ada.ExpectSignedInAsync(name, "Your e-mail address is confirmed.");

        await ada.Page.GotoAsync(link);
        await ada.Button("Confirm").ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("This link doesn’t work any more");
        await look.AtAsync();
    }

    [Fact]
    public async Task by_mail_works_for_an_address_that_was_confirmed()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-mail");
        await ada.Page.GotoAsync(await AskForAsync(ada, "ada-mail@example.com"));
        await ada.Button("Confirm").ClickAsync();
        await ada.ExpectSignedInAsync("ada-mail", "Your e-mail address is confirmed.");
        await Expect(ada.Page.GetByText("Confirmed", new() { Exact = true })).ToBeVisibleAsync();

        await ada.SignOutButton.ClickAsync();
        await Expect(ada.Heading).ToHaveTextAsync("Welcome back");
        await ada.Authenticator.ForgetAllAsync();
        await ada.Page.GotoAsync(stage.Origin + "/recover");
        await ada.Page.GetByText("Send me a link by e-mail").ClickAsync();
        await ada.Button("Send the link").ClickAsync();
        await Expect(ada.Alert).ToHaveTextAsync("Type the e-mail address of your account.");
        await ada.Page.GetByLabel("E-mail address").FillAsync("ada-mail@example.com");
        await ada.Button("Send the link").ClickAsync();
        await Expect(ada.Heading).ToHaveTextAsync("Look in your mail");
        await Axe.ShouldFindNothingAsync(ada.Page);

        await ada.Page.GotoAsync(await stage.LinkToAsync("ada-mail@example.com", "/recover"));
        await Expect(ada.Heading).ToHaveTextAsync("Continue on this device?");
        await Axe.ShouldFindNothingAsync(ada.Page);
        await ada.Button("Continue").ClickAsync();
        await ada.CreateButton.ClickAsync();
        await ada.Button("Sign in as ada-mail").ClickAsync();
        await ada.ExpectSignedInAsync("ada-mail");
    }

    /// <summary>Asks for an address at the account page; the link that the mail brings.</summary>
    private async Task<string> AskForAsync(Visit ada, string address)
    {
        await ada.Button("Add an e-mail address").ClickAsync();
        await ada.Dialog.GetByLabel("E-mail address").FillAsync(address);
        await ada.Button("Save").ClickAsync();
        await Expect(ada.Page.GetByText($"We sent a link to {address}.")).ToBeVisibleAsync();
        return await stage.LinkToAsync(address, "/verify-email");
    }
}
