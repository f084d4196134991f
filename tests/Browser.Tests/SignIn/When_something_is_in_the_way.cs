using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

public sealed class When_something_is_in_the_way(Stage stage)
{
    [Fact]
    public async Task a_cancelled_sign_in_stays_calm()
    {
        await using var ada = await stage.VisitAsync(autofill: true);
        await ada.Authenticator.TouchAsync(false);
        await ada.SignInButton.ClickAsync();
        await Expect(ada.Status).ToContainTextAsync("Waiting for your passkey.");

        await ada.CancelButton.ClickAsync();

        await Expect(ada.Status).ToHaveTextAsync("No passkey was used. Try again, or create one if you’re new here.");
        await Expect(ada.Alert).ToHaveCountAsync(0);
        await Expect(ada.CancelButton).ToBeHiddenAsync();
    }

    [Fact]
    public async Task a_cancelled_sign_up_stays_calm_and_can_be_tried_again()
    {
        await using var ada = await stage.VisitAsync();
        await ada.Authenticator.TouchAsync(false);
        await ada.Username.FillAsync("ada-again");
        await ada.CreateButton.ClickAsync();
        await Expect(ada.Status).ToContainTextAsync("Your device asks for your fingerprint");

        await ada.CancelButton.ClickAsync();

        await Expect(ada.Status).ToHaveTextAsync("No passkey was created. Try again whenever you like.");
        await Expect(ada.Alert).ToHaveCountAsync(0);
        await ada.Authenticator.TouchAsync(true);
        await ada.SignUpAsync("ada-again");
    }

    [Fact]
    public async Task a_name_nobody_has_is_answered_like_any_cancelled_dialog()
    {
        await using var ada = await stage.VisitAsync();
        // Where the decoy is said to be on a phone or a security key, the browser would wait for one to come near.
        await ada.ChangeOptionsAsync("authenticate", options =>
        {
            foreach (var decoy in options["allowCredentials"]!.AsArray()) decoy!.AsObject().Remove("transports");
        });
        await ada.Username.FillAsync("nobody-at-all");
        await ada.SignInButton.ClickAsync();
        await Expect(ada.Status).ToContainTextAsync("No passkey was used.");
        await Expect(ada.Alert).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task an_owner_who_is_not_recognised_does_not_get_in()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-unrecognised");
        await ada.SignOutAsync();
        await ada.Authenticator.RecogniseAsync(false);
        await ada.SignInButton.ClickAsync();

        await Expect(ada.Status).ToContainTextAsync("No passkey was used.");
        await Expect(ada.Alert).ToHaveCountAsync(0);
        await ada.Authenticator.RecogniseAsync(true);
        await ada.SignInButton.ClickAsync();
        await ada.ExpectSignedInAsync("ada-unrecognised", "Welcome back.");
    }

    [Fact]
    public async Task a_passkey_the_server_does_not_know_is_explained_and_taken_out_of_the_password_manager()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-stranger");
        var passkey = (await ada.Authenticator.PasskeysAsync())[0];
        await ada.SignOutAsync();
        await ada.Authenticator.ForgetAllAsync();
        await ada.Authenticator.AddAsync(passkey.WithId("c3RyYW5nZXIx"));

        await ada.SignInButton.ClickAsync();

        await Expect(ada.Alert).ToContainTextAsync("This passkey is no longer valid here.");
        await Expect(ada.Alert).ToBeFocusedAsync();
        await ada.Authenticator.ExpectEmptyAsync();
    }

    [Fact]
    public async Task a_server_out_of_reach_is_said_beside_the_button()
    {
        await using var ada = await stage.VisitAsync();
        await ada.Page.RouteAsync("**/api/**", route => route.AbortAsync());
        await ada.SignInButton.ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("We can’t reach the server.");
        await Expect(ada.Alert).ToBeFocusedAsync();
    }

    [Fact]
    public async Task a_broken_server_gives_a_reference_for_support()
    {
        await using var ada = await stage.VisitAsync();
        await ada.Page.RouteAsync("**/register/begin", route => route.FulfillAsync(new()
        {
            Status = 500,
            ContentType = "application/problem+json",
            Body = """{"code":"internal_error","requestId":"0HN1"}""",
        }));
        await ada.Username.FillAsync("ada-broken");
        await ada.CreateButton.ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("Something went wrong on our side.");
        await Expect(ada.Alert).ToContainTextAsync("Reference for support: 0HN1");
    }

    [Fact]
    public async Task a_browser_without_passkeys_is_told_what_to_do()
    {
        await using var ada = await stage.VisitAsync();
        await ada.Page.AddInitScriptAsync("delete window.PublicKeyCredential");
        await ada.Page.ReloadAsync();
        await Expect(ada.Heading).ToHaveTextAsync("This browser can’t use passkeys");
    }

    [Fact]
    public async Task a_line_that_was_broken_works_again_at_the_next_press()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-offline");
        await ada.SignOutAsync();
        await ada.Page.Context.SetOfflineAsync(true);
        await ada.SignInButton.ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("We can’t reach the server.");

        await ada.Page.Context.SetOfflineAsync(false);
        await ada.SignInButton.ClickAsync();
        await ada.ExpectSignedInAsync("ada-offline", "Welcome back.");
    }

    [Fact]
    public async Task a_challenge_that_grew_too_old_is_renewed_and_nobody_sees_it()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-expired");
        await ada.SignOutAsync();
        var answered = 0;
        await ada.Page.RouteAsync("**/authenticate/complete", route => Interlocked.Increment(ref answered) == 1
            ? route.FulfillAsync(new() { Status = 400, ContentType = "application/problem+json", Body = """{"code":"challenge_expired"}""" })
            : route.ContinueAsync());
        await ada.SignInButton.ClickAsync();
        await ada.ExpectSignedInAsync("ada-expired", "Welcome back.");
        answered.ShouldBe(2);
    }
}
