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
        _writer = new(writing, new(writing, this));
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

    public override string SelectEventsInOrder { get; } = $"SELECT {EventRow.Columns}, e.id FROM events AS e WHERE e.id >= $1 AND e.id < $2 ORDER BY e.id LIMIT $3";

    public override string SelectOldestEvents { get; } =
        $"SELECT {EventRow.Columns}, e.id FROM (SELECT * FROM events WHERE app_id = $1 ORDER BY id LIMIT $3) AS e WHERE e.at < $2 AND e.id < (SELECT max(id) FROM events)";

    // One writer, so numbers are given in the order of the commits.
    public override string SelectHorizon => "SELECT coalesce(max(id), 0) + 1 FROM events";

    protected override string EventPosition => "e.id";

    protected override string EventApp => "e.app_id";
}
