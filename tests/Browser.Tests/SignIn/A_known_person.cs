using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

public sealed class A_known_person(Stage stage)
{
    [Fact]
    public async Task is_welcomed_back_and_signs_in_with_one_tap()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-known");
        await ada.SignOutButton.ClickAsync();
        await Expect(ada.Heading).ToHaveTextAsync("Welcome back");
        await ada.Page.ReloadAsync();

        var options = await ada.NextOptionsAsync();
        await ada.Button("Sign in as ada-known").ClickAsync();
        await ada.ExpectSignedInAsync("ada-known", "Welcome back.");
        (await options).GetProperty("allowCredentials").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task is_forgotten_when_they_say_so()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-forgotten");
        await ada.SignOutButton.ClickAsync();
        await ada.Button("Forget this account on this device").ClickAsync();
        await ada.ExpectSignInPageAsync();
        await Expect(ada.Username).ToBeFocusedAsync();

        await ada.Page.ReloadAsync();
        await ada.ExpectSignInPageAsync();
        (await ada.Page.EvaluateAsync<string>("JSON.stringify(localStorage)")).ShouldNotContain("ada-forgotten");
    }

    [Fact]
    public async Task may_be_somebody_else_today()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-usual");
        await ada.SignOutAsync();
        await ada.SignUpAsync("ada-other");
        await ada.SignOutButton.ClickAsync();
        await Expect(ada.Button("Sign in as ada-other")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task who_cancels_finds_a_calm_word_and_another_way()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-calm");
        await ada.SignOutButton.ClickAsync();
        await ada.Authenticator.TouchAsync(false);
        await ada.Button("Sign in as ada-calm").ClickAsync();
        await Expect(ada.Status).ToContainTextAsync("Waiting for your passkey.");
        await ada.CancelButton.ClickAsync();
        await Expect(ada.Status).ToHaveTextAsync("No passkey was used. Try again, or use another way.");
        await Expect(ada.Alert).ToHaveCountAsync(0);
        await Expect(ada.Button("Sign in as ada-calm")).ToBeFocusedAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Link, new() { Name = "Try another way" })).ToBeVisibleAsync();
    }
}
