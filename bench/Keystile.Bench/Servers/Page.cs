using System.Text;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Bench;

/// <summary>The page of a running server in somebody's browser: makes the bodies of ceremonies and sends them.</summary>
internal sealed class Page(Uri server) : IDisposable
{
    public const string CompleteRegistration = "/api/webauthn/register/complete";
    public const string CompleteSignIn = "/api/webauthn/authenticate/complete";

    private readonly string _origin = server.GetLeftPart(UriPartial.Authority);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server };

    /// <summary>Begins, and makes what completes a registration.</summary>
    public async Task<string> RegisterAsync(string name, SoftwareAuthenticator authenticator, string? from = null)
    {
        var begun = await PostAsync("/api/webauthn/register/begin", Named(name), from);
        return Completing(begun, authenticator.Create(begun["publicKey"]!, _origin));
    }

    /// <summary>Begins for that name, or for whoever comes where it is null, and makes what completes a sign-in.</summary>
    public async Task<string> SignInAsync(string? name, SoftwareAuthenticator authenticator, Action<AssertionScenario>? spoil = null, string? from = null)
    {
        var begun = await PostAsync("/api/webauthn/authenticate/begin", name is null ? "{}" : Named(name), from);
        return Completing(begun, authenticator.Get(begun["publicKey"]!, _origin, spoil));
    }

    public static string Named(string name) => $$"""{"username":"{{name}}"}""";

    /// <summary>What a request answers that must succeed.</summary>
    public async Task<JsonNode> PostAsync(string path, string json, string? from = null, string? secret = null)
    {
        using var response = await SendAsync(path, json, from, secret: secret);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new HttpRequestException($"{path}: {text}", null, response.StatusCode);
    }

    /// <param name="path">Where to.</param>
    /// <param name="json">The body; null for a GET.</param>
    /// <param name="from">The address that a proxy would name.</param>
    /// <param name="cookie">The session's.</param>
    /// <param name="secret">A backend's, which names no origin.</param>
    public Task<HttpResponseMessage> SendAsync(string path, string? json, string? from = null, string? cookie = null, string? secret = null)
    {
        var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (secret is null) request.Headers.Add("Origin", _origin);
        else request.Headers.Add("ApiSecret", secret);
        if (from is not null) request.Headers.Add("X-Forwarded-For", from);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return _http.SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private static string Completing(JsonNode begun, string credential) =>
        new JsonObject { ["challengeToken"] = begun["challengeToken"]!.DeepClone(), ["credential"] = JsonNode.Parse(credential) }.ToJsonString();
}
