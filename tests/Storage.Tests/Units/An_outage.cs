using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Keystile.Storage.Tests;

public sealed class An_outage : Store
{
    [Fact]
    public async Task of_a_commit_is_told_to_all_who_shared_it_and_stores_nothing_of_theirs()
    {
        var held = await HeldWriter.OfAsync(Database);
        var before = SpendAsync();
        var culprit = Database.WriteAsync(async tx =>
        {
            // A foreign key that is looked at only when the commit comes: the one way to make it fail by SQL.
            await tx.ExecuteAsync("PRAGMA defer_foreign_keys = ON");
            return await tx.ExecuteAsync("INSERT INTO users (app_id, id, user_handle, display_name, created_at) VALUES ('nowhere', $1, $1, '', 0)", new byte[16]);
        }, Stop);
        var after = SpendAsync();
        var first = held.ReleaseAsync();

        foreach (var unit in (Task[])[first, before, culprit, after]) await Should.ThrowAsync<DatabaseUnavailableException>(unit);
        (await CountAsync()).ShouldBe(0);
        (await SpendAsync()).ShouldBeTrue();
        (await CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task by_a_full_disk_leaves_reads_be_and_is_over_when_there_is_room_again()
    {
        await Database.WriteAsync(tx => tx.ExecuteAsync("PRAGMA max_page_count = 1"), Stop);
        var stored = 0;
        await Should.ThrowAsync<DatabaseUnavailableException>(async () =>
        {
            for (; stored < 100_000; stored++) await SpendAsync();
        });

        (await CountAsync()).ShouldBe(stored);
        await Should.ThrowAsync<DatabaseUnavailableException>(async () =>
        {
            for (var i = 0; i < 100_000; i++) await SpendAsync();
        });
        await Database.WriteAsync(tx => tx.ExecuteAsync("PRAGMA max_page_count = 1073741823"), Stop);
        for (var i = 0; i < 1000; i++) (await SpendAsync()).ShouldBeTrue();
        (await Database.ReadAsync(tx => tx.FindAsync("PRAGMA integrity_check", static row => row.Text(0)), Stop)).ShouldBe("ok");
    }

    [Fact]
    public async Task by_a_full_queue_is_told_at_once_to_whom_it_does_not_take()
    {
        var held = await HeldWriter.OfAsync(Database);
        var taken = Enumerable.Range(0, SqliteWriter.Capacity).Select(_ => SpendAsync()).ToArray();

        await Should.ThrowAsync<DatabaseUnavailableException>(SpendAsync);
        taken.ShouldAllBe(unit => !unit.IsCompleted);
        await held.ReleaseAsync();
        (await Task.WhenAll(taken)).ShouldAllBe(spent => spent);
        (await SpendAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task by_another_process_that_writes_is_waited_out_or_told_and_then_over()
    {
        await using var beside = OpenBeside();
        Execute(beside, "BEGIN IMMEDIATE");
        var waiting = SpendAsync();
        Execute(beside, "COMMIT");
        (await waiting).ShouldBeTrue();

        await Database.WriteAsync(tx => tx.ExecuteAsync("PRAGMA busy_timeout = 20"), Stop);
        Execute(beside, "BEGIN IMMEDIATE");
        await Should.ThrowAsync<DatabaseUnavailableException>(SpendAsync);
        Execute(beside, "COMMIT");
        (await SpendAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task by_closing_comes_after_all_that_was_taken_is_stored()
    {
        var held = await HeldWriter.OfAsync(Database);
        var taken = Enumerable.Range(0, 1000).Select(_ => SpendAsync()).ToArray();
        var closing = Database.DisposeAsync().AsTask();
        await held.ReleaseAsync();
        await closing;

        (await Task.WhenAll(taken)).ShouldAllBe(spent => spent);
        await Should.ThrowAsync<DatabaseUnavailableException>(SpendAsync);
        await Should.ThrowAsync<DatabaseUnavailableException>(async () => await CountAsync());
        System.IO.File.Exists(File + "-wal").ShouldBeFalse();
        await using var beside = OpenBeside();
        Scalar(beside, "SELECT count(*) FROM spent").ShouldBe(1000L);
    }

    [Fact]
    public async Task by_loss_of_power_is_provided_for_on_every_connection()
    {
        string[] settings = ["journal_mode:wal", "synchronous:2", "foreign_keys:1", "trusted_schema:0", "cell_size_check:1", "busy_timeout:5000"];
        foreach (var (pragma, value) in settings.Select(setting => setting.Split(':') is [var pragma, var value] ? (pragma, value) : default))
            (await Database.WriteAsync(tx => tx.FindAsync($"PRAGMA {pragma}", static row => row.Text(0)), Stop)).ShouldBe(value, pragma);
        foreach (var pragma in (string[])["foreign_keys", "query_only", "cell_size_check"])
            (await Database.ReadAsync(tx => tx.FindAsync($"PRAGMA {pragma}", static row => row.Text(0)), Stop)).ShouldBe("1", pragma);
    }

    [Fact]
    public async Task takes_nothing_with_it_that_was_answered()
    {
        await using var beside = OpenBeside();
        for (var i = 1L; i <= 50; i++)
        {
            await SpendAsync();
            Scalar(beside, "SELECT count(*) FROM spent").ShouldBe(i);
        }
    }

    private Task<bool> SpendAsync() =>
        Database.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, RandomNumberGenerator.GetBytes(16), SpentKind.Challenge, Now, epoch: 0), Stop);

    private async Task<long> CountAsync() =>
        (await Database.ReadAsync(tx => tx.FindAsync("SELECT count(*) FROM spent", static row => Tuple.Create(row.Number(0))), Stop))!.Item1;

    private SqliteConnection OpenBeside()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql) => Scalar(connection, sql);

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
