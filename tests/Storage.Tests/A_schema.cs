using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;

namespace Keystile.Storage.Tests;

public sealed class A_schema : Store
{
    private static readonly Migration s_next = new(9999, "9999_next", "CREATE TABLE next (id INTEGER); INSERT INTO next VALUES (3)");

    [Fact]
    public async Task is_made_in_a_new_file_and_left_as_it_is_when_opened_again()
    {
        var before = await RecordAsync();
        await AddUserAsync("alice");
        await Database.DisposeAsync();
        await OpenAsync();

        before.ShouldBe(Migrator.Known("Sqlite").Select(known => ((long)known.Number, known.Name)));
        (await RecordAsync()).ShouldBe(before);
        (await Database.ReadAsync(tx => UserStore.FindByUsernameAsync(tx, App, Username.TryCreate("alice")!), Stop)).ShouldNotBeNull();
    }

    [Fact]
    [UnsupportedOSPlatform("windows")] // which has no such modes
    public void is_made_in_files_that_nobody_else_may_read()
    {
        foreach (var file in new[] { File, File + "-wal" })
            System.IO.File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task that_is_newer_than_the_program_is_refused()
    {
        await Database.WriteAsync(tx => tx.ExecuteAsync("INSERT INTO migrations VALUES (9999, '9999_future', '', 0)"), Stop);
        await Database.DisposeAsync();

        (await Should.ThrowAsync<DatabaseRefusedException>(OpenAsync)).Message.ShouldContain("start the newer program");
    }

    [Fact]
    public async Task made_by_another_text_of_a_migration_is_refused()
    {
        await Database.WriteAsync(tx => tx.ExecuteAsync("UPDATE migrations SET checksum = 'another' WHERE number = 1"), Stop);
        await Database.DisposeAsync();

        (await Should.ThrowAsync<DatabaseRefusedException>(OpenAsync)).Message.ShouldContain("0001_initial");
    }

    [Fact]
    public async Task is_brought_up_to_date_step_by_step_and_by_one_of_many_at_once()
    {
        await Database.DisposeAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => MigrateAsync(s_next), Stop)));

        await using var connection = SqliteConnections.OpenWriter(File);
        Scalar(connection, "SELECT count(*) FROM next").ShouldBe(1L);
        Scalar(connection, "SELECT group_concat(number) FROM migrations").ShouldBe(string.Join(',', Migrator.Known("Sqlite").Append(s_next).Select(known => known.Number)));
    }

    [Fact]
    public async Task stays_as_it_was_where_a_step_fails_halfway_and_the_step_is_done_when_it_is_mended()
    {
        await Database.DisposeAsync();

        await Should.ThrowAsync<SqliteException>(() => MigrateAsync(s_next with { Sql = "CREATE TABLE next (id INTEGER); INSERT INTO nowhere VALUES (1)" }));
        await using (var connection = SqliteConnections.OpenWriter(File)) Scalar(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'next'").ShouldBe(0L);
        await MigrateAsync(s_next);
        await using (var connection = SqliteConnections.OpenWriter(File)) Scalar(connection, "SELECT id FROM next").ShouldBe(3L);
    }

    [Fact]
    public async Task lets_no_row_of_one_app_point_into_another()
    {
        await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("other")), Stop);
        var alice = await AddUserAsync("alice");

        const string Insert = """
            INSERT INTO sessions (app_id, id, user_id, token_hash, amr, auth_time, created_at, last_seen_at, expires_at, idle_expires_at)
            VALUES ($1, $2, $3, $4, '[]', 0, 0, 0, 0, 0)
            """;
        (await Database.WriteAsync(tx => tx.ExecuteAsync(Insert, App, Guid.CreateVersion7(), alice.Id, new byte[32]), Stop)).ShouldBe(1);
        await Should.ThrowAsync<SqliteException>(() => Database.WriteAsync(tx => tx.ExecuteAsync(Insert, "other", Guid.CreateVersion7(), alice.Id, new byte[32]), Stop));
    }

    [Theory]
    [InlineData("mysql://user:secret@host/db")]
    [InlineData("sqlite:")]
    [InlineData("sqlite::memory:")]
    [InlineData("keystile.db")]
    public async Task is_looked_for_at_an_address_only(string url)
    {
        var refusal = await Should.ThrowAsync<DatabaseRefusedException>(() => Storage.Database.OpenAsync(url, TimeProvider.System, Stop));
        refusal.Message.ShouldContain("sqlite:path/to/keystile.db");
        refusal.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task is_not_written_over_what_is_no_database()
    {
        await Database.DisposeAsync();
        await System.IO.File.WriteAllTextAsync(File, new string('x', 8192), Stop);

        await Should.ThrowAsync<DatabaseUnavailableException>(OpenAsync);
        (await System.IO.File.ReadAllTextAsync(File, Stop)).ShouldBe(new string('x', 8192));
    }

    [Fact]
    public void is_looked_after_by_the_library_of_the_system() => SqliteLibrary.Version.ShouldStartWith("3.");

    private async Task MigrateAsync(Migration next)
    {
        await using var connection = SqliteConnections.OpenWriter(File);
        await Migrator.RunAsync(connection, Dialect.For($"sqlite:{File}"), "BEGIN IMMEDIATE", [.. Migrator.Known("Sqlite"), next], TimeProvider.System);
    }

    private async Task<IReadOnlyList<(long, string)>> RecordAsync() =>
        await Database.ReadAsync(tx => tx.ListAsync("SELECT number, name FROM migrations", static row => (row.Number(0), row.Text(1))), Stop);

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
