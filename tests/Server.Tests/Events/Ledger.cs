using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Keystile.Server.Events.Sealing;
using Keystile.Storage;
using Keystile.Storage.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Keystile.Server.Tests.Events;

/// <summary>A server's record, and the hand of somebody who can write to the database behind its back.</summary>
internal sealed class Ledger : IAsyncDisposable
{
    private readonly PostgresServer? _postgres;
    private readonly DbConnection _hand;

    private Ledger(TestServer server, PostgresServer? postgres, DbConnection hand) => (Server, _postgres, _hand) = (server, postgres, hand);

    public TestServer Server { get; }

    /// <summary>How many events the server's own start had recorded.</summary>
    public long There { get; private set; }

    public bool IsPostgres => _postgres is not null;

    public static async Task<Ledger> OpenAsync(bool onPostgres)
    {
        var postgres = onPostgres ? await PostgresServer.StartAsync() : null;
        var url = postgres is null ? null : await postgres.NewDatabaseAsync();
        var server = url is null ? await TestServer.StartAsync() : await TestServer.StartAsync("KEYSTILE_DATABASE=" + url, "KEYSTILE_MASTER_KEY=" + new string('7', 64));
        DbConnection hand = postgres is null ? new SqliteConnection($"Data Source={server.DatabaseFile};Pooling=False") : new NpgsqlConnection(Settings(new Uri(url!)));
        await hand.OpenAsync();
        var ledger = new Ledger(server, postgres, hand);
        ledger.There = (await ledger.NumbersAsync("SELECT count(*) FROM events"))[0];
        return ledger;
    }

    private static string Settings(Uri url) =>
        $"Host={url.Host};Port={url.Port};Username=keystile;Password={Uri.UnescapeDataString(url.UserInfo.Split(':')[1])};Database={url.AbsolutePath[1..]};Pooling=false";

    /// <summary>So many events, in seals of a few each.</summary>
    public async Task FillAsync(int count)
    {
        for (var i = 0; i < count;)
        {
            var portion = Math.Min(count - i, RandomNumberGenerator.GetInt32(1, 12));
            await Server.Database.WriteAsync(async writing =>
            {
                for (var j = 0; j < portion; j++) await EventStore.AddAsync(writing, NewEvent(i + j));
            });
            await SealAsync();
            i += portion;
        }
    }

    public static EventRow NewEvent(int i) => new(EventKind.SignedIn, "home", TimeProvider.System.GetUtcNow().AddSeconds(-i))
    {
        UserId = Guid.CreateVersion7(),
        Device = i % 3 == 0 ? null : "Firefox on Linux",
        Detail = i.ToString(CultureInfo.InvariantCulture),
    };

    public Task<int> SealAsync() => Server.Service<Sealer>().SealAsync();

    public Task<AuditReport> AuditAsync() => new Audit(Server.Database, Server.Service<AuditKey>().Accepted).RunAsync([]);

    /// <summary>What was done last, for who looks into a failure.</summary>
    public string Last { get; private set; } = "";

    /// <summary>Does it behind the server's back.</summary>
    public async Task<int> TamperAsync(string sql)
    {
        Last = sql;
        await using var command = _hand.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The numbers that a query names.</summary>
    public async Task<List<long>> NumbersAsync(string sql)
    {
        await using var command = _hand.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        List<long> numbers = [];
        while (await reader.ReadAsync()) numbers.Add(reader.GetInt64(0));
        return numbers;
    }

    public async ValueTask DisposeAsync()
    {
        await _hand.DisposeAsync();
        await Server.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
    }
}
