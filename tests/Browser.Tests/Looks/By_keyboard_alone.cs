using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

public sealed class By_keyboard_alone(Stage stage)
{
    [Fact]
    public async Task a_person_signs_up_signs_out_and_signs_in()
    {
        await using var ada = await stage.VisitAsync();
        var keys = ada.Page.Keyboard;
        await Expect(ada.Username).ToBeFocusedAsync();
        await keys.TypeAsync("ada-keyboard");
        await keys.PressAsync("Tab");
        await Expect(ada.SignInButton).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await Expect(ada.CreateButton).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await ada.ExpectSignedInAsync("ada-keyboard", "Your passkey is ready.");
        await Expect(ada.Heading).ToBeFocusedAsync();

        await keys.PressAsync("Shift+Tab");
        await Expect(ada.SignOutButton).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(ada.Heading).ToHaveTextAsync("Welcome back");
        await Expect(ada.Heading).ToBeFocusedAsync();

        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await ada.ExpectSignedInAsync("ada-keyboard", "Welcome back.");
    }

    [Fact]
    public async Task a_person_cancels_and_keeps_the_place()
    {
        await using var ada = await stage.VisitAsync();
        await ada.Authenticator.TouchAsync(false);
        await Expect(ada.Username).ToBeFocusedAsync();
        var keys = ada.Page.Keyboard;
        await keys.PressAsync("Tab");
        await keys.PressAsync("Space");
        await keys.PressAsync("Tab");
        await Expect(ada.CancelButton).ToBeFocusedAsync();
        await keys.PressAsync("Enter");

        await Expect(ada.Status).ToContainTextAsync("No passkey was used.");
        await Expect(ada.SignInButton).ToBeFocusedAsync();
    }

    [Fact]
    public async Task a_person_reads_the_explanations()
    {
        await using var ada = await stage.VisitAsync();
        await Expect(ada.Username).ToBeFocusedAsync();
        var keys = ada.Page.Keyboard;
        for (var i = 0; i < 4; i++) await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await Expect(ada.Page.GetByText("A key that your device creates and keeps for you.")).ToBeVisibleAsync();
    }
}
