using System.Net;
using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

public sealed class Signing_in(Stage stage)
{
    [Fact]
    public async Task by_username_asks_for_that_account_s_passkeys_only()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-by-name");
        await ada.SignOutAsync();
        await using var bob = await stage.VisitAsync();
        await bob.SignUpAsync("bob-by-name");
        await ada.Authenticator.AddAsync((await bob.Authenticator.PasskeysAsync())[0]);

        await ada.Username.FillAsync("ada-by-name");
        var options = await ada.NextOptionsAsync();
        await ada.SignInButton.ClickAsync();
        (await options).GetProperty("allowCredentials").GetArrayLength().ShouldBe(1);

        await ada.ExpectSignedInAsync("ada-by-name", "Welcome back.");
        await Expect(ada.Page.GetByText("Last used now with")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task without_a_username_takes_whatever_passkey_the_person_picks()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-discoverable");
        await ada.SignOutAsync();

        var options = await ada.NextOptionsAsync();
        await ada.SignInButton.ClickAsync();
        (await options).GetProperty("allowCredentials").GetArrayLength().ShouldBe(0);

        await ada.ExpectSignedInAsync("ada-discoverable", "Welcome back.");
    }

    [Fact]
    public async Task from_the_autofill_list_takes_no_button()
    {
        await using var ada = await stage.VisitAsync(autofill: true);
        await Expect(ada.Username).ToHaveAttributeAsync("autocomplete", "username webauthn");
        await ada.SignUpAsync("ada-autofill");
        await ada.SignOutButton.ClickAsync();
        await ada.Button("Use a different account").ClickAsync();

        await ada.ExpectSignedInAsync("ada-autofill", "Welcome back.");
    }

    [Fact]
    public async Task by_autofill_comes_back_after_a_cancelled_dialog()
    {
        await using var ada = await stage.VisitAsync(autofill: true);
        await ada.PreferDialogAsync();
        await ada.SignUpAsync("ada-rearmed");
        await ada.Authenticator.TouchAsync(false);
        await ada.SignOutAsync();
        await ada.SignInButton.ClickAsync();
        await Expect(ada.Status).ToContainTextAsync("Waiting for your passkey.");

        // The finger comes between the dialog and the autofill after it: sooner it would answer the dialog, later it would answer nothing.
        var (asked, touched) = (new TaskCompletionSource(), new TaskCompletionSource());
        await ada.Page.RouteAsync("**/authenticate/begin", async route =>
        {
            asked.TrySetResult();
            await touched.Task;
            await route.ContinueAsync();
        });
        await ada.CancelButton.ClickAsync();
        await asked.Task;
        await ada.Authenticator.TouchAsync(true);
        touched.SetResult();

        await ada.ExpectSignedInAsync("ada-rearmed", "Welcome back.");
    }

    [Fact]
    public async Task survives_a_reload()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-reload");
        await ada.Page.ReloadAsync();
        await ada.ExpectSignedInAsync("ada-reload");
    }

    [Fact]
    public async Task ends_on_the_server_with_signing_out()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-out");
        var cookie = (await ada.Page.Context.CookiesAsync()).ShouldHaveSingleItem();
        cookie.HttpOnly.ShouldBeTrue();
        (await WhoAmIAsync(cookie)).ShouldBe(HttpStatusCode.OK);

        await ada.SignOutAsync();

        (await WhoAmIAsync(cookie)).ShouldBe(HttpStatusCode.Unauthorized);
        (await ada.Page.Context.CookiesAsync()).ShouldBeEmpty();
        await ada.Page.GotoAsync(stage.Origin + "/account");
        await Expect(ada.Heading).ToHaveTextAsync("Welcome back");
    }

    [Fact]
    public async Task in_one_tab_counts_in_the_other_and_so_does_signing_out()
    {
        await using var ada = await stage.VisitAsync();
        var other = await ada.OpenTabAsync();
        await other.ExpectSignInPageAsync();

        await ada.Page.BringToFrontAsync();
        await ada.SignUpAsync("ada-tabs");
        await other.ExpectSignedInAsync("ada-tabs");

        await other.Page.BringToFrontAsync();
        await other.SignOutAsync();
        await Expect(ada.Heading).ToHaveTextAsync("Welcome back");
    }

    private async Task<HttpStatusCode> WhoAmIAsync(BrowserContextCookiesResult cookie)
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, stage.Origin + "/api/session");
        request.Headers.Add("Cookie", $"{cookie.Name}={cookie.Value}");
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
