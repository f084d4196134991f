using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keystile.Storage;

/// <summary>A statement without values or rows (<c>BEGIN</c>, <c>SAVEPOINT</c>, <c>COMMIT</c>), prepared once and run without ceremony.</summary>
internal sealed class ControlStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public ControlStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    /// <exception cref="SqliteException">SQLite did not do it.</exception>
    public void Run()
    {
        if (TryRun() is not raw.SQLITE_OK and var error) SqliteException.ThrowExceptionForRC(error, _database);
    }

    /// <summary>The error code of SQLite, or <c>SQLITE_OK</c>.</summary>
    public int TryRun()
    {
        _ = raw.sqlite3_step(_statement);
        var outcome = raw.sqlite3_reset(_statement);
        DamagedPages.Forget(_database, outcome);
        return outcome;
    }

    public void Dispose() => _statement.Dispose();
}
