using Keystile.Server.Apps;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Keystile.Server.Tests;

/// <summary>The whole server in this process: real Kestrel on a free port, a real database file, and a clock to move.</summary>
public sealed class TestServer : IAsyncDisposable
{
    public const string Origin = "http://localhost:5170";

    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private TestServer(WebApplication app, DirectoryInfo folder, TestClock clock, LogBook log)
    {
        (_app, _folder, Clock, Log) = (app, folder, clock, log);
        Http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public TestClock Clock { get; }

    public LogBook Log { get; }

    internal ChallengeTokens Tokens => _app.Services.GetRequiredService<ChallengeTokens>();

    internal App Home => _app.Services.GetRequiredService<AppDirectory>().Home;

    public Database Database => _app.Services.GetRequiredService<Database>();

    public string DatabaseFile => Path.Combine(_folder.FullName, "keystile.db");

    internal IServiceProvider Provider => _app.Services;

    internal T Service<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Starts with rate limits off, unless a setting (<c>KEYSTILE_NAME=value</c>) says otherwise.</summary>
    public static Task<TestServer> StartAsync(params string[] settings) => StartAsync(new TestClock(), settings);

    /// <summary>Starts at the time of that clock.</summary>
    public static async Task<TestServer> StartAsync(TestClock clock, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("keystile-");
        var log = new LogBook();
        string[] defaults = ["KEYSTILE_URLS=http://127.0.0.1:0", $"KEYSTILE_DATABASE=sqlite:{folder.FullName}/keystile.db", "KEYSTILE_RATE_LIMITS=off", "Logging:LogLevel:Default=Debug", "Logging:LogLevel:Microsoft=Debug"];
        try
        {
            var app = await ServerHost.BuildAsync([.. defaults.Concat(settings).Select(setting => "--" + setting)], clock, builder => builder.Logging.ClearProviders().AddProvider(log));
            await app.StartAsync();
            return new(app, folder, clock, log);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    public async Task<int> CountAsync(string table)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={DatabaseFile};Mode=ReadOnly");
        await connection.OpenAsync();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return Convert.ToInt32(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>What no part of the server does yet, done to its database from outside.</summary>
    public async Task ExecuteAsync(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={DatabaseFile}");
        await connection.OpenAsync();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
