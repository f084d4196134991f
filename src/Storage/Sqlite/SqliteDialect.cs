using System.Collections.Frozen;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keystile.Storage;

/// <summary>SQLite in a file: write-ahead log, one writer with group commit, a few readers.</summary>
internal sealed class SqliteDialect(string path) : Dialect
{
    private static readonly FrozenSet<int> s_outages =
    [
        raw.SQLITE_BUSY, raw.SQLITE_LOCKED, raw.SQLITE_NOMEM, raw.SQLITE_READONLY, raw.SQLITE_IOERR,
        raw.SQLITE_CORRUPT, raw.SQLITE_FULL, raw.SQLITE_CANTOPEN, raw.SQLITE_PROTOCOL, raw.SQLITE_NOTADB,
    ];

    private SqliteWriter? _writer;
    private SqliteReaders? _readers;

    public override string Migrations => "Sqlite";

    public override bool RunsOneAtATime => true;

    public override (long Units, long Commits) Written => _writer!.Written;

    public override int Waiting => _writer!.Waiting;

    public override async Task OpenAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        MakeForOwnerAlone(path);
        await using (var connection = SqliteConnections.OpenWriter(path))
            await Migrator.RunAsync(connection, this, "BEGIN IMMEDIATE", Migrator.Known(Migrations), time);
        var writing = SqliteConnections.OpenWriter(path);
        _writer = new(writing, new(writing, this), new(SqliteConnections.OpenWriter(path), writing));
        _readers = new(path, this);
    }

    /// <summary>A new database is its owner's to read and write; SQLite gives its journal the same mode.</summary>
    private static void MakeForOwnerAlone(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path)) return;
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
    }

    public override Task<T> WriteAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken) =>
        _writer!.WriteAsync(new WriteUnit<T>(work, this, cancellationToken));

    public override async ValueTask<T> ReadAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await _readers!.ReadAsync(work, cancellationToken);
        }
        catch (SqliteException failure) when (IsOutage(failure) && failure.SqliteErrorCode != raw.SQLITE_READONLY)
        {
            throw new DatabaseUnavailableException("The database could not read.", failure);
        }
    }

    /// <summary>Readers first: the last connection to close, the writer's, folds the log into the file.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_readers is not null) await _readers.DisposeAsync();
        if (_writer is not null) await _writer.DisposeAsync();
    }

    public override bool IsOutage(Exception exception) =>
        exception is IOException or UnauthorizedAccessException || (exception is SqliteException failure && s_outages.Contains(failure.SqliteErrorCode));

    public override KeptCommand Prepare(DbConnection connection, string sql, int parameters) => new SqliteStatement((SqliteConnection)connection, sql, parameters);

    public override async ValueTask<T> SnapshotAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = SqliteConnections.OpenReader(path);
        using var commands = new KeptCommands(connection, this);
        // The first statement fixes what all the others see.
        using var begun = connection.BeginTransaction(deferred: true);
        return await work(new(commands));
    }

    // Those that a backup brought have their places in "tx", below all numbers.
    public override string SelectEventsInOrder { get; } = $"""
        SELECT * FROM (
            SELECT * FROM (SELECT {EventRow.Columns}, e.tx FROM events AS e WHERE e.tx >= $1 AND e.tx < $2 ORDER BY e.tx, e.id LIMIT $3)
            UNION ALL
            SELECT * FROM (SELECT {EventRow.Columns}, e.id FROM events AS e WHERE e.tx IS NULL AND e.id >= $1 AND e.id < $2 ORDER BY e.id LIMIT $3))
        ORDER BY {EventRow.ColumnCount + 1}, 1 LIMIT $3
        """;

    public override string CommitOrder => "coalesce(tx, id)";

    public override string CursorInCommitOrder => "coalesce((SELECT e.tx FROM events AS e WHERE e.id <= cursor_position ORDER BY e.id DESC LIMIT 1), cursor_position)";

    // The feed goes by the numbers alone. Where those are not in the order of the commits, an event may be sent once more, and none is left out.
    public override string? PlaceCursors => """
        UPDATE webhooks SET cursor_id = 9223372036854775807, cursor_position = coalesce(
            (SELECT min(e.id) - 1 FROM events AS e WHERE (e.tx, e.id) > (webhooks.cursor_position, webhooks.cursor_id)), (SELECT max(e.id) FROM events AS e), 0)
        """;

    public override string SelectColumns => """
        SELECT m.name, c.name, c.type, c.pk FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
        WHERE m.type = 'table' AND m.name <> 'migrations' AND m.name NOT LIKE 'sqlite@_%' ESCAPE '@'
        """;

    public override string SelectReferences => "SELECT m.name, f.\"table\" FROM sqlite_schema AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'";

    public override string? ContinueNumbers => null;

    public override string? CountRows => null;

    public override string? TakeTime => null;

    public override string SelectOldestEvents { get; } =
        $"SELECT {EventRow.Columns}, coalesce(e.tx, e.id) FROM (SELECT * FROM events WHERE app_id = $1 ORDER BY id LIMIT $3) AS e WHERE e.at < $2 AND e.id < (SELECT max(id) FROM events)";

    // One writer, so numbers are given in the order of the commits.
    public override string SelectHorizon => "SELECT coalesce(max(id), 0) + 1 FROM events";

    protected override string EventPosition => "e.id";

    protected override string EventApp => "e.app_id";
}
