using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keystile.Storage.Tests;

public sealed class A_paced_file : IDisposable
{
    private const string Pages = "CREATE TABLE pages (page BLOB); WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO pages SELECT randomblob(4000) FROM n";

    private readonly string _folder = Directory.CreateTempSubdirectory("keystile-").FullName;
    private readonly SqliteConnection _folding;
    private readonly PacedFile _file;

    public A_paced_file()
    {
        _folding = SqliteConnections.OpenWriter(Path);
        _file = PacedFile.Of(_folding);
        Ask(_folding, Pages);
    }

    private string Path => System.IO.Path.Combine(_folder, "paced.db");

    [Fact]
    public void is_synced_every_8_pages_that_are_folded_into_it()
    {
        Fold(_folding).ShouldBeGreaterThanOrEqualTo(400);

        _file.Syncs.ShouldBeInRange(400 / 8, 440 / 8);
        Ask(_folding, "DELETE FROM pages WHERE rowid % 2 = 0");
        Fold(_folding);
        using var other = SqliteConnections.OpenReader(Path);
        Ask(other, "SELECT count(*) FROM pages").ShouldBe(200L);
        Ask(other, "PRAGMA integrity_check").ShouldBe("ok");
    }

    [Fact]
    public void is_so_for_one_connection_alone()
    {
        using var other = SqliteConnections.OpenWriter(Path);
        Fold(other).ShouldBeGreaterThanOrEqualTo(400);
        _file.Syncs.ShouldBe(0);
    }

    [Fact]
    public void is_not_paced_where_it_need_not_be()
    {
        _file.IsPaced = false;
        Fold(_folding).ShouldBeGreaterThanOrEqualTo(400);
        _file.Syncs.ShouldBe(0);
    }

    [Fact]
    public void that_cannot_be_synced_ends_the_fold_there_and_leaves_all_in_the_log()
    {
        // The null device takes every page, and syncs none.
        using (var nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite))
        {
            Dup2((int)nowhere.DangerousGetHandle(), Descriptor(Path)).ShouldBeGreaterThan(0);
        }

        Checkpoint(_folding, out _, out _).ShouldBe(raw.SQLITE_IOERR);

        _file.Syncs.ShouldBe(1);
        using var other = SqliteConnections.OpenWriter(Path);
        Fold(other).ShouldBeGreaterThanOrEqualTo(400);
        Ask(other, "SELECT count(*) FROM pages").ShouldBe(400L);
    }

    [Fact]
    public void is_closed_with_its_connection_and_opens_again()
    {
        _folding.Dispose();
        using var again = SqliteConnections.OpenWriter(Path);
        PacedFile.Of(again);
        Ask(again, "SELECT count(*) FROM pages").ShouldBe(400L);
    }

    public void Dispose()
    {
        _folding.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int Fold(SqliteConnection connection)
    {
        Checkpoint(connection, out var all, out var folded).ShouldBe(raw.SQLITE_OK);
        folded.ShouldBe(all);
        return folded;
    }

    private static int Checkpoint(SqliteConnection connection, out int all, out int folded) =>
        raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out all, out folded) & 0xFF;

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants only.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static int Descriptor(string file) =>
        int.Parse(System.IO.Path.GetFileName(Directory.EnumerateFiles("/proc/self/fd").Single(link => new FileInfo(link).LinkTarget == file)), System.Globalization.CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int Dup2(int from, int to);
}
