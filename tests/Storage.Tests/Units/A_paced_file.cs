using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keystile.Storage.Tests;

public sealed class A_paced_file : IDisposable
{
    private const string Pages = "CREATE TABLE pages (page BLOB); WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO pages SELECT randomblob(4000) FROM n";

    private readonly string _folder = Directory.CreateTempSubdirectory("keystile-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "paced.db");

    [Fact]
    public void is_synced_every_8_pages_that_are_folded_into_it()
    {
        using var writer = SqliteConnections.OpenWriter(Path);
        using var folding = SqliteConnections.OpenWriter(Path);
        var file = PacedFile.Of(folding);
        Run(writer, Pages);

        Fold(folding).ShouldBeGreaterThanOrEqualTo(400);

        file.Syncs.ShouldBeInRange(400 / 8, 440 / 8);
        Run(writer, "DELETE FROM pages WHERE rowid % 2 = 0");
        Fold(folding);
        Ask(writer, "SELECT count(*) FROM pages").ShouldBe(200L);
        Ask(writer, "PRAGMA integrity_check").ShouldBe("ok");
    }

    [Fact]
    public void is_so_for_one_connection_alone()
    {
        using var writer = SqliteConnections.OpenWriter(Path);
        using var folding = SqliteConnections.OpenWriter(Path);
        var file = PacedFile.Of(folding);
        Run(writer, Pages);

        Fold(writer).ShouldBeGreaterThanOrEqualTo(400);

        file.Syncs.ShouldBe(0);
    }

    [Fact]
    public void is_not_paced_where_it_need_not_be()
    {
        using var folding = SqliteConnections.OpenWriter(Path);
        var file = PacedFile.Of(folding);
        file.IsPaced = false;
        Run(folding, Pages);

        Fold(folding).ShouldBeGreaterThanOrEqualTo(400);

        file.Syncs.ShouldBe(0);
    }

    [Fact]
    public void is_closed_with_its_connection_and_opens_again()
    {
        for (var time = 0; time < 3; time++)
        {
            using var folding = SqliteConnections.OpenWriter(Path);
            PacedFile.Of(folding);
            Run(folding, "CREATE TABLE IF NOT EXISTS pages (page BLOB); INSERT INTO pages VALUES (randomblob(4000))");
            Ask(folding, "SELECT count(*) FROM pages").ShouldBe(time + 1L);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static int Fold(SqliteConnection connection)
    {
        raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var all, out var folded).ShouldBe(raw.SQLITE_OK);
        folded.ShouldBe(all);
        return folded;
    }

    private static void Run(SqliteConnection connection, string sql) => Ask(connection, sql);

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants only.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
