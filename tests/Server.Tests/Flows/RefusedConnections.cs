using System.Net;
using System.Text.Json.Nodes;
using Keystile.Authenticator;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class A_connection_is_refused_when
{
    [Fact]
    public async Task nobody_is_signed_in()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var begun = await browser.BeginConnectAsync();

        (await new Browser(server).BeginConnectAsync()).ShouldBeProblem(401, "not_signed_in");
        (await new Browser(server).CompleteConnectAsync(begun, Browser.Create(begun))).ShouldBeProblem(401, "not_signed_in");
        (await new Browser(server) { Cookie = "keystile=deadbeef" }.BeginConnectAsync()).ShouldBeProblem(401, "not_signed_in");

        (await server.CountAsync("webauthn_credentials")).ShouldBe(0);
    }

    [Theory]
    [InlineData("email", "eve@example.com")]
    [InlineData("email", "eve")]
    [InlineData("username", "eve")]
    [InlineData("email", "nobody@example.com")]
    [InlineData("email", "")]
    public async Task its_body_names_another_account(string member, string name)
    {
        await using var server = await TestServer.StartAsync();
        await Guest.ArriveAsync(server, "eve", "eve@example.com");
        var (browser, _) = await Guest.ArriveAsync(server, "ada", "ada@example.com");
        (await browser.PostAsync("/api/webauthn/connect/options", new JsonObject { [member] = name })).ShouldBeProblem(403, "not_your_account");
    }

    [Fact]
    public async Task not_when_its_body_brings_an_id_of_another_account_but_nobody_listens()
    {
        await using var server = await TestServer.StartAsync();
        var (_, eve) = await Guest.ArriveAsync(server, "eve");
        var (browser, ada) = await Guest.ArriveAsync(server, "ada");
        JsonObject Named(JsonObject body)
        {
            foreach (var member in new[] { "userId", "user_id", "sub", "id", "userHandle" }) body[member] = member == "userHandle" ? eve.Handle.ToString() : eve.Id.ToString();
            return body;
        }

        var begun = await browser.PostAsync("/api/webauthn/connect/options?userId=" + eve.Id, Named([]));
        var made = Browser.Create(begun);
        made.Credential.UserHandle.ShouldBe(ada.Handle.ToArray());
        (await browser.PostAsync("/api/webauthn/connect/verify?userId=" + eve.Id, Named(Browser.Body(begun, made.Json)))).Status.ShouldBe(HttpStatusCode.OK);

        (await new Browser(server).SignInAsync(made.Credential))["user"]["id"]!.GetValue<Guid>().ShouldBe(ada.Id);
    }

    [Fact]
    public async Task its_token_is_of_another_session()
    {
        await using var server = await TestServer.StartAsync();
        var (eve, _) = await Guest.ArriveAsync(server, "eve");
        var (ada, user) = await Guest.ArriveAsync(server, "ada");
        var elsewhere = await Guest.ArriveAsync(server, user);
        var begun = await ada.BeginConnectAsync();

        (await eve.CompleteConnectAsync(begun, Browser.Create(begun))).ShouldBeProblem(400, "invalid_challenge_token");
        (await elsewhere.CompleteConnectAsync(begun, Browser.Create(begun))).ShouldBeProblem(400, "invalid_challenge_token");

        (await server.CountAsync("webauthn_credentials")).ShouldBe(0);
        (await ada.CompleteConnectAsync(begun, Browser.Create(begun))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task its_session_was_ended_between_options_and_verify()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var begun = await browser.BeginConnectAsync();
        var cookie = browser.Cookie;
        (await browser.DeleteAsync("/api/session")).Status.ShouldBe(HttpStatusCode.NoContent);
        browser.Cookie = cookie;

        (await browser.CompleteConnectAsync(begun, Browser.Create(begun))).ShouldBeProblem(401, "not_signed_in");

        (await server.CountAsync("webauthn_credentials")).ShouldBe(0);
    }

    [Fact]
    public async Task its_account_was_locked_between_options_and_verify()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, user) = await Guest.ArriveAsync(server, "ada");
        var begun = await browser.BeginConnectAsync();
        await server.Database.WriteAsync(writing => UserStore.LockAsync(writing, "home", user.Id, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);

        (await browser.CompleteConnectAsync(begun, Browser.Create(begun))).ShouldBeProblem(401, "not_signed_in");

        (await server.CountAsync("webauthn_credentials")).ShouldBe(0);
    }

    [Fact]
    public async Task its_account_has_a_passkey_and_the_session_is_older_than_five_minutes()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        server.Clock.Advance(TimeSpan.FromSeconds(299));
        var begun = await browser.BeginConnectAsync();
        begun.Status.ShouldBe(HttpStatusCode.OK, begun.Text);

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        (await browser.BeginConnectAsync()).ShouldBeProblem(403, "step_up_required");

        (await browser.CompleteConnectAsync(begun, Browser.Create(begun))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task its_account_has_a_passkey_and_something_weaker_opened_the_session_just_now()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        await browser.ConnectAsync();
        (await browser.BeginConnectAsync()).ShouldBeProblem(403, "step_up_required");
    }

    [Fact]
    public async Task its_account_got_its_first_passkey_from_another_session_meanwhile()
    {
        await using var server = await TestServer.StartAsync();
        var (owner, user) = await Guest.ArriveAsync(server, "ada");
        var thief = await Guest.ArriveAsync(server, user);
        var begun = await thief.BeginConnectAsync();
        await owner.ConnectAsync();
        var made = Browser.Create(begun);

        var answer = await thief.CompleteConnectAsync(begun, made);

        answer.ShouldBeProblem(403, "step_up_required");
        (await server.CountAsync("webauthn_credentials")).ShouldBe(1);
        answer["signals"].AsArray().ShouldHaveSingleItem()!["credentialId"]!.GetValue<string>().ShouldBe(Base64Text.Url(made.Credential.Id));
    }

    [Fact]
    public async Task its_credential_does_not_verify_and_the_password_manager_drops_it()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var begun = await browser.BeginConnectAsync();
        var made = Browser.Create(begun, scenario => scenario.Challenge = new byte[32]);

        var answer = await browser.CompleteConnectAsync(begun, made);

        answer.ShouldBeProblem(400, "challenge_mismatch");
        var signal = answer["signals"].AsArray().ShouldHaveSingleItem()!;
        signal["type"]!.GetValue<string>().ShouldBe("unknownCredential");
        signal["credentialId"]!.GetValue<string>().ShouldBe(Base64Text.Url(made.Credential.Id));
        (await browser.CompleteConnectAsync(begun, Browser.Create(begun))).ShouldBeProblem(400, "challenge_used");
    }

    [Fact]
    public async Task its_credential_is_somebodys_and_then_nothing_is_dropped()
    {
        await using var server = await TestServer.StartAsync();
        var (passkey, _) = await new Browser(server).RegisterAsync("eve");
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var begun = await browser.BeginConnectAsync();

        var answer = await browser.CompleteConnectAsync(begun, Browser.Create(begun, scenario => scenario.CredentialId = passkey.Id));

        answer.ShouldBeProblem(409, "credential_already_registered");
        answer.Json!["signals"].ShouldBeNull();
        await new Browser(server).SignInAsync(passkey, "eve");
    }

    [Fact]
    public async Task another_site_sends_it()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        browser.Origin = "https://evil.test";
        (await browser.BeginConnectAsync()).ShouldBeProblem(403, "origin_not_allowed");
        browser.Origin = null;
        (await browser.BeginConnectAsync()).ShouldBeProblem(403, "origin_missing");
    }
}
