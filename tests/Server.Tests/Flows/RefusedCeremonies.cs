using System.Net;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

public sealed class A_ceremony_is_refused_when
{
    [Fact]
    public async Task N001_its_challenge_was_never_issued()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var begun = await browser.BeginAuthenticationAsync();
        var made = Browser.Sign(begun, passkey, scenario => scenario.Challenge = new byte[32]);
        (await browser.CompleteAuthenticationAsync(begun, made)).ShouldBeProblem(400, "challenge_mismatch");
    }

    [Fact]
    public async Task N002_its_challenge_is_of_another_persons_ceremony()
    {
        await using var server = await TestServer.StartAsync();
        var (ada, _) = await new Browser(server).RegisterAsync("ada");
        var (eve, _) = await new Browser(server).RegisterAsync("eve");
        var adas = await new Browser(server).BeginAuthenticationAsync("ada");
        (await new Browser(server).CompleteAuthenticationAsync(adas, Browser.Sign(adas, eve))).ShouldBeProblem(400, "credential_not_allowed");
        var eves = await new Browser(server).BeginAuthenticationAsync("eve");
        (await new Browser(server).CompleteAuthenticationAsync(eves, Browser.Sign(eves, ada))).ShouldBeProblem(400, "credential_not_allowed");
    }

    [Fact]
    public async Task N003_it_was_answered_before()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var begun = await browser.BeginAuthenticationAsync();
        var made = Browser.Sign(begun, passkey);
        (await browser.CompleteAuthenticationAsync(begun, made)).Status.ShouldBe(HttpStatusCode.OK);
        var sessions = await server.CountAsync("sessions");
        (await new Browser(server).CompleteAuthenticationAsync(begun, made)).ShouldBeProblem(400, "challenge_used");
        (await server.CountAsync("sessions")).ShouldBe(sessions);
    }

    [Fact]
    public async Task N003_it_is_answered_a_thousand_times_in_parallel_but_for_one()
    {
        await using var server = await TestServer.StartAsync();
        var (passkey, _) = await new Browser(server).RegisterAsync("ada");
        var begun = await new Browser(server).BeginAuthenticationAsync("ada");
        var made = Browser.Sign(begun, passkey);
        var before = await server.CountAsync("sessions");

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => new Browser(server).CompleteAuthenticationAsync(begun, made)));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Where(answer => answer.Status != HttpStatusCode.OK).ShouldAllBe(answer => answer.Code == "challenge_used");
        (await server.CountAsync("sessions")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task its_first_answer_was_bad_and_a_good_one_follows()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var begun = await browser.BeginAuthenticationAsync();
        (await browser.CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey, scenario => scenario.SignatureSent = _ => [0x30, 0]))).ShouldBeProblem(400, "signature_invalid");
        (await browser.CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey))).ShouldBeProblem(400, "challenge_used");
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public async Task N004_it_is_older_than_its_lifetime(int secondsPastExpiry, bool accepted)
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var registration = await browser.BeginRegistrationAsync("eve");
        var byName = await browser.BeginAuthenticationAsync("ada");
        var discoverable = await browser.BeginAuthenticationAsync();
        var expiry = DateTimeOffset.FromUnixTimeSeconds(JsonNode.Parse(Base64Text.FromUrl(byName["challengeToken"].GetValue<string>().Split('.')[1]))!["exp"]!.GetValue<long>());
        server.Clock.Advance(expiry.AddSeconds(secondsPastExpiry) - server.Clock.GetUtcNow());

        Answer[] answers =
        [
            await browser.CompleteRegistrationAsync(registration, Browser.Create(registration)),
            await browser.CompleteAuthenticationAsync(byName, Browser.Sign(byName, passkey)),
            await browser.CompleteAuthenticationAsync(discoverable, Browser.Sign(discoverable, passkey)),
        ];

        foreach (var answer in answers)
        {
            if (accepted) answer.Message.IsSuccessStatusCode.ShouldBeTrue(answer.Text);
            else answer.ShouldBeProblem(400, "challenge_expired");
        }
    }

    [Fact]
    public async Task N006_the_body_brings_its_own_challenge()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var old = await browser.BeginAuthenticationAsync();
        var begun = await browser.BeginAuthenticationAsync();
        var body = Browser.Body(begun, Browser.Sign(old, passkey).Json);
        body["challenge"] = old["publicKey"]["challenge"]!.GetValue<string>();
        (await browser.PostAsync("/api/webauthn/authenticate/complete", body)).ShouldBeProblem(400, "challenge_mismatch");
    }

    [Fact]
    public async Task N011_the_algorithms_offered_are_not_the_ones_answered_with()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var begun = await browser.BeginRegistrationAsync("ada");
        var made = Browser.Create(begun, scenario => scenario.Key = CredentialKey.Create(Cose.ES384));
        (await browser.CompleteRegistrationAsync(begun, made)).ShouldBeProblem(400, "algorithm_not_offered");
    }

    [Fact]
    public async Task N086_nobody_has_the_credential_and_the_password_manager_is_told()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var begunElsewhere = await browser.BeginRegistrationAsync("ada");
        var stranger = Browser.Create(begunElsewhere).Credential;
        var begun = await browser.BeginAuthenticationAsync();

        var answer = await browser.CompleteAuthenticationAsync(begun, Browser.Sign(begun, stranger));

        answer.ShouldBeProblem(400, "unknown_credential");
        var signal = answer["signals"].AsArray().ShouldHaveSingleItem()!;
        signal["type"]!.GetValue<string>().ShouldBe("unknownCredential");
        signal["credentialId"]!.GetValue<string>().ShouldBe(Base64Text.Url(stranger.Id));
    }

    [Fact]
    public async Task N087_the_account_was_locked_meanwhile()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, registered) = await browser.RegisterAsync("ada");
        var begun = await browser.BeginAuthenticationAsync();
        var user = registered["user"]["id"]!.GetValue<Guid>();
        await server.Database.WriteAsync(writing => Storage.UserStore.LockAsync(writing, "home", user, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);

        (await browser.CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey))).ShouldBeProblem(403, "account_locked");
        (await browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task N012_its_token_has_enrolled_another_passkey()
    {
        await using var server = await TestServer.StartAsync();
        var begun = await new Browser(server).BeginRegistrationAsync("ada");
        (await new Browser(server).CompleteRegistrationAsync(begun, Browser.Create(begun))).Status.ShouldBe(HttpStatusCode.Created);

        (await new Browser(server).CompleteRegistrationAsync(begun, Browser.Create(begun))).ShouldBeProblem(400, "challenge_used");

        (await server.CountAsync("webauthn_credentials")).ShouldBe(1);
    }

    [Fact]
    public async Task N092_the_credential_is_another_accounts()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var begun = await browser.BeginRegistrationAsync("eve");
        var made = Browser.Create(begun, scenario => scenario.CredentialId = passkey.Id);

        (await browser.CompleteRegistrationAsync(begun, made)).ShouldBeProblem(409, "credential_already_registered");

        (await server.CountAsync("users")).ShouldBe(1);
        await new Browser(server).SignInAsync(passkey, "ada");
    }

    [Fact]
    public async Task the_username_was_taken_meanwhile_and_nothing_is_left_behind()
    {
        await using var server = await TestServer.StartAsync();
        var begun = await new Browser(server).BeginRegistrationAsync("ada");
        await new Browser(server).RegisterAsync("ADA");

        (await new Browser(server).CompleteRegistrationAsync(begun, Browser.Create(begun))).ShouldBeProblem(409, "username_taken");

        (await server.CountAsync("users")).ShouldBe(1);
        (await server.CountAsync("webauthn_credentials")).ShouldBe(1);
        (await server.CountAsync("sessions")).ShouldBe(1);
    }

    [Fact]
    public async Task its_counter_did_not_grow()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        foreach (var (count, code) in new[] { (5u, null), (5u, "sign_count_not_increased"), (4u, "sign_count_not_increased"), (0u, "sign_count_not_increased"), (6u, null) })
        {
            var begun = await browser.BeginAuthenticationAsync();
            var answer = await browser.CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey, scenario => scenario.SignCount = count));
            answer.Code.ShouldBe(code);
        }
    }

    [Fact]
    public async Task it_began_on_another_origin_than_it_was_answered_from()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var begun = await browser.BeginAuthenticationAsync();
        var made = Browser.Sign(begun, passkey, scenario => scenario.Origin = "http://localhost:5171");
        (await browser.CompleteAuthenticationAsync(begun, made)).ShouldBeProblem(403, "origin_not_allowed");
    }
}
