using System.Net;
using System.Text.Json.Nodes;
using Keystile.Server.Accounts;
using Keystile.Storage;

namespace Keystile.Server.Tests;

/// <summary>How accounts of other software of this field were taken over, as stories. Eve wants Ada's account and gets nothing.</summary>
public sealed class Nobody_takes_an_account_over
{
    [Fact]
    public async Task with_his_own_assertion_at_another_users_step_up()
    {
        await using var server = await TestServer.StartAsync();
        var (ada, eve) = (new Browser(server), new Browser(server));
        await ada.RegisterAsync("ada");
        var (evesPasskey, _) = await eve.RegisterAsync("eve");
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        var stolen = new Browser(server) { Cookie = ada.Cookie };
        var begun = await stolen.BeginStepUpAsync();

        (await stolen.CompleteStepUpAsync(begun, Browser.Sign(begun, evesPasskey))).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await stolen.BeginConnectAsync()).ShouldBeProblem(403, "step_up_required");
    }

    [Theory]
    [InlineData("/api/webauthn/connect/options")]
    [InlineData("/api/webauthn/connect/verify")]
    [InlineData("/api/webauthn/stepup/begin")]
    public async Task with_a_body_that_names_him(string path)
    {
        await using var server = await TestServer.StartAsync();
        var (_, registered) = await new Browser(server).RegisterAsync("ada");
        var (eve, _) = await Guest.ArriveAsync(server, "eve", "eve@example.com");
        var begun = await eve.BeginConnectAsync();
        var made = Browser.Create(begun);
        var body = path.EndsWith("verify", StringComparison.Ordinal) ? Browser.Body(begun, made.Json) : [];
        foreach (var member in new[] { "userId", "user_id", "user", "sub", "id", "account", "sid", "session" }) body[member] = registered["user"]["id"]!.GetValue<string>();

        await eve.PostAsync(path, body);

        (await server.Database.ReadAsync(reading => CredentialStore.ListAsync(reading, "home", registered["user"]["id"]!.GetValue<Guid>()), TestContext.Current.CancellationToken)).Count.ShouldBe(1);
        if (path.EndsWith("verify", StringComparison.Ordinal)) (await new Browser(server).SignInAsync(made.Credential))["user"]["username"]!.GetValue<string>().ShouldBe("eve");
        else (await eve.PostAsync(path, new JsonObject { ["email"] = "ada", ["username"] = "ada" })).Code.ShouldBeOneOf("not_your_account", "no_passkey");
    }

    [Fact]
    public async Task with_a_connect_token_of_another_session()
    {
        await using var server = await TestServer.StartAsync();
        var (ada, user) = await Guest.ArriveAsync(server, "ada");
        var (eve, _) = await Guest.ArriveAsync(server, "eve");
        var begunByEve = await eve.BeginConnectAsync();

        // Ada's browser is made to send what Eve began, and Eve's what Ada began.
        (await ada.CompleteConnectAsync(begunByEve, Browser.Create(begunByEve))).ShouldBeProblem(400, "invalid_challenge_token");
        var begunByAda = await ada.BeginConnectAsync();
        (await eve.CompleteConnectAsync(begunByAda, Browser.Create(begunByAda))).ShouldBeProblem(400, "invalid_challenge_token");
        var elsewhere = await Guest.ArriveAsync(server, user);
        (await elsewhere.CompleteConnectAsync(begunByAda, Browser.Create(begunByAda))).ShouldBeProblem(400, "invalid_challenge_token");

        (await server.CountAsync("webauthn_credentials")).ShouldBe(0);
    }

    [Fact]
    public async Task with_a_refresh_token_used_twice_in_parallel()
    {
        await using var server = await TestServer.StartAsync();
        var (_, registered) = await new Browser(server).RegisterAsync("ada");
        var token = registered["session"]["refreshToken"]!.GetValue<string>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => new Browser(server).PostAsync("/api/session/refresh", new JsonObject { ["refreshToken"] = token })));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBeLessThanOrEqualTo(1);
        (await server.CountAsync("sessions")).ShouldBe(0);
        foreach (var won in answers.Where(answer => answer.Status == HttpStatusCode.OK))
        {
            (await new Browser(server).PostAsync("/api/session/refresh", new JsonObject { ["refreshToken"] = won["session"]["refreshToken"]!.GetValue<string>() })).ShouldBeProblem(401, "invalid_refresh_token");
            (await new Browser(server) { Bearer = won["session"]["accessToken"]!.GetValue<string>() }.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        }
    }

    [Fact]
    public async Task with_an_access_token_that_he_makes_last()
    {
        await using var server = await TestServer.StartAsync();
        var (_, registered) = await new Browser(server).RegisterAsync("ada");
        var thief = new Browser(server) { Bearer = registered["session"]["accessToken"]!.GetValue<string>() };
        (await thief.PostAsync("/api/session/refresh", new JsonObject())).ShouldBeProblem(401, "invalid_refresh_token");
    }

    [Fact]
    public async Task at_a_provider_that_did_not_verify_his_address()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var (_, ada) = await Guest.ArriveAsync(server, "ada", "ada@unverified.example");
        var eve = new ProviderVisit(server);

        (await eve.SignInAsync("ada@unverified.example")).ShouldBe("/");

        var account = await eve.Browser.GetAsync("/api/account");
        account["id"].GetValue<Guid>().ShouldNotBe(ada.Id);
        account.Json!["email"].ShouldBeNull();
        (await server.CountAsync("identities")).ShouldBe(1);
        // Nor does the address become his because nobody else has it yet.
        await new ProviderVisit(server).SignInAsync("nobody@unverified.example");
        (await server.Database.ReadAsync(reading => UserStore.FindByEmailAsync(reading, "home", EmailAddress.TryCreate("nobody@unverified.example")!), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task by_making_it_before_its_owner_comes()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        // Eve has an account under Ada's address, which nobody proved, with a passkey and a session.
        var (eve, user) = await Guest.ArriveAsync(server, "eve", "ada@gmail.example");
        var (evesPasskey, _) = await eve.ConnectAsync();
        var ada = new ProviderVisit(server);

        (await ada.SignInAsync("ADA@gmail.example")).ShouldBe("/");

        (await ada.Browser.GetAsync("/api/account"))["id"].GetValue<Guid>().ShouldBe(user.Id);
        (await ada.Browser.GetAsync("/api/passkeys"))["items"].AsArray().ShouldBeEmpty();
        (await eve.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        var begun = await new Browser(server).BeginAuthenticationAsync();
        (await new Browser(server).CompleteAuthenticationAsync(begun, Browser.Sign(begun, evesPasskey))).ShouldBeProblem(400, "unknown_credential");
        // The second time nothing is taken away.
        var (adasPasskey, _) = await ada.Browser.ConnectAsync();
        await new ProviderVisit(server).SignInAsync("ada@gmail.example");
        await new Browser(server).SignInAsync(adasPasskey);
    }

    [Fact]
    public async Task but_who_proves_his_address_in_his_own_session_keeps_all_he_has()
    {
        await using var server = await TestServer.StartAsync();
        var (ada, user) = await Guest.ArriveAsync(server, "ada", "ada@example.com");
        var (passkey, _) = await ada.ConnectAsync();
        var session = (await server.Database.ReadAsync(reading => SessionStore.ListAsync(reading, "home", user.Id, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken))[0];

        (await server.Database.WriteAsync(writing => EmailProof.ProveAsync(writing, server.Home, user, server.Clock.GetUtcNow(), session), TestContext.Current.CancellationToken)).ShouldBeTrue();

        await new Browser(server).SignInAsync(passkey);
        (await ada.GetAsync("/api/account"))["emailVerified"].GetValue<bool>().ShouldBeTrue();
        (await server.Database.WriteAsync(writing => EmailProof.ProveAsync(writing, server.Home, user, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task with_a_session_that_he_made_up()
    {
        await using var server = await TestServer.StartAsync();
        await new Browser(server).RegisterAsync("ada");
        foreach (var cookie in new[] { "keystile=deadbeef", "keystile=", "keystile=null", "keystile=" + new string('A', 43), "session=deadbeef", "keystile=\"", "=;=;keystile" })
        {
            (await new Browser(server) { Cookie = cookie }.BeginStepUpAsync()).ShouldBeProblem(401, "not_signed_in");
        }
        foreach (var bearer in new[] { "", "null", "undefined", "x.y.z", "deadbeef", new string('A', 4000), "Bearer x" })
        {
            (await new Browser(server) { Bearer = bearer }.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        }
    }

    [Fact]
    public async Task by_the_session_that_the_last_person_at_this_browser_had()
    {
        await using var server = await TestServer.StartAsync();
        var shared = new Browser(server);
        var (_, first) = await shared.RegisterAsync("ada");
        var before = (shared.Cookie, (await shared.GetAsync("/api/session"))["session"]["id"]!.GetValue<string>());
        await shared.DeleteAsync("/api/session");
        await shared.RegisterAsync("eve");

        (await shared.GetAsync("/api/session"))["session"]["id"]!.GetValue<string>().ShouldNotBe(before.Item2);
        shared.Cookie.ShouldNotBe(before.Cookie);
        (await new Browser(server) { Cookie = before.Cookie }.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await new Browser(server) { Bearer = first["session"]["accessToken"]!.GetValue<string>() }.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }
}
