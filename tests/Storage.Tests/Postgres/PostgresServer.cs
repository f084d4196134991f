using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Keystile.Storage.Tests;

/// <summary>A PostgreSQL of its own: Debian's programs, a new cluster in a folder that is deleted, a free port of loopback. The machine's own is not touched.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    // It must not run as root; its packages bring a user for it.
    private static readonly string[] s_asItsUser = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];
    private static readonly string s_programs = Directory.GetDirectories("/usr/lib/postgresql").OrderBy(folder => int.Parse(Path.GetFileName(folder)!)).Last() + "/bin/";

    // With a character that an address must write as %40.
    private const string Password = "p@ss";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "keystile-postgres-" + RandomNumberGenerator.GetHexString(12, lowercase: true));
    private int _databases;

    public int Port { get; private set; } = FreePort();

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        await RunAsync("initdb", "-D", server._folder, "-U", "keystile", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        await server.LaunchAsync();
        await server.ExecuteAsync($"ALTER USER keystile PASSWORD '{Password}'");
        // Its own user, as an installation has it: row-level security holds for no superuser.
        await server.ExecuteAsync($"CREATE USER server PASSWORD '{Password}'");
        await RunAsync("sh", "-c", $"echo 'host all all 127.0.0.1/32 scram-sha-256' > {server._folder}/pg_hba.conf");
        await server.ExecuteAsync("SELECT pg_reload_conf()");
        return server;
    }

    /// <summary>The address of a new, empty database.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = "test" + Interlocked.Increment(ref _databases);
        await ExecuteAsync($"CREATE DATABASE {name} OWNER server");
        return Address(name);
    }

    public string Address(string database, int? port = null) => $"postgres://server:{Uri.EscapeDataString(Password)}@127.0.0.1:{port ?? Port}/{database}";

    /// <summary>Every process of it at once, in the middle of whatever it does, with nothing written down.</summary>
    public Task KillAsync() => RunAsync("pg_ctl", "-D", _folder, "-m", "immediate", "stop");

    /// <summary>The same by SIGKILL. Every process must be gone before another server may open the files.</summary>
    public Task KillHardAsync() => RunAsync("sh", "-c",
        // Stopped first, so that it makes no child that the list lacks.
        $"server=$(head -1 {_folder}/postmaster.pid); kill -STOP $server; all=\"$server $(pgrep -P $server)\"; kill -9 $all; for each in $all; do while kill -0 $each 2>/dev/null; do sleep 0.01; done; done");

    /// <summary>It says nothing more while its sockets stay open, as behind a network that drops every packet, until what is answered is disposed of.</summary>
    public async Task<IAsyncDisposable> SilenceAsync()
    {
        await SignalAsync("STOP");
        return new Silence(this);
    }

    private Task SignalAsync(string signal) => RunAsync("sh", "-c",
        $"server=$(head -1 {_folder}/postmaster.pid); kill -{signal} $server; kill -{signal} $(pgrep -P $server) 2>/dev/null || true");

    private sealed class Silence(PostgresServer server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await server.SignalAsync("CONT");
    }

    public Task LaunchAsync() => RunAsync("pg_ctl", "-D", _folder, "-w", "-l", _folder + "/log",
        "-o", $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 -c fsync=on", "start");

    /// <summary>A replica of it that follows, without being waited for.</summary>
    public async Task<PostgresServer> StartStandbyAsync()
    {
        await RunAsync("sh", "-c", $"echo 'host replication all 127.0.0.1/32 scram-sha-256' >> {_folder}/pg_hba.conf");
        await ExecuteAsync("SELECT pg_reload_conf()");
        var standby = new PostgresServer();
        await RunAsync("sh", "-c", $"PGPASSWORD='{Password}' {s_programs}pg_basebackup -h 127.0.0.1 -p {Port} -U keystile -D {standby._folder} -R -c fast --no-sync");
        await standby.LaunchAsync();
        return standby;
    }

    /// <summary>Waits until it has all that the primary has committed, and then lets it hear nothing more.</summary>
    public async Task CutOffAsync(PostgresServer primary)
    {
        var committed = await primary.ExecuteAsync("SELECT pg_current_wal_lsn()::text");
        while (await ExecuteAsync($"SELECT pg_last_wal_replay_lsn() >= '{committed}'") is not true) await Task.Delay(20);
        await SetAsync("primary_conninfo", "");
        while (await ExecuteAsync("SELECT count(*) FROM pg_stat_wal_receiver") is not 0L) await Task.Delay(20);
    }

    /// <summary>Becomes the primary, at the address of the one that is gone.</summary>
    public async Task TakeOverAsync(PostgresServer gone)
    {
        await RunAsync("pg_ctl", "-D", _folder, "-w", "promote");
        await RunAsync("pg_ctl", "-D", _folder, "-m", "fast", "-w", "stop");
        Port = gone.Port;
        await LaunchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // A test may end while it is down.
        await RunAsync("sh", "-c", $"{s_programs}pg_ctl -D {_folder} -m immediate stop || true");
        await RunAsync("rm", "-rf", _folder);
    }

    /// <summary>Changes a setting of it, for this life and the next.</summary>
    public async Task SetAsync(string name, string value)
    {
        await ExecuteAsync($"ALTER SYSTEM SET {name} = '{value}'");
        await ExecuteAsync("SELECT pg_reload_conf()");
    }

    /// <summary>Runs a statement in the database of that address, as its superuser.</summary>
    public Task<object?> ExecuteAtAsync(string address, string sql) => ExecuteAsync(sql, new Uri(address).AbsolutePath[1..]);

    /// <summary>The first value of the answer, where there is one.</summary>
    public async Task<object?> ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username=keystile;Password={Password};Database={database};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var found = File.Exists(s_programs + program) ? s_programs + program : program;
        string[] line = [.. s_asItsUser, found, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = "/", RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {said}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
