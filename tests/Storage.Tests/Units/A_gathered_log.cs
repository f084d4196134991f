using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keystile.Storage.Tests;

public sealed class A_gathered_log : IDisposable
{
    private const int FramesAtOnce = 31;

    private readonly OneFile _file = new("gathered.db");
    private readonly SqliteConnection _connection;
    private readonly GatheredLog _log;
    private readonly ControlStatement _begin, _commit;

    public A_gathered_log()
    {
        _connection = SqliteConnections.OpenWriter(_file.Path);
        OneFile.Ask(_connection, "CREATE TABLE pages (page BLOB)");
        _log = GatheredLog.Of(_connection);
        (_begin, _commit) = (new(_connection, "BEGIN IMMEDIATE"), new(_connection, "COMMIT"));
    }

    [Fact]
    public void is_written_once_for_a_commit_of_many_pages()
    {
        Write(20);

        _log.Writes.ShouldBe(1);
        Others().ShouldBe(20);
    }

    [Fact]
    public void is_written_in_pieces_where_a_commit_has_more()
    {
        Write(300);

        _log.Writes.ShouldBeInRange(300 / FramesAtOnce, (330 / FramesAtOnce) + 1);
        Others().ShouldBe(300);
    }

    [Fact]
    public void goes_at_once_to_the_file_before_the_commit_comes()
    {
        OneFile.Ask(_connection, "PRAGMA cache_size = 10");
        _begin.Run();
        OneFile.Ask(_connection, OneFile.Pages(200));
        new FileInfo(_file.Path + "-wal").Length.ShouldBeGreaterThan(100 * 4096);
        (_log.Waiting, _log.Writes).ShouldBe((0, 0));

        OneFile.Ask(_connection, "ROLLBACK");
        using (var other = SqliteConnections.OpenWriter(_file.Path)) OneFile.Ask(other, OneFile.Pages(7));
        Write(3);
        Others().ShouldBe(10);
    }

    [Fact]
    public void takes_turns_with_other_writers_of_the_file()
    {
        using var other = SqliteConnections.OpenWriter(_file.Path);
        for (var turn = 0; turn < 20; turn++)
        {
            Write(5);
            OneFile.Ask(other, OneFile.Pages(5));
            if (turn % 7 == 0) OneFile.Fold(turn % 2 == 0 ? _connection : other);
        }
        Others().ShouldBe(200);
    }

    /// <summary>The full device takes no byte, the null device syncs none: what was gathered is undone, and no later write brings it.</summary>
    [Theory, InlineData("/dev/full", raw.SQLITE_FULL), InlineData("/dev/null", raw.SQLITE_IOERR)]
    public void that_cannot_be_written_or_synced_fails_its_commit_and_is_forgotten(string device, int error)
    {
        Write(5);
        using (_file.Swap("-wal", device))
        {
            _begin.Run();
            OneFile.Ask(_connection, OneFile.Pages(5));
            Should.Throw<SqliteException>(() => _log.Commit(_commit)).SqliteErrorCode.ShouldBe(error);
            _log.Waiting.ShouldBe(0);
        }
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0) OneFile.Ask(_connection, "ROLLBACK");

        Others().ShouldBe(5);
        using (var other = SqliteConnections.OpenWriter(_file.Path)) OneFile.Ask(other, OneFile.Pages(4));
        OneFile.Fold(_connection);
        Others().ShouldBe(9);
    }

    /// <summary>In the place of a commit that fails when it has gathered already stands a statement that does.</summary>
    [Fact]
    public void brings_nothing_later_of_what_was_gathered_for_a_failure()
    {
        OneFile.Ask(_connection, "PRAGMA cache_size = 10");
        using var failing = new ControlStatement(_connection, OneFile.Pages(200).Replace("randomblob(4000)", "CASE i WHEN 200 THEN abs(-9223372036854775807 - 1) ELSE randomblob(4000) END", StringComparison.Ordinal));
        OneFile.Fold(_connection); // so that to undo it reads nothing of the log
        _begin.Run();
        Should.Throw<SqliteException>(() => _log.Commit(failing));
        _log.Writes.ShouldBeGreaterThan(0);
        OneFile.Ask(_connection, "ROLLBACK");

        using (var other = SqliteConnections.OpenWriter(_file.Path)) OneFile.Ask(other, OneFile.Pages(400));
        OneFile.Fold(_connection);
        Others().ShouldBe(400);
    }

    [Fact]
    public void is_not_for_a_connection_that_does_not_sync()
    {
        using var hasty = SqliteConnections.OpenWriter(_file.Path);
        OneFile.Ask(hasty, "PRAGMA synchronous = NORMAL");
        Should.Throw<InvalidOperationException>(() => GatheredLog.Of(hasty));
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _connection.Dispose();
        _file.Dispose();
    }

    private void Write(int pages)
    {
        _begin.Run();
        OneFile.Ask(_connection, OneFile.Pages(pages));
        _log.Commit(_commit);
        _log.Waiting.ShouldBe(0);
    }

    /// <summary>How many pages another connection sees, in a file that is whole.</summary>
    private long Others()
    {
        using var other = SqliteConnections.OpenReader(_file.Path);
        OneFile.Ask(other, "PRAGMA integrity_check").ShouldBe("ok");
        return (long)OneFile.Ask(other, "SELECT count(*) FROM pages")!;
    }
}
