using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

/// <summary>A person's browser: one origin, one cookie, and an authenticator at hand.</summary>
public sealed class Browser(TestServer server)
{
    public string? Origin { get; set; } = TestServer.Origin;

    public string? Cookie { get; set; }

    public string? Bearer { get; set; }

    public Dictionary<string, string> Headers { get; } = [];

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<Answer> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));

    public Task<Answer> PatchAsync(string path, JsonNode body) => SendAsync(HttpMethod.Patch, path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (Origin is not null) request.Headers.TryAddWithoutValidation("Origin", Origin);
        if (Cookie is not null) request.Headers.TryAddWithoutValidation("Cookie", Cookie);
        if (Bearer is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Bearer);
        foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
        var answer = await Answer.ReadAsync(await server.Http.SendAsync(request));
        if (answer.Header("Set-Cookie") is { } cookie) Cookie = cookie.Split(';')[0];
        return answer;
    }

    public Task<Answer> BeginRegistrationAsync(string username) => PostAsync("/api/webauthn/register/begin", new JsonObject { ["username"] = username });

    public Task<Answer> BeginAuthenticationAsync(string? username = null) =>
        PostAsync("/api/webauthn/authenticate/begin", username is null ? [] : new JsonObject { ["username"] = username });

    /// <summary>What the authenticator makes of begun registration options, spoiled where a test says so.</summary>
    public static MadeRegistration Create(Answer begun, Action<RegistrationScenario>? spoil = null)
    {
        var scenario = new RegistrationScenario
        {
            RpId = "localhost",
            Origin = TestServer.Origin,
            Challenge = Base64Text.FromUrl(begun["publicKey"]["challenge"]!.GetValue<string>()),
            UserHandle = Base64Text.FromUrl(begun["publicKey"]["user"]!["id"]!.GetValue<string>()),
        };
        spoil?.Invoke(scenario);
        return scenario.Make();
    }

    /// <summary>What the authenticator makes of begun request options, spoiled where a test says so.</summary>
    public static MadeAssertion Sign(Answer begun, SoftCredential credential, Action<AssertionScenario>? spoil = null)
    {
        var scenario = new AssertionScenario(credential)
        {
            RpId = "localhost",
            Origin = TestServer.Origin,
            Challenge = Base64Text.FromUrl(begun["publicKey"]["challenge"]!.GetValue<string>()),
        };
        spoil?.Invoke(scenario);
        return scenario.Make();
    }

    public static JsonObject Body(Answer begun, string credential) => new()
    {
        ["challengeToken"] = begun["challengeToken"].GetValue<string>(),
        ["credential"] = JsonNode.Parse(credential),
    };

    public Task<Answer> CompleteRegistrationAsync(Answer begun, MadeRegistration made) => PostAsync("/api/webauthn/register/complete", Body(begun, made.Json));

    public Task<Answer> CompleteAuthenticationAsync(Answer begun, MadeAssertion made) => PostAsync("/api/webauthn/authenticate/complete", Body(begun, made.Json));

    public Task<Answer> BeginConnectAsync() => PostAsync("/api/webauthn/connect/options", new JsonObject());

    public Task<Answer> CompleteConnectAsync(Answer begun, MadeRegistration made) => PostAsync("/api/webauthn/connect/verify", Body(begun, made.Json));

    /// <summary>Connects a passkey to the account that is signed in, which must work.</summary>
    public async Task<(SoftCredential Passkey, Answer Answer)> ConnectAsync()
    {
        var begun = await BeginConnectAsync();
        begun.Status.ShouldBe(HttpStatusCode.OK, begun.Text);
        var made = Create(begun);
        var answer = await CompleteConnectAsync(begun, made);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return (made.Credential, answer);
    }

    public Task<Answer> BeginStepUpAsync(string? purpose = null) =>
        PostAsync("/api/webauthn/stepup/begin", purpose is null ? [] : new JsonObject { ["purpose"] = purpose });

    public Task<Answer> CompleteStepUpAsync(Answer begun, MadeAssertion made) => PostAsync("/api/webauthn/stepup/complete", Body(begun, made.Json));

    /// <summary>Steps up, which must work.</summary>
    public async Task<Answer> StepUpAsync(SoftCredential passkey, string? purpose = null)
    {
        var begun = await BeginStepUpAsync(purpose);
        begun.Status.ShouldBe(HttpStatusCode.OK, begun.Text);
        var answer = await CompleteStepUpAsync(begun, Sign(begun, passkey));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer;
    }

    /// <summary>Signs up, which must work.</summary>
    public async Task<(SoftCredential Passkey, Answer Answer)> RegisterAsync(string username)
    {
        var begun = await BeginRegistrationAsync(username);
        var made = Create(begun);
        var answer = await CompleteRegistrationAsync(begun, made);
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return (made.Credential, answer);
    }

    /// <summary>Signs in, which must work.</summary>
    public async Task<Answer> SignInAsync(SoftCredential passkey, string? username = null)
    {
        var begun = await BeginAuthenticationAsync(username);
        var answer = await CompleteAuthenticationAsync(begun, Sign(begun, passkey));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer;
    }
}
