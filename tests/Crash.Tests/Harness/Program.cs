using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace Keystile.Crash.Tests;

/// <summary>The built program in a process of its own, on one address and one database through all its lives.</summary>
internal sealed class Program : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _settings;
    private readonly ConcurrentQueue<string> _said = [];
    private Process? _process;

    /// <param name="folder">Where the database and the root key are.</param>
    /// <param name="database">Its address; null for a SQLite file in the folder.</param>
    public Program(DirectoryInfo folder, string? database = null)
    {
        Folder = folder;
        Origin = $"http://localhost:{FreePort()}";
        _settings = new()
        {
            ["KEYSTILE_URLS"] = Origin,
            ["KEYSTILE_PUBLIC_URL"] = Origin,
            ["KEYSTILE_RATE_LIMITS"] = "off",
            ["KEYSTILE_DATABASE"] = database ?? "sqlite:" + DatabaseFile,
            ["KEYSTILE_MASTER_KEY"] = new string('7', 64),
        };
        Http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(Origin), Timeout = TimeSpan.FromSeconds(20) };
    }

    public DirectoryInfo Folder { get; }

    /// <summary>What runs it in its next life, such as strace with its arguments; nothing as a rule.</summary>
    public string[] Wrapper { get; set; } = [];

    /// <summary>The address that people use; another than <see cref="Origin"/> where a proxy stands before it.</summary>
    public string PublicUrl { get => _settings["KEYSTILE_PUBLIC_URL"]; init => _settings["KEYSTILE_PUBLIC_URL"] = value; }

    /// <summary>More of its settings, as NAME=value.</summary>
    public IEnumerable<string> Settings { init { foreach (var setting in value.Select(setting => setting.Split('=', 2))) _settings[setting[0]] = setting[1]; } }

    public string Origin { get; }

    public HttpClient Http { get; }

    public string DatabaseFile => Path.Combine(Folder.FullName, "keystile.db");

    /// <summary>Of the process that was started: the wrapper's where there is one.</summary>
    public int ProcessId => _process!.Id;

    public bool HasExited => _process!.HasExited;

    /// <summary>Starts it and waits until it is ready. Returns how long that took.</summary>
    public async Task<TimeSpan> StartAsync()
    {
        _said.Clear();
        var watch = Stopwatch.StartNew();
        _process = Begin();
        _process.OutputDataReceived += (_, said) => _said.Enqueue(said.Data ?? "");
        _process.ErrorDataReceived += (_, said) => _said.Enqueue(said.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        while (!await IsReadyAsync())
        {
            if (_process.HasExited) throw new InvalidOperationException("The server stopped: " + string.Join('\n', _said));
            if (watch.Elapsed > Patience) throw new TimeoutException("The server did not become ready: " + string.Join('\n', _said));
            await Task.Delay(20);
        }
        return watch.Elapsed;
    }

    /// <summary>Runs one of its commands beside it. Returns the exit code and what it printed.</summary>
    public async Task<(int ExitCode, string Printed)> RunAsync(params string[] arguments)
    {
        using var command = Begin(arguments);
        var printed = command.StandardOutput.ReadToEndAsync();
        await Task.WhenAll(printed, command.StandardError.ReadToEndAsync(), command.WaitForExitAsync());
        return (command.ExitCode, await printed);
    }

    /// <summary>Begun ceremonies of its next life, and soon of this one, wait for their answer as long as they ever may.</summary>
    public async Task BePatientAsync() => (await RunAsync("apps", "set", "home", "--set", "challengeSeconds=600")).ExitCode.ShouldBe(0);

    /// <summary>The first line it printed in this life that has this in it.</summary>
    public async Task<string> SaidAsync(string part)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            if (_said.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } line) return line;
            if (watch.Elapsed > Patience) throw new TimeoutException($"The server did not say {part}: {string.Join('\n', _said)}");
        }
    }

    /// <summary>Runs a statement in its SQLite file, as another program would. The first value of the answer, where there is one.</summary>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Another program changed its SQLite file, so that it reads anew whatever it needs.</summary>
    public Task ForgetPagesAsync() => ExecuteAsync("UPDATE apps SET name = name");

    /// <summary>The same, and nothing is in the log.</summary>
    public async Task LeaveAllInTheFileAsync()
    {
        await ForgetPagesAsync();
        (await ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)")).ShouldBe(0L);
    }

    /// <summary>SIGKILL: not a line of code runs any more.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: it finishes what it took. Returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public Task<bool> IsReadyAsync() => IsGoodAsync("/health/ready");

    public Task<bool> IsAliveAsync() => IsGoodAsync("/health/live");

    private Process Begin(params string[] arguments)
    {
        string[] line = [.. Wrapper, "dotnet", Path.Combine(AppContext.BaseDirectory, "keystile.dll"), .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = Folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _settings) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private async Task<bool> IsGoodAsync(string path)
    {
        try
        {
            return (await Http.GetAsync(path)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
        Http.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
