using Keystile.Authenticator;

namespace Keystile.Bench;

/// <summary>Makes bodies beforehand at a running server, one a line for wrk to play once each: sign-ins, registrations, or tokens to verify.</summary>
internal sealed class CeremonyPool(Uri server) : IDisposable
{
    private const int Users = 200, AtOnce = 16;
    private readonly string _name = "bench-" + Guid.CreateVersion7().ToString("N")[..12];
    private readonly Page _page = new(server);
    // A counter would grow in the order of signing, and the answers arrive in another.
    private readonly SoftwareAuthenticator[] _people = [.. Enumerable.Range(0, Users).Select(_ => new SoftwareAuthenticator { Counts = false })];

    /// <summary>Signs people up and writes <c>begin.jsonl</c>, and <c>complete.jsonl</c> with <paramref name="count"/> sign-ins of theirs, into <paramref name="folder"/>.</summary>
    public async Task WriteSignInsAsync(string folder, int count)
    {
        await SignUpAsync();
        await File.WriteAllLinesAsync(Path.Combine(folder, "begin.jsonl"), Enumerable.Range(0, Users).Select(person => Page.Named(Name(person))));
        await WriteAsync(Path.Combine(folder, "complete.jsonl"), count, i => _page.SignInAsync(Name(i % Users), _people[i % Users]));
    }

    /// <summary>Signs all its people up.</summary>
    public async Task SignUpAsync()
    {
        for (var person = 0; person < Users; person++) await _page.PostAsync(Page.CompleteRegistration, await _page.RegisterAsync(Name(person), _people[person]));
    }

    /// <summary>Sign-ins of theirs without a name, each good once.</summary>
    public Task<string[]> MakeSignInsAsync(int count) => MakeAsync(count, i => _page.SignInAsync(name: null, _people[i % Users]));

    /// <summary>Writes <c>grown.jsonl</c>: sign-ins of accounts that <see cref="Growth"/> made, spread over all of them.</summary>
    public Task WriteGrownSignInsAsync(string folder, int count, int passkeys, int seed) =>
        WriteAsync(Path.Combine(folder, "grown.jsonl"), count, i => _page.SignInAsync(name: null, Growth.Owner((int)(((long)i * passkeys / count) + seed) % passkeys)));

    /// <summary>Writes <c>register.jsonl</c>: each line an account more, by one of our authenticators.</summary>
    public Task WriteRegistrationsAsync(string folder, int count) =>
        WriteAsync(Path.Combine(folder, "register.jsonl"), count, i => _page.RegisterAsync(Name(i), new SoftwareAuthenticator()));

    /// <summary>Writes <c>verify.jsonl</c>: tokens that a backend with that secret key redeems.</summary>
    public Task WriteTokensAsync(string folder, int count, string secret) =>
        WriteAsync(Path.Combine(folder, "verify.jsonl"), count, async i => (await _page.PostAsync("/signin/generate-token", $$"""{"userId":"{{i}}"}""", secret: secret)).ToJsonString());

    public void Dispose() => _page.Dispose();

    private static async Task WriteAsync(string file, int count, Func<int, Task<string>> make) => await File.WriteAllLinesAsync(file, await MakeAsync(count, make));

    private static async Task<string[]> MakeAsync(int count, Func<int, Task<string>> make)
    {
        var bodies = new string[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => bodies[i] = await make(i));
        return bodies;
    }

    private string Name(int person) => $"{_name}-{person}";
}
