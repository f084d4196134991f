using System.Net;
using Keystile.Authenticator;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class Stepping_up
{
    [Fact]
    public async Task raises_the_session_for_five_minutes_and_names_what_for()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        server.Clock.Advance(TimeSpan.FromMinutes(20));
        var before = await browser.GetAsync("/api/session");
        before.Json!["session"]!["stepUp"].ShouldBeNull();

        await browser.StepUpAsync(passkey, "delete a passkey");

        var after = (await browser.GetAsync("/api/session"))["session"];
        after["id"]!.GetValue<string>().ShouldBe(before["session"]["id"]!.GetValue<string>());
        after["authTime"]!.GetValue<DateTimeOffset>().ShouldBe(server.Clock.GetUtcNow(), TimeSpan.FromMilliseconds(1));
        after["stepUp"]!["purpose"]!.GetValue<string>().ShouldBe("delete a passkey");
        (after["stepUp"]!["until"]!.GetValue<DateTimeOffset>() - server.Clock.GetUtcNow()).TotalMinutes.ShouldBe(5, 0.001);
        (await browser.BeginConnectAsync()).Status.ShouldBe(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        (await browser.GetAsync("/api/session"))["session"].AsObject()["stepUp"].ShouldBeNull();
        (await browser.BeginConnectAsync()).ShouldBeProblem(403, "step_up_required");
    }

    [Fact]
    public async Task names_the_accounts_own_passkeys_and_asks_for_user_verification()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (first, _) = await browser.RegisterAsync("ada");
        var (second, _) = await browser.ConnectAsync();
        await new Browser(server).RegisterAsync("eve");

        var begun = await browser.BeginStepUpAsync();

        begun["publicKey"]["allowCredentials"]!.AsArray().Select(allowed => allowed!["id"]!.GetValue<string>()).ShouldBe([Base64Text.Url(first.Id), Base64Text.Url(second.Id)], ignoreOrder: true);
        begun["publicKey"]["userVerification"]!.GetValue<string>().ShouldBe("required");
    }

    [Fact]
    public async Task gives_the_session_a_new_cookie_and_the_old_one_is_dead()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var thief = new Browser(server) { Cookie = browser.Cookie };

        await browser.StepUpAsync(passkey);

        browser.Cookie.ShouldNotBe(thief.Cookie);
        (await browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        (await thief.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await server.CountAsync("sessions")).ShouldBe(1);
    }

    [Fact]
    public async Task by_bearer_token_touches_no_cookie()
    {
        await using var server = await TestServer.StartAsync();
        var page = new Browser(server);
        var (passkey, registered) = await page.RegisterAsync("ada");
        var program = new Browser(server) { Bearer = registered["session"]["accessToken"]!.GetValue<string>(), Origin = null };

        (await program.StepUpAsync(passkey)).Header("Set-Cookie").ShouldBeNull();

        (await page.GetAsync("/api/session"))["session"]["stepUp"].ShouldNotBeNull();
    }

    [Fact]
    public async Task makes_a_weak_session_as_good_as_what_was_verified()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var (passkey, _) = await browser.ConnectAsync();

        var session = (await browser.StepUpAsync(passkey))["session"];

        session["amr"]!.AsArray().Select(method => method!.GetValue<string>()).ShouldBe(["hwk", "user", "mfa"]);
        session["acr"]!.GetValue<string>().ShouldBe("phr");
        (await browser.BeginConnectAsync()).Status.ShouldBe(HttpStatusCode.OK);
    }
}

public sealed class A_step_up_is_refused_when
{
    [Fact]
    public async Task another_users_passkey_answers()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        var (eves, _) = await new Browser(server).RegisterAsync("eve");
        var begun = await browser.BeginStepUpAsync();

        (await browser.CompleteStepUpAsync(begun, Browser.Sign(begun, eves))).ShouldBeProblem(400, "credential_not_allowed");

        (await browser.GetAsync("/api/session"))["session"].AsObject()["stepUp"].ShouldBeNull();
    }

    [Fact]
    public async Task its_token_is_of_another_session()
    {
        await using var server = await TestServer.StartAsync();
        var (here, elsewhere) = (new Browser(server), new Browser(server));
        var (passkey, _) = await here.RegisterAsync("ada");
        await elsewhere.SignInAsync(passkey);
        var begun = await elsewhere.BeginStepUpAsync();

        (await here.CompleteStepUpAsync(begun, Browser.Sign(begun, passkey))).ShouldBeProblem(400, "invalid_challenge_token");

        (await here.GetAsync("/api/session"))["session"].AsObject()["stepUp"].ShouldBeNull();
    }

    [Fact]
    public async Task the_user_was_not_verified()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var begun = await browser.BeginStepUpAsync();
        (await browser.CompleteStepUpAsync(begun, Browser.Sign(begun, passkey, scenario => scenario.Flags = CeremonyScenario.UP))).ShouldBeProblem(400, "user_not_verified");
    }

    [Fact]
    public async Task it_is_answered_twice()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var begun = await browser.BeginStepUpAsync();
        var made = Browser.Sign(begun, passkey);
        (await browser.CompleteStepUpAsync(begun, made)).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.CompleteStepUpAsync(begun, made)).ShouldBeProblem(400, "challenge_used");
    }

    [Fact]
    public async Task its_session_was_ended_between_begin_and_complete()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var begun = await browser.BeginStepUpAsync();
        var cookie = browser.Cookie;
        await browser.DeleteAsync("/api/session");
        browser.Cookie = cookie;
        (await browser.CompleteStepUpAsync(begun, Browser.Sign(begun, passkey))).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task its_passkey_was_deleted_between_begin_and_complete()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, user) = await Guest.ArriveAsync(server, "ada");
        var (passkey, connected) = await browser.ConnectAsync();
        var begun = await browser.BeginStepUpAsync();
        var id = connected["passkey"]["id"]!.GetValue<Guid>();
        await server.Database.WriteAsync(writing => CredentialStore.DeleteAsync(writing, "home", user.Id, id, evenIfLast: true), TestContext.Current.CancellationToken);

        (await browser.CompleteStepUpAsync(begun, Browser.Sign(begun, passkey))).ShouldBeProblem(400, "unknown_credential");

        (await browser.BeginStepUpAsync()).ShouldBeProblem(409, "no_passkey");
    }

    [Fact]
    public async Task nobody_is_signed_in()
    {
        await using var server = await TestServer.StartAsync();
        (await new Browser(server).BeginStepUpAsync()).ShouldBeProblem(401, "not_signed_in");
        (await new Browser(server) { Cookie = "keystile=deadbeef" }.BeginStepUpAsync()).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task its_purpose_cannot_be_seen()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        (await browser.BeginStepUpAsync("\u200b")).ShouldBeProblem(400, "invalid_name");
    }
}
