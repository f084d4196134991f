using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

/// <summary>Someone whose passkey is on a key or a phone sits at a device that could hold one.</summary>
public sealed class After_a_security_key(Stage stage)
{
    [Fact]
    public async Task a_passkey_on_this_device_is_offered_made_and_signs_in()
    {
        await using var ada = await AtAnotherDeviceAsync("ada-offer");
        await Expect(ada.Heading).ToHaveTextAsync("Set up a passkey on this device?");
        await Axe.ShouldFindNothingAsync(ada.Page);
        await Screenshot.KeepAsync(ada.Page, "offer-light");

        var device = await VirtualAuthenticator.PlugInAsync(ada.Page, AuthenticatorKind.Platform);
        await ada.CreateButton.ClickAsync();
        await ada.ExpectSignedInAsync("ada-offer", "Your passkey is ready.");
        await Expect(ada.Cards).ToHaveCountAsync(3);
        (await device.PasskeysAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task the_offer_can_wait_and_is_not_made_again_soon()
    {
        await using var ada = await AtAnotherDeviceAsync("ada-later");
        await ada.Button("Not now").ClickAsync();
        await ada.ExpectSignedInAsync("ada-later", "Welcome back.");

        await ada.SignOutButton.ClickAsync();
        await ada.Button("Sign in as ada-later").ClickAsync();
        await ada.ExpectSignedInAsync("ada-later", "Welcome back.");
    }

    [Fact]
    public async Task a_device_that_holds_nothing_says_so_at_once_and_goes_on_to_other_devices()
    {
        await using var ada = await AtAnotherDeviceAsync("ada-immediate");
        await ada.Button("Not now").ClickAsync();
        await ada.SignOutAsync();
        (await ada.Page.EvaluateAsync<bool>("async () => (await PublicKeyCredential.getClientCapabilities()).immediateGet")).ShouldBeTrue();
        await ada.SignInButton.ClickAsync();
        // By itself, or, where this machine was slow to say so, at the next press.
        if (await ada.SignedInOrToldAsync("There is no passkey for this site on this device.")) await ada.SignInButton.ClickAsync();
        await ada.ExpectSignedInAsync("ada-immediate", "Welcome back.");
    }

    /// <summary>Signs up, makes a second passkey on a key, and signs in with that at a device which could hold one and holds none.</summary>
    private async Task<Visit> AtAnotherDeviceAsync(string username)
    {
        var ada = await stage.VisitAsync();
        await ada.SignUpAsync(username);
        await ada.AddSecurityKeyAsync();
        await ada.SignOutAsync();
        await ada.Authenticator.UnplugAsync();
        await ada.Username.FillAsync(username);
        await ada.SignInButton.ClickAsync();
        return ada;
    }
}
