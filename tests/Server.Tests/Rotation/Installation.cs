using Keystile.Storage.Tests;

namespace Keystile.Server.Tests.Rotation;

/// <summary>A database whose servers start with one root key or another, and the commands beside them.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public static readonly string Old = new('7', 64), New = new('8', 64), Another = new('9', 64);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-root-");
    private readonly PostgresServer? _postgres;

    private Installation(PostgresServer? postgres, string? url) => (_postgres, Url) = (postgres, url ?? $"sqlite:{_folder.FullName}/keystile.db");

    public TestClock Clock { get; } = new();

    public string Folder => _folder.FullName;

    public string Url { get; }

    public static async Task<Installation> OpenAsync(bool onPostgres = false)
    {
        var postgres = onPostgres ? await PostgresServer.StartAsync() : null;
        return new(postgres, postgres is null ? null : await postgres.NewDatabaseAsync());
    }

    public Task<TestServer> StartAsync(string? key, string? old = null, params string[] settings) => TestServer.StartAsync(Clock, [.. Settings(key, old), .. settings]);

    public Task<CommandRun> RunAsync(string? key, string? old, params string[] arguments) => CommandRun.Of(null, arguments, null, Settings(key, old));

    /// <summary>Seals anew under the new root key, which must work.</summary>
    public async Task<CommandRun> ResealAsync()
    {
        var run = await RunAsync(New, Old, "root-key", "reseal");
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string[] Settings(string? key, string? old) =>
    [
        "KEYSTILE_DATABASE=" + Url, "KEYSTILE_SMTP_URL=smtp://127.0.0.1:1", "KEYSTILE_MAIL_FROM=login@keystile.test",
        .. key is null ? (string[])[] : ["KEYSTILE_MASTER_KEY=" + key], .. old is null ? (string[])[] : ["KEYSTILE_MASTER_KEY_OLD=" + old],
    ];
}
