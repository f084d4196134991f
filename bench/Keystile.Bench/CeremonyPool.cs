using System.Text;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Bench;

/// <summary>Makes ceremonies beforehand: signs users up at a running server, begins sign-ins and signs them, one body a line for wrk to play once each.</summary>
internal sealed class CeremonyPool(Uri server) : IDisposable
{
    private const int Users = 200, AtOnce = 16;
    private readonly string _origin = server.GetLeftPart(UriPartial.Authority);
    private readonly string _name = "bench-" + Guid.CreateVersion7().ToString("N")[..12];
    private readonly HttpClient _http = new() { BaseAddress = server };
    // A counter would grow in the order of signing, and the answers arrive in another.
    private readonly SoftwareAuthenticator[] _people = [.. Enumerable.Range(0, Users).Select(_ => new SoftwareAuthenticator { Counts = false })];

    /// <summary>Writes <c>begin.jsonl</c> and <c>complete.jsonl</c> with <paramref name="count"/> sign-ins into <paramref name="folder"/>.</summary>
    public async Task WriteAsync(string folder, int count)
    {
        for (var person = 0; person < Users; person++) await SignUpAsync(person);
        await File.WriteAllLinesAsync(Path.Combine(folder, "begin.jsonl"), Enumerable.Range(0, Users).Select(Begin));

        var bodies = new string[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => bodies[i] = await SignInAsync(i % Users));
        await File.WriteAllLinesAsync(Path.Combine(folder, "complete.jsonl"), bodies);
    }

    public void Dispose() => _http.Dispose();

    private async Task SignUpAsync(int person)
    {
        var begun = await PostAsync("/api/webauthn/register/begin", Begin(person));
        await PostAsync("/api/webauthn/register/complete", Complete(begun, _people[person].Create(begun["publicKey"]!, _origin)));
    }

    private async Task<string> SignInAsync(int person)
    {
        var begun = await PostAsync("/api/webauthn/authenticate/begin", Begin(person));
        return Complete(begun, _people[person].Get(begun["publicKey"]!, _origin));
    }

    private string Begin(int person) => $$"""{"username":"{{_name}}-{{person}}"}""";

    private static string Complete(JsonNode begun, string credential) =>
        new JsonObject { ["challengeToken"] = begun["challengeToken"]!.DeepClone(), ["credential"] = JsonNode.Parse(credential) }.ToJsonString();

    private async Task<JsonNode> PostAsync(string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json"), Headers = { { "Origin", _origin } } };
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{path}: {text}");
    }
}
