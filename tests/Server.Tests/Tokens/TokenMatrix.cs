using System.Text.Json.Nodes;
using Keystile.Authenticator;
using Keystile.Server.Apps;
using Keystile.Server.Tokens;
using Keystile.WebAuthn;

namespace Keystile.Server.Tests;

/// <summary>Every token at every endpoint: flow, app, origin, user and session each right or wrong. Only where all are right may it pass.</summary>
public sealed class A_token_passes_only_where_it_was_issued_for
{
    private static readonly CeremonyFlow[] s_flows = Enum.GetValues<CeremonyFlow>();
    private static readonly string[] s_endpoints = ["register", "authenticate"];

    [Fact]
    public async Task N005_N010_and_nowhere_else()
    {
        await using var server = await TestServer.StartAsync();
        var (passkey, registered) = await new Browser(server).RegisterAsync("ada");
        var (other, _) = await new Browser(server).RegisterAsync("eve");
        var stranger = new App("stranger", new RelyingParty(new() { Id = "localhost", Origins = [TestServer.Origin] }));
        var (passed, refused) = (0, 0);

        foreach (var endpoint in s_endpoints)
            foreach (var flow in s_flows)
                foreach (var app in new[] { server.Home, stranger })
                    foreach (var origin in new[] { TestServer.Origin, "http://localhost:5171" })
                        foreach (var rightUser in new[] { true, false })
                            foreach (var session in new[] { null, registered["session"]["accessToken"]!.GetValue<string>() })
                            {
                                var (token, credential) = Make(endpoint, flow, app, origin, rightUser ? passkey : other, passkey, session, server);
                                var answer = await new Browser(server).PostAsync($"/api/webauthn/{endpoint}/complete", new JsonObject { ["challengeToken"] = token, ["credential"] = JsonNode.Parse(credential) });

                                var right = app == server.Home && origin == TestServer.Origin && session is null
                                    && (flow, endpoint) is (CeremonyFlow.Registration, "register") or (CeremonyFlow.Authentication, "authenticate")
                                    && (rightUser || endpoint == "register");
                                var place = $"{flow} at {endpoint}, app {app.Id}, origin {origin}, right user {rightUser}, session {session is not null}: {answer.Text}";
                                answer.Message.IsSuccessStatusCode.ShouldBe(right, place);
                                if (right) passed++;
                                else
                                {
                                    ((int)answer.Status).ShouldBeOneOf([400, 403], place);
                                    if (flow.ToString() != (endpoint == "register" ? "Registration" : "Authentication") || app != server.Home) answer.Code.ShouldBe("invalid_challenge_token", place);
                                    refused++;
                                }
                            }
        passed.ShouldBe(3);
        refused.ShouldBe(2 * 4 * 2 * 2 * 2 * 2 - 3);
    }

    /// <summary>A token for one thing, and the credential that would answer it were the endpoint the one of the token.</summary>
    private static (string Token, string Credential) Make(
        string endpoint, CeremonyFlow flow, App app, string origin, SoftCredential named, SoftCredential signer, string? session, TestServer server)
    {
        var now = server.Clock.GetUtcNow();
        if (endpoint == "register")
        {
            var handle = UserHandle.NewRandom();
            var begun = app.RelyingParty.BeginRegistration(new() { UserHandle = handle, UserName = "new", Origin = origin });
            var claims = ChallengeToken.For(app, begun.Ceremony, "new-" + handle.ToString()[..8], "New", now) with { Flow = flow, Session = session };
            var made = new RegistrationScenario { RpId = "localhost", Origin = TestServer.Origin, Challenge = begun.Ceremony.Challenge.ToArray(), UserHandle = handle.ToArray() }.Make();
            return (server.Tokens.Issue(claims), made.Json);
        }
        var descriptor = new CredentialDescriptor(CredentialId.TryCreate(named.Id)!, []);
        var start = app.RelyingParty.BeginAuthentication(new() { UserHandle = UserHandle.TryCreate(named.UserHandle), AllowCredentials = [descriptor], Origin = origin });
        var token = ChallengeToken.For(app, start.Ceremony, now) with { Flow = flow, Session = session };
        var assertion = new AssertionScenario(signer) { RpId = "localhost", Origin = TestServer.Origin, Challenge = start.Ceremony.Challenge.ToArray() }.Make();
        return (server.Tokens.Issue(token), assertion.Json);
    }
}
