using System.Net;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

/// <summary>A site that uses the service: its backend with the secret, its page with the public key, and its person's authenticator.</summary>
internal sealed class Site(TestServer server, Tenant tenant)
{
    public Tenant Tenant => tenant;

    public Browser Page { get; } = tenant.Browser(server);

    public Browser Backend { get; } = tenant.Backend(server);

    public static async Task<Site> AddAsync(TestServer server, string id = "shop") => new(server, await Tenant.AddAsync(server, id));

    public static string Token(Answer answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer["token"].GetValue<string>();
    }

    public async Task<string> RegisterTokenAsync(string user = "u-1") => Token(await Backend.PostAsync("/register/token", new JsonObject { ["userId"] = user, ["username"] = "ada@example.com" }));

    public Task<Answer> BeginRegistrationAsync(string token) =>
        Page.PostAsync("/register/begin", new JsonObject { ["token"] = token, ["RPID"] = "localhost", ["Origin"] = Tenant.Origin });

    public async Task<Answer> CompleteRegistrationAsync(Answer begun, MadeRegistration made) =>
        await Page.PostAsync("/register/complete", Body(begun, made.Json, new JsonObject { ["nickname"] = "Laptop" }));

    public static MadeRegistration Create(Answer begun, Action<RegistrationScenario>? spoil = null)
    {
        var scenario = new RegistrationScenario
        {
            RpId = "localhost",
            Origin = Tenant.Origin,
            Challenge = Base64Text.FromUrl(begun["data"]["challenge"]!.GetValue<string>()),
            UserHandle = Base64Text.FromUrl(begun["data"]["user"]!["id"]!.GetValue<string>()),
        };
        spoil?.Invoke(scenario);
        return scenario.Make();
    }

    public static MadeAssertion Sign(Answer begun, SoftCredential passkey, Action<AssertionScenario>? spoil = null)
    {
        // The JavaScript client passes no user handle on.
        var scenario = new AssertionScenario(passkey) { RpId = "localhost", Origin = Tenant.Origin, Challenge = Base64Text.FromUrl(begun["data"]["challenge"]!.GetValue<string>()), UserHandle = null };
        spoil?.Invoke(scenario);
        return scenario.Make();
    }

    public static JsonObject Body(Answer begun, string credential, JsonObject? more = null)
    {
        var body = more ?? [];
        body["session"] = begun["session"].GetValue<string>();
        body["response"] = JsonNode.Parse(credential);
        body["RPID"] = "localhost";
        body["Origin"] = Tenant.Origin;
        return body;
    }

    /// <summary>Registers a passkey, which must work.</summary>
    public async Task<(SoftCredential Passkey, string Token)> RegisterAsync(string user = "u-1")
    {
        var begun = await BeginRegistrationAsync(await RegisterTokenAsync(user));
        var made = Create(begun);
        return (made.Credential, Token(await CompleteRegistrationAsync(begun, made)));
    }

    public Task<Answer> BeginSignInAsync(JsonObject? body = null) => Page.PostAsync("/signin/begin", body ?? []);

    public Task<Answer> CompleteSignInAsync(Answer begun, MadeAssertion made) => Page.PostAsync("/signin/complete", Body(begun, made.Json));

    public Task<Answer> VerifyAsync(string token) => Backend.PostAsync("/signin/verify", new JsonObject { ["token"] = token });
}
