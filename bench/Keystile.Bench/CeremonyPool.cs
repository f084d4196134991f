using System.Text;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Bench;

/// <summary>Makes bodies beforehand at a running server, one a line for wrk to play once each: sign-ins, registrations, or tokens to verify.</summary>
internal sealed class CeremonyPool(Uri server) : IDisposable
{
    private const int Users = 200, AtOnce = 16;
    private readonly string _origin = server.GetLeftPart(UriPartial.Authority);
    private readonly string _name = "bench-" + Guid.CreateVersion7().ToString("N")[..12];
    private readonly HttpClient _http = new() { BaseAddress = server };
    // A counter would grow in the order of signing, and the answers arrive in another.
    private readonly SoftwareAuthenticator[] _people = [.. Enumerable.Range(0, Users).Select(_ => new SoftwareAuthenticator { Counts = false })];

    /// <summary>Signs people up and writes <c>begin.jsonl</c>, and <c>complete.jsonl</c> with <paramref name="count"/> sign-ins of theirs, into <paramref name="folder"/>.</summary>
    public async Task WriteSignInsAsync(string folder, int count)
    {
        for (var person = 0; person < Users; person++) await PostAsync("/api/webauthn/register/complete", await RegisterAsync(person, _people[person]));
        await File.WriteAllLinesAsync(Path.Combine(folder, "begin.jsonl"), Enumerable.Range(0, Users).Select(Begin));
        await WriteAsync(Path.Combine(folder, "complete.jsonl"), count, i => SignInAsync(i % Users));
    }

    /// <summary>Writes <c>register.jsonl</c>: each line an account more, by one of our authenticators.</summary>
    public Task WriteRegistrationsAsync(string folder, int count) => WriteAsync(Path.Combine(folder, "register.jsonl"), count, i => RegisterAsync(i, new SoftwareAuthenticator()));

    /// <summary>Writes <c>verify.jsonl</c>: tokens that a backend with that secret key redeems.</summary>
    public Task WriteTokensAsync(string folder, int count, string secret)
    {
        _http.DefaultRequestHeaders.Add("ApiSecret", secret);
        return WriteAsync(Path.Combine(folder, "verify.jsonl"), count, async i => (await PostAsync("/signin/generate-token", $$"""{"userId":"{{i}}"}""", fromPage: false)).ToJsonString());
    }

    private static async Task WriteAsync(string file, int count, Func<int, Task<string>> make)
    {
        var bodies = new string[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => bodies[i] = await make(i));
        await File.WriteAllLinesAsync(file, bodies);
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> RegisterAsync(int person, SoftwareAuthenticator authenticator)
    {
        var begun = await PostAsync("/api/webauthn/register/begin", Begin(person));
        return Complete(begun, authenticator.Create(begun["publicKey"]!, _origin));
    }

    private async Task<string> SignInAsync(int person)
    {
        var begun = await PostAsync("/api/webauthn/authenticate/begin", Begin(person));
        return Complete(begun, _people[person].Get(begun["publicKey"]!, _origin));
    }

    private string Begin(int person) => $$"""{"username":"{{_name}}-{{person}}"}""";

    private static string Complete(JsonNode begun, string credential) =>
        new JsonObject { ["challengeToken"] = begun["challengeToken"]!.DeepClone(), ["credential"] = JsonNode.Parse(credential) }.ToJsonString();

    private async Task<JsonNode> PostAsync(string path, string json, bool fromPage = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (fromPage) request.Headers.Add("Origin", _origin);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{path}: {text}");
    }
}
