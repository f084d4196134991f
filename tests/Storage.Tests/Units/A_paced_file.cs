using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keystile.Storage.Tests;

public sealed class A_paced_file : IDisposable
{
    private readonly OneFile _file = new("paced.db");
    private readonly SqliteConnection _folding;
    private readonly PacedFile _paced;

    public A_paced_file()
    {
        _folding = SqliteConnections.OpenWriter(_file.Path);
        _paced = PacedFile.Of(_folding);
        OneFile.Ask(_folding, "CREATE TABLE pages (page BLOB)");
        OneFile.Ask(_folding, OneFile.Pages(400));
    }

    [Fact]
    public void is_synced_every_8_pages_that_are_folded_into_it()
    {
        OneFile.Fold(_folding).ShouldBeGreaterThanOrEqualTo(400);

        _paced.Syncs.ShouldBeInRange(400 / 8, 440 / 8);
        OneFile.Ask(_folding, "DELETE FROM pages WHERE rowid % 2 = 0");
        OneFile.Fold(_folding);
        using var other = SqliteConnections.OpenReader(_file.Path);
        OneFile.Ask(other, "SELECT count(*) FROM pages").ShouldBe(200L);
        OneFile.Ask(other, "PRAGMA integrity_check").ShouldBe("ok");
    }

    [Fact]
    public void is_so_for_one_connection_alone()
    {
        using var other = SqliteConnections.OpenWriter(_file.Path);
        OneFile.Fold(other).ShouldBeGreaterThanOrEqualTo(400);
        _paced.Syncs.ShouldBe(0);
    }

    [Fact]
    public void is_synced_less_often_where_it_should_be_done_sooner()
    {
        _paced.PagesAtOnce = 100;
        OneFile.Fold(_folding).ShouldBeGreaterThanOrEqualTo(400);
        _paced.Syncs.ShouldBe(4);
    }

    [Fact]
    public void that_cannot_be_synced_ends_the_fold_there_and_leaves_all_in_the_log()
    {
        // The null device takes every page, and syncs none.
        using (_file.Swap("", "/dev/null")) OneFile.Checkpoint(_folding, out _, out _).ShouldBe(raw.SQLITE_IOERR);

        _paced.Syncs.ShouldBe(1);
        using var other = SqliteConnections.OpenWriter(_file.Path);
        OneFile.Fold(other).ShouldBeGreaterThanOrEqualTo(400);
        OneFile.Ask(other, "SELECT count(*) FROM pages").ShouldBe(400L);
    }

    [Fact]
    public void is_closed_with_its_connection_and_opens_again()
    {
        _folding.Dispose();
        using var again = SqliteConnections.OpenWriter(_file.Path);
        PacedFile.Of(again);
        OneFile.Ask(again, "SELECT count(*) FROM pages").ShouldBe(400L);
    }

    public void Dispose()
    {
        _folding.Dispose();
        _file.Dispose();
    }
}
