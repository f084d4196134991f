using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

/// <summary>Speaks to the server as the FIDO conformance tool does, with the software authenticator behind it.</summary>
public sealed class ConformanceTool(TestServer server)
{
    private readonly Browser _browser = new(server) { Origin = null };

    public string Username { get; } = $"tool-{System.Security.Cryptography.RandomNumberGenerator.GetHexString(16, lowercase: true)}";

    /// <summary>The cookie that ties a result to its options.</summary>
    public string? Cookie { get => _browser.Cookie; set => _browser.Cookie = value; }

    public Task<Answer> PostAsync(string path, JsonNode body) => _browser.PostAsync(path, body);

    public Task<Answer> BeginRegistrationAsync(string? verification = null) => PostAsync("/attestation/options", new JsonObject
    {
        ["username"] = Username,
        ["displayName"] = "Tool",
        ["attestation"] = "direct",
        ["authenticatorSelection"] = new JsonObject { ["requireResidentKey"] = false, ["userVerification"] = verification ?? "preferred" },
        ["extensions"] = new JsonObject { ["example.extension"] = true },
    });

    public Task<Answer> BeginAuthenticationAsync(string? verification = null) =>
        PostAsync("/assertion/options", new JsonObject { ["username"] = Username, ["userVerification"] = verification ?? "preferred" });

    public async Task<(SoftCredential Credential, Answer Answer)> RegisterAsync(Action<RegistrationScenario>? spoil = null, string? verification = null)
    {
        var begun = await BeginRegistrationAsync(verification);
        var scenario = new RegistrationScenario
        {
            RpId = begun["rp"]["id"]!.GetValue<string>(),
            Origin = TestServer.Origin,
            Challenge = Base64Text.FromUrl(begun["challenge"].GetValue<string>()),
            UserHandle = Base64Text.FromUrl(begun["user"]["id"]!.GetValue<string>()),
        };
        spoil?.Invoke(scenario);
        var made = scenario.Make();
        return (made.Credential, await PostAsync("/attestation/result", InItsWords(made.Json)));
    }

    public async Task<Answer> SignInAsync(SoftCredential credential, Action<AssertionScenario>? spoil = null, string? verification = null)
    {
        var begun = await BeginAuthenticationAsync(verification);
        return await PostAsync("/assertion/result", Sign(begun, credential, spoil));
    }

    public static JsonNode Sign(Answer begun, SoftCredential credential, Action<AssertionScenario>? spoil = null)
    {
        var scenario = new AssertionScenario(credential)
        {
            RpId = begun["rpId"].GetValue<string>(),
            Origin = TestServer.Origin,
            Challenge = Base64Text.FromUrl(begun["challenge"].GetValue<string>()),
            SignCount = credential.SignCount + 1,
        };
        spoil?.Invoke(scenario);
        return InItsWords(scenario.Make().Json);
    }

    /// <summary>No <c>rawId</c>, and a name of its own for the extension results.</summary>
    private static JsonObject InItsWords(string json)
    {
        var credential = JsonNode.Parse(json)!.AsObject();
        credential.Remove("rawId");
        credential["getClientExtensionResults"] = credential["clientExtensionResults"]?.DeepClone();
        credential.Remove("clientExtensionResults");
        return credential;
    }
}

/// <summary>A server for the conformance tool, shared by the tests of a class.</summary>
public sealed class ConformanceServer : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync("KEYSTILE_CONFORMANCE=on");

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

internal static class ConformanceAnswers
{
    public static void ShouldBeOk(this Answer answer)
    {
        ((int)answer.Status).ShouldBe(200, answer.Text);
        answer["status"].GetValue<string>().ShouldBe("ok");
        answer["errorMessage"].GetValue<string>().ShouldBeEmpty();
    }

    /// <summary>The tool takes any refusal; these tests want this one.</summary>
    public static void ShouldFailFor(this Answer answer, string code)
    {
        answer["status"].GetValue<string>().ShouldBe("failed");
        answer["errorMessage"].GetValue<string>().Split(':')[0].ShouldBe(code);
        ((int)answer.Status).ShouldBeInRange(400, 499);
    }
}
