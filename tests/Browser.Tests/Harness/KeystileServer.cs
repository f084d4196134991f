using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace Keystile.Browser.Tests;

/// <summary>The real program in a process of its own, on a free port, with an empty database that goes with it.</summary>
internal sealed class KeystileServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly ConcurrentQueue<string> _said = [];

    private KeystileServer(int port, string[] settings)
    {
        Origin = $"http://localhost:{port}";
        _folder = Directory.CreateTempSubdirectory("keystile-browser-");
        Environment = new()
        {
            ["KEYSTILE_PUBLIC_URL"] = Origin,
            ["KEYSTILE_URLS"] = Origin,
            ["KEYSTILE_DATABASE"] = "sqlite:" + DatabaseFile,
            ["KEYSTILE_RATE_LIMITS"] = "off",
        };
        foreach (var setting in settings) Environment[setting[..setting.IndexOf('=')]] = setting[(setting.IndexOf('=') + 1)..];
        _process = new Process { StartInfo = Start() };
        _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
    }

    public string Origin { get; }

    /// <summary>What a program beside the server must know to find the same database.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>The link to the first operator that the start printed.</summary>
    public string FirstLink => _said.SelectMany(line => line.Split(' ')).First(word => word.Contains("/admin/join#", StringComparison.Ordinal));

    private string DatabaseFile => Path.Combine(_folder.FullName, "keystile.db");

    /// <summary>Makes a person's sessions ten minutes older than they are, so that they are raised no longer.</summary>
    public Task AgeSessionsAsync(string username) => ChangeAsync(
        "UPDATE sessions SET created_at = created_at - 600000, step_up_until = NULL WHERE user_id = (SELECT id FROM users WHERE username = $name)", username);

    /// <summary>Makes a person's account two days older than it is.</summary>
    public Task AgeAccountAsync(string username) => ChangeAsync("UPDATE users SET created_at = created_at - 172800000 WHERE username = $name", username);

    /// <summary>Makes a person's passkeys synced ones of Google's password manager; no simulated authenticator says it is.</summary>
    public Task PutIntoGooglePasswordManagerAsync(string username) => ChangeAsync("""
        UPDATE webauthn_credentials SET aaguid = x'ea9b8d664d011d213ce4b6b48cb575d4', backup_eligible = 1, backup_state = 1
        WHERE user_id = (SELECT id FROM users WHERE username = $name)
        """, username);

    /// <summary>Locks a person's passkeys, as an operator does, but the one of that name.</summary>
    public Task LockPasskeysButAsync(string username, string name) => ChangeAsync(
        "UPDATE webauthn_credentials SET disabled_at = created_at WHERE user_id = (SELECT id FROM users WHERE username = $name) AND name <> $other", username, name);

    private async Task ChangeAsync(string sql, string username, string? other = null)
    {
        SQLitePCL.Batteries_V2.Init();
        await using var connection = new SqliteConnection("Data Source=" + DatabaseFile);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$name", username);
        if (other is not null) command.Parameters.AddWithValue("$other", other);
        (await command.ExecuteNonQueryAsync()).ShouldBePositive();
    }

    /// <summary>Lets people sign in at an identity provider, on Keystile's own pages.</summary>
    public async Task AddProviderAsync(string name, string issuer, string clientId, string clientSecret)
    {
        var secret = Path.Combine(_folder.FullName, "client-secret.txt");
        await File.WriteAllTextAsync(secret, clientSecret);
        await RunAsync("providers", "add", "home", name, "--issuer", issuer, "--client-id", clientId, "--client-secret-file", secret);
        // A running server follows what the command line did within seconds.
        using var http = new HttpClient();
        while (!(await http.GetStringAsync(new Uri(Origin + "/api/external"))).Contains(name, StringComparison.Ordinal)) await Task.Delay(50);
    }

    /// <summary>Runs the program's command line beside the server, on the same database.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        using var run = Process.Start(Start(arguments))!;
        var said = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        run.ExitCode.ShouldBe(0, said);
        return said;
    }

    public static async Task<KeystileServer> StartAsync(params string[] settings)
    {
        var server = new KeystileServer(FreePort(), settings);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        using var http = new HttpClient();
        while (!await server.AnswersAsync(http))
        {
            if (server._process.HasExited) throw new InvalidOperationException("The server stopped: " + string.Join('\n', server._said));
            await Task.Delay(50);
        }
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private ProcessStartInfo Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Program, .. arguments]) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return start;
    }

    private async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            return (await http.GetAsync(new Uri(Origin + "/health/ready"))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>A port that nobody listens at.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
