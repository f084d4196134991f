using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Crash.Tests;

/// <summary>How to come by each thing that is good once, and how to send it: a call of its number, to the server whose turn it is.</summary>
internal sealed class GoodOnce(TwoServers servers)
{
    private readonly SoftwareAuthenticator _authenticator = new() { Counts = false };
    private readonly HttpClient _http = servers.Http(0);
    private readonly Caller _home = servers.Home, _shop = servers.Shop, _backend = servers.Backend;

    public Task<Func<int, Task<Reply>>> PrepareAsync(string kind, int times) => kind switch
    {
        "refresh token" => RefreshTokenAsync(),
        "begun registration, answered by ever another passkey" => RegistrationAsync(times),
        "register token of the service" => RegisterTokenAsync(times),
        "verify token of the service" => VerifyTokenAsync(),
        "magic link" => MagicLinkAsync(),
        "recovery code" => RecoveryCodeAsync(),
        "recovery link" => RecoveryLinkAsync(),
        "invitation of the first operator" => InvitationAsync(times),
        "last passkey but one" => LastPasskeysAsync("delete"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private async Task<Func<int, Task<Reply>>> RefreshTokenAsync()
    {
        var signedUp = await SignUpAsync("refresh");
        return Always(_home, "/api/session/refresh", new() { ["refreshToken"] = (string)signedUp["session"]!["refreshToken"]! });
    }

    private async Task<Func<int, Task<Reply>>> RegistrationAsync(int times)
    {
        var begun = await _home.MustPostAsync(_http, "/api/webauthn/register/begin", new() { ["username"] = "register" });
        return Each(_home, "/api/webauthn/register/complete", [.. Enumerable.Range(0, times).Select(_ => Registration(begun))]);
    }

    private async Task<Func<int, Task<Reply>>> RegisterTokenAsync(int times)
    {
        var token = await ServiceTokenAsync("/register/token", new() { ["userId"] = "u-1", ["username"] = "u-1" });
        var begun = await EachAsync(times, _ => _shop.MustPostAsync(_http, "/register/begin", new() { ["token"] = token }));
        return Each(_shop, "/register/complete", [.. begun.Select(one => ServiceAnswer(one, Create))]);
    }

    private async Task<Func<int, Task<Reply>>> VerifyTokenAsync()
    {
        var token = await ServiceTokenAsync("/register/token", new() { ["userId"] = "u-2", ["username"] = "u-2" });
        var registering = await _shop.MustPostAsync(_http, "/register/begin", new() { ["token"] = token });
        await _shop.MustPostAsync(_http, "/register/complete", ServiceAnswer(registering, Create));
        var signingIn = await _shop.MustPostAsync(_http, "/signin/begin", []);
        var signedIn = await _shop.MustPostAsync(_http, "/signin/complete", ServiceAnswer(signingIn, Get));
        return Always(_backend, "/signin/verify", new() { ["token"] = (string)signedIn["token"]! });
    }

    private async Task<Func<int, Task<Reply>>> MagicLinkAsync()
    {
        await _backend.MustPostAsync(_http, "/magic-links/send", new() { ["emailAddress"] = "ada@example.com", ["urlTemplate"] = "https://shop.localhost/magic?token=$TOKEN", ["userId"] = "u-3" });
        return Always(_backend, "/signin/verify", new() { ["token"] = (await servers.Mail.TakeAsync("ada@example.com")).Link.Query["?token=".Length..] });
    }

    private async Task<Func<int, Task<Reply>>> RecoveryCodeAsync()
    {
        var made = await SignedIn(await SignUpAsync("code")).MustPostAsync(_http, "/api/recovery/codes", []);
        return Always(_home, "/api/recovery/redeem", new() { ["username"] = "code", ["code"] = (string)made["codes"]![0]! });
    }

    private async Task<Func<int, Task<Reply>>> RecoveryLinkAsync()
    {
        await SignUpAsync("link");
        var made = await servers.RunAsync("users", "recovery-link", "home", "link");
        return Always(_home, "/api/recovery/link/redeem", new() { ["token"] = ((string)made["url"]!).Split("#token=")[1] });
    }

    private async Task<Func<int, Task<Reply>>> InvitationAsync(int times)
    {
        var invitation = await servers.InvitationAsync();
        var begun = await EachAsync(times, i => _home.MustPostAsync(_http, "/admin/api/webauthn/register/begin", new() { ["invitation"] = invitation, ["username"] = $"root {i}" }));
        return Each(_home, "/admin/api/webauthn/register/complete", [.. begun.Select(Registration)]);
    }

    /// <summary>Two passkeys and a session of each: the first two calls delete each the other's at the other server, and then either is deleted from either session.</summary>
    public async Task<Func<int, Task<Reply>>> LastPasskeysAsync(string username)
    {
        var first = await SignUpAsync(username);
        var begun = await SignedIn(first).MustPostAsync(_http, "/api/webauthn/connect/options", []);
        var second = await SignedIn(first).MustPostAsync(_http, "/api/webauthn/connect/verify", Registration(begun));
        var signingIn = await _home.MustPostAsync(_http, "/api/webauthn/authenticate/begin", new() { ["username"] = username });
        var signedIn = await _home.MustPostAsync(_http, "/api/webauthn/authenticate/complete", Body(signingIn, _authenticator.Get(signingIn["publicKey"]!, _home.Origin!)));
        ((string)signedIn["passkey"]!["id"]!).ShouldBe((string)second["passkey"]!["id"]!);
        Caller[] sessions = [SignedIn(first), SignedIn(signedIn)];
        string[] passkeys = [(string)second["passkey"]!["id"]!, (string)first["passkey"]!["id"]!];
        return i => sessions[i % 2].SendAsync(servers.Http(i), HttpMethod.Delete, "/api/passkeys/" + passkeys[(i + (i / 2)) % 2]);
    }

    private async Task<JsonNode> SignUpAsync(string username)
    {
        var begun = await _home.MustPostAsync(_http, "/api/webauthn/register/begin", new() { ["username"] = username });
        return await _home.MustPostAsync(_http, "/api/webauthn/register/complete", Registration(begun));
    }

    private Caller SignedIn(JsonNode answer) => _home with { Header = "Authorization", Value = "Bearer " + (string)answer["session"]!["accessToken"]! };

    private async Task<string> ServiceTokenAsync(string path, JsonObject body) => (string)(await _backend.MustPostAsync(_http, path, body))["token"]!;

    private JsonObject Registration(JsonNode begun) => Body(begun, _authenticator.Create(begun["publicKey"]!, _home.Origin!));

    private static JsonObject Body(JsonNode begun, string credential) => new() { ["challengeToken"] = (string)begun["challengeToken"]!, ["credential"] = JsonNode.Parse(credential) };

    private JsonObject ServiceAnswer(JsonNode begun, Func<JsonNode, string, string> answer) => new() { ["session"] = (string)begun["session"]!, ["response"] = JsonNode.Parse(answer(begun["data"]!, _shop.Origin!)) };

    private string Create(JsonNode options, string origin) => _authenticator.Create(options, origin);

    private string Get(JsonNode options, string origin) => _authenticator.Get(options, origin);

    private Func<int, Task<Reply>> Always(Caller caller, string path, JsonObject body) => i => caller.PostAsync(servers.Http(i), path, body);

    private Func<int, Task<Reply>> Each(Caller caller, string path, JsonObject[] bodies) => i => caller.PostAsync(servers.Http(i), path, bodies[i]);

    private static async Task<JsonNode[]> EachAsync(int times, Func<int, Task<JsonNode>> make)
    {
        var made = new JsonNode[times];
        await Parallel.ForEachAsync(Enumerable.Range(0, times), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => made[i] = await make(i));
        return made;
    }
}
