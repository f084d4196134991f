using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keystile.Storage;

/// <summary>Units of work in one transaction with one commit: one sync of the disk answers them all.</summary>
internal sealed class GroupCommit(SqliteConnection connection, KeptCommands commands) : IDisposable
{
    // IMMEDIATE: a transaction that reads first and writes later would fail at once where another process wrote in between.
    private readonly ControlStatement _begin = new(connection, "BEGIN IMMEDIATE");
    private readonly ControlStatement _savepoint = new(connection, "SAVEPOINT unit");
    private readonly ControlStatement _undo = new(connection, "ROLLBACK TO unit");
    private readonly ControlStatement _release = new(connection, "RELEASE unit");
    private readonly ControlStatement _commit = new(connection, "COMMIT");
    private readonly ControlStatement _rollback = new(connection, "ROLLBACK");
    private readonly GatheredLog _log = GatheredLog.Of(connection);

    /// <exception cref="SqliteException">Another process holds the write lock for too long, or the disk failed.</exception>
    public void Begin() => _begin.Run();

    /// <summary>Runs one unit without a savepoint, for which SQLite would copy every page it touches. False where something of the group must be undone and only <see cref="Run"/> can.</summary>
    public bool TryRun(WriteUnit unit)
    {
        var before = raw.sqlite3_total_changes(connection.Handle);
        var stays = unit.Run(new(commands));
        return IsOpen && (stays || raw.sqlite3_total_changes(connection.Handle) == before);
    }

    /// <summary>Runs one unit in a savepoint; what it wrote stays only if it says so.</summary>
    /// <exception cref="SqliteException">The whole group is lost: SQLite undid it by itself, as it does where the disk is full.</exception>
    public void Run(WriteUnit unit)
    {
        _savepoint.Run();
        if (!unit.Run(new(commands))) _undo.Run();
        _release.Run();
    }

    /// <summary>Makes the group durable.</summary>
    /// <exception cref="SqliteException">Nothing of the group was stored.</exception>
    public void Commit() => _log.Commit(_commit);

    /// <summary>Undoes the group, where SQLite did not do so already. Should even that fail, the next group cannot begin and tries again.</summary>
    public void Undo()
    {
        if (IsOpen) _ = _rollback.TryRun();
    }

    private bool IsOpen => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<ControlStatement>)[_begin, _savepoint, _undo, _release, _commit, _rollback]) statement.Dispose();
    }
}
