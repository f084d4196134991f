using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keystile.Storage;

/// <summary>Folds the write-ahead log into the file beside the writer: in a large database each sign-in writes to other pages, and whoever commits should not wait until thousands of them are in their places.</summary>
/// <remarks>Two rounds on a thread of its own leave the little that came meanwhile. The writer folds that itself between two groups, and begins the log anew.</remarks>
internal sealed class SqliteFolding : IDisposable
{
    // Some 16 MB of log. Pages that many sign-ins touch are written to the file once for all of them.
    private const int UnitsBetween = 1000;

    // A fold that begins so many later than it should: the one before took too long.
    private const int UnitsLate = 200;

    private readonly SqliteConnection _connection;
    private readonly PacedFile _file;
    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly Thread _thread;
    private long _asked;
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
            Fold(_writer);
            _isRestLeft = false;
        }
        if (_isRunning || units - _asked < UnitsBetween) return;
        // The log must not grow faster than it is folded.
        _file.IsPaced = units - _asked < UnitsBetween + UnitsLate;
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
            _isRestLeft = !Fold(_connection) && !Fold(_connection);
            _isRunning = false;
        }
    }

    /// <summary>Whether nothing is left. What cannot be folded now, as a reader needs it or the disk failed, stays in the log, where it is safe.</summary>
    private static bool Fold(SqliteConnection connection) =>
        raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var all, out var folded) == raw.SQLITE_OK && folded == all;
}
