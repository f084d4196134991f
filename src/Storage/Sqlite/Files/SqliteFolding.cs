using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keystile.Storage;

/// <summary>Folds the write-ahead log into the file beside the writer: in a large database each sign-in writes to other pages, and whoever commits should not wait until thousands of them are in their places.</summary>
/// <remarks>A few rounds on a thread of its own, each for what came during the one before, leave little. The writer folds that itself between two groups, and begins the log anew.</remarks>
internal sealed class SqliteFolding : IDisposable
{
    // Some 16 MB of log. Pages that many sign-ins touch are written to the file once for all of them.
    private const int UnitsBetween = 1000;

    // So little that the writer folds it in the time of a commit.
    private const int UnitsOfRest = 64;

    // Where more than a quarter as many units came during a round as during the one before, the next leaves its pages to few syncs, and is over sooner.
    private const int Rounds = 4, Fewer = 4;

    private readonly SqliteConnection _connection;
    private readonly PacedFile _file;
    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly Thread _thread;
    private long _asked, _written;
    private volatile bool _isRunning, _isRestLeft, _isClosing;

    public SqliteFolding(SqliteConnection connection, SqliteConnection writer)
    {
        (_connection, _file, _writer) = (connection, PacedFile.Of(connection), writer);
        _thread = new(Work) { IsBackground = true, Name = "keystile folding" };
        _thread.Start();
    }

    /// <summary>Called by the writer after each commit, with how many units it has written.</summary>
    public void AfterCommit(long units)
    {
        if (_isRestLeft)
        {
            _ = TryFold(_writer);
            (_isRestLeft, _asked) = (false, units);
        }
        Volatile.Write(ref _written, units);
        if (_isRunning || units - _asked < UnitsBetween) return;
        (_asked, _isRunning) = (units, true);
        _wanted.Release();
    }

    public void Dispose()
    {
        if (_isClosing) return;
        _isClosing = true;
        _wanted.Release();
        _thread.Join();
        _connection.Dispose();
        _wanted.Dispose();
    }

    private void Work()
    {
        for (_wanted.Wait(); !_isClosing; _wanted.Wait())
        {
            FoldInRounds();
            (_isRestLeft, _isRunning) = (true, false);
        }
    }

    private void FoldInRounds()
    {
        _file.PagesAtOnce = PacedFile.Fewest;
        long last = UnitsBetween;
        for (var round = 1; round <= Rounds; round++)
        {
            var before = Volatile.Read(ref _written);
            if (!TryFold(_connection)) return;
            var came = Volatile.Read(ref _written) - before;
            if (came <= UnitsOfRest) return;
            if (came > last / Fewer) _file.PagesAtOnce = PacedFile.Most;
            last = came;
        }
    }

    /// <summary>Folds all that no reader holds back. False where the disk failed, or another process folds; what is not folded stays in the log, where it is safe.</summary>
    private static bool TryFold(SqliteConnection connection) => raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _) == raw.SQLITE_OK;
}
