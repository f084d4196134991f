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

        await ada.Authenticator.TouchAsync(true);
        await ada.CreateButton.Locator("visible=true").ClickAsync();
        await ada.ExpectSignedInAsync("ada-offer", "Your passkey is ready.");
        await Expect(ada.Cards).ToHaveCountAsync(2);
        (await ada.Authenticator.PasskeysAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task the_offer_can_wait_and_is_not_made_again_soon()
    {
        await using var ada = await AtAnotherDeviceAsync("ada-later");
        await ada.Button("Not now").ClickAsync();
        await ada.ExpectSignedInAsync("ada-later", "Welcome back.");

        await ada.SignOutAsync();
        await ada.SignInButton.ClickAsync();
        await ada.ExpectSignedInAsync("ada-later", "Welcome back.");
    }

    /// <summary>Signs up with this device, plugs in a key with a second passkey, and signs in by the key while this device holds none.</summary>
    private async Task<Visit> AtAnotherDeviceAsync(string username)
    {
        var ada = await stage.VisitAsync();
        await ada.SignUpAsync(username);
        await ada.AddSecurityKeyAsync();
        await ada.Authenticator.ForgetAllAsync();
        await ada.Authenticator.TouchAsync(false);
        await ada.SignOutAsync();
        await ada.SignInButton.ClickAsync();
        return ada;
    }
}
