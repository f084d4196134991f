using System.Net;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Crash.Tests;

/// <summary>Someone with an authenticator, at the page of one server.</summary>
internal sealed class Person(HttpClient http, string origin, string username)
{
    private readonly Caller _page = new(origin);

    // It counts no signatures, as one that syncs: a counter would refuse a repeated sign-in before the ledger is asked.
    private SoftwareAuthenticator _authenticator = new() { Counts = false };

    /// <summary>The same person, whose next requests go elsewhere.</summary>
    public Person At(HttpClient elsewhere) => new(elsewhere, origin, username) { _authenticator = _authenticator };

    public string Username => username;

    /// <summary>When the server's word that the passkey is stored arrived.</summary>
    public DateTimeOffset SignedUpAt { get; private set; }

    /// <summary>Signs up. True where the server said that it is done.</summary>
    public async Task<Reply> SignUpAsync()
    {
        var begun = await PostAsync("/api/webauthn/register/begin", new JsonObject { ["username"] = username });
        if (begun.Status != HttpStatusCode.OK) return begun;
        var reply = await PostAsync("/api/webauthn/register/complete", Body(begun, _authenticator.Create(begun.Json["publicKey"]!, origin)));
        SignedUpAt = TimeProvider.System.GetUtcNow();
        return reply;
    }

    /// <summary>Signs in. The body comes with it: who sends it again must be refused for ever. There is none where the server asks for no passkey of ours.</summary>
    public async Task<(Reply Reply, JsonObject? Body)> SignInAsync()
    {
        var begun = await PostAsync("/api/webauthn/authenticate/begin", new JsonObject { ["username"] = username });
        if (begun.Status != HttpStatusCode.OK || !AsksForOurs(begun)) return (begun, null);
        var body = Body(begun, _authenticator.Get(begun.Json["publicKey"]!, origin));
        return (await SendAgainAsync(body), body);
    }

    /// <summary>All of a sign-in but its last request, which the body is for.</summary>
    public async Task<JsonObject> PrepareSignInAsync()
    {
        var begun = await PostAsync("/api/webauthn/authenticate/begin", new JsonObject { ["username"] = username });
        begun.Status.ShouldBe(HttpStatusCode.OK, begun.Text);
        return Body(begun, _authenticator.Get(begun.Json["publicKey"]!, origin));
    }

    public Task<Reply> SendAgainAsync(JsonObject body) => PostAsync("/api/webauthn/authenticate/complete", (JsonObject)body.DeepClone());

    /// <summary>Sends it with one bit of the signature turned over.</summary>
    public Task<Reply> SendForgedAsync(JsonObject body)
    {
        var forged = (JsonObject)body.DeepClone();
        var response = forged["credential"]!["response"]!;
        var signature = Base64Text.FromUrl((string)response["signature"]!);
        signature[^1] ^= 1;
        response["signature"] = Base64Text.Url(signature);
        return SendAgainAsync(forged);
    }

    private bool AsksForOurs(Reply begun)
    {
        var asked = begun.Json["publicKey"]!["allowCredentials"]!.AsArray().Select(descriptor => (string)descriptor!["id"]!);
        return _authenticator.Credentials.Any(credential => asked.Contains(Base64Text.Url(credential.Id)));
    }

    private static JsonObject Body(Reply begun, string credential) => new() { ["challengeToken"] = (string)begun.Json["challengeToken"]!, ["credential"] = JsonNode.Parse(credential) };

    private Task<Reply> PostAsync(string path, JsonObject body) => _page.PostAsync(http, path, body);
}
