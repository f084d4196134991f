using System.Text.Json.Nodes;
using Keystile.Authenticator;
using Keystile.Server.Apps;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Tests;

/// <summary>Every token at every endpoint: flow, app, origin, user and session each right or wrong. Only where all are right may it pass.</summary>
public sealed class A_token_passes_only_where_it_was_issued_for
{
    private static readonly CeremonyFlow[] s_flows = Enum.GetValues<CeremonyFlow>();
    private static readonly (string Path, CeremonyFlow Flow)[] s_endpoints =
    [
        ("register/complete", CeremonyFlow.Registration), ("authenticate/complete", CeremonyFlow.Authentication), ("connect/verify", CeremonyFlow.Connect),
        ("stepup/complete", CeremonyFlow.Stepup),
    ];

    [Fact]
    public async Task N005_N010_and_nowhere_else()
    {
        await using var server = await TestServer.StartAsync();
        var (passkey, registered) = await new Browser(server).RegisterAsync("ada");
        var (other, others) = await new Browser(server).RegisterAsync("eve");
        var stranger = new App("stranger", new RelyingParty(new() { Id = "localhost", Origins = [TestServer.Origin] }), AppSettings.Default);
        var bearer = registered["session"]["accessToken"]!.GetValue<string>();
        var (own, foreign) = (await SessionOf(server, bearer), await SessionOf(server, others["session"]["accessToken"]!.GetValue<string>()));
        var (passed, refused) = (0, 0);

        foreach (var endpoint in s_endpoints)
            foreach (var flow in s_flows)
                foreach (var app in new[] { server.Home, stranger })
                    foreach (var origin in new[] { TestServer.Origin, "http://localhost:5171" })
                        foreach (var rightUser in new[] { true, false })
                            foreach (var session in new[] { null, own, foreign })
                            {
                                var (token, credential) = Make(endpoint.Flow, flow, app, origin, passkey, other, rightUser, session, server);
                                var browser = new Browser(server) { Bearer = bearer };
                                var answer = await browser.PostAsync("/api/webauthn/" + endpoint.Path, new JsonObject { ["challengeToken"] = token, ["credential"] = JsonNode.Parse(credential) });

                                var right = app == server.Home && origin == TestServer.Origin && flow == endpoint.Flow
                                    && session == (flow is CeremonyFlow.Connect or CeremonyFlow.Stepup ? own : null)
                                    && (rightUser || flow == CeremonyFlow.Registration);
                                var place = $"{flow} at {endpoint.Path}, app {app.Id}, origin {origin}, right user {rightUser}, session {session?.Id}: {answer.Text}";
                                answer.Message.IsSuccessStatusCode.ShouldBe(right, place);
                                if (right) passed++;
                                else
                                {
                                    ((int)answer.Status).ShouldBeOneOf([400, 403], place);
                                    if (flow != endpoint.Flow || app != server.Home) answer.Code.ShouldBe("invalid_challenge_token", place);
                                    refused++;
                                }
                            }
        passed.ShouldBe(s_endpoints.Length + 1);
        refused.ShouldBe(s_endpoints.Length * s_flows.Length * 2 * 2 * 2 * 3 - passed);
    }

    private static async Task<SessionRow> SessionOf(TestServer server, string bearer)
    {
        var id = (await new Browser(server) { Bearer = bearer }.GetAsync("/api/session"))["session"]["id"]!.GetValue<Guid>();
        return (await server.Database.ReadAsync(reading => SessionStore.FindAsync(reading, "home", id, server.Clock.GetUtcNow())))!.Session;
    }

    /// <summary>A token for one thing, and the credential that would answer it were the endpoint the one of the token.</summary>
    private static (string Token, string Credential) Make(
        CeremonyFlow endpoint, CeremonyFlow flow, App app, string origin, SoftCredential own, SoftCredential other, bool rightUser, SessionRow? session, TestServer server)
    {
        var now = server.Clock.GetUtcNow();
        if (endpoint is CeremonyFlow.Registration or CeremonyFlow.Connect)
        {
            var handle = endpoint == CeremonyFlow.Registration ? UserHandle.NewRandom() : UserHandle.TryCreate((rightUser ? own : other).UserHandle)!;
            var begun = app.RelyingParty.BeginRegistration(new() { UserHandle = handle, UserName = "new", Origin = origin });
            var made = new RegistrationScenario { RpId = "localhost", Origin = TestServer.Origin, Challenge = begun.Ceremony.Challenge.ToArray(), UserHandle = handle.ToArray() }.Make();
            return (Issue(ChallengeToken.For(app, begun.Ceremony, "new-" + handle.ToString()[..8], "New", now)), made.Json);
        }
        var named = rightUser ? own : other;
        var descriptor = new CredentialDescriptor(CredentialId.TryCreate(named.Id)!, []);
        var start = app.RelyingParty.BeginAuthentication(new() { UserHandle = UserHandle.TryCreate(named.UserHandle), AllowCredentials = [descriptor], Origin = origin });
        var assertion = new AssertionScenario(own) { RpId = "localhost", Origin = TestServer.Origin, Challenge = start.Ceremony.Challenge.ToArray() }.Make();
        return (Issue(ChallengeToken.For(app, start.Ceremony, now)), assertion.Json);

        string Issue(ChallengeToken token) => server.Tokens.Issue(session is null ? token with { Flow = flow } : token.In(session, flow, TimeSpan.FromMinutes(2)));
    }
}
