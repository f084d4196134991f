using System.Globalization;
using Keystile.WebAuthn;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keystile.Storage;

/// <summary>A prepared statement of SQLite, called directly: the reader and the parameters of ADO.NET cost more than the statement itself.</summary>
/// <remarks>Everything completes at once; a statement runs on one thread at a time, as its connection does.</remarks>
internal sealed class SqliteStatement : KeptCommand
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places;
    private readonly SqliteRow _row;

    /// <exception cref="DatabaseRefusedException">The statement, a constant of ours, does not fit the tables.</exception>
    public SqliteStatement(SqliteConnection connection, string sql, int parameters)
    {
        _database = connection.Handle!;
        var outcome = raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement);
        if (outcome == raw.SQLITE_ERROR)
            throw new DatabaseRefusedException($"The database is not as this program left it: it is damaged, or another program changed it. Restore a backup. ({raw.sqlite3_errmsg(_database).utf8_to_string()})");
        try
        {
            Check(outcome);
        }
        finally
        {
            DamagedPages.Forget(_database, outcome);
        }
        _places = [.. Enumerable.Range(1, parameters).Select(number => raw.sqlite3_bind_parameter_index(_statement, "$" + number.ToString(CultureInfo.InvariantCulture)))];
        _row = new(_statement);
    }

    public override void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != _places.Length) throw new ArgumentException($"{_places.Length} values, not {values.Length}.", nameof(values));
        for (var i = 0; i < values.Length; i++) Check(Bind(_places[i], values[i]));
    }

    public override ValueTask<int> ExecuteAsync()
    {
        while (Step())
        {
            // What a statement that changes rows returns is nobody's here.
        }
        Reset();
        return new(raw.sqlite3_changes(_database));
    }

    public override ValueTask<T?> FindAsync<T>(Func<Row, T> read) where T : class
    {
        try
        {
            return new(Step() ? read(_row) : null);
        }
        finally
        {
            Reset();
        }
    }

    public override ValueTask<IReadOnlyList<T>> ListAsync<T>(Func<Row, T> read)
    {
        try
        {
            List<T> rows = [];
            while (Step()) rows.Add(read(_row));
            return new(rows);
        }
        finally
        {
            Reset();
        }
    }

    public override ValueTask EachAsync(Action<Row> take)
    {
        try
        {
            while (Step()) take(_row);
            return default;
        }
        finally
        {
            Reset();
        }
    }

    public override void Dispose() => _statement.Dispose();

    private bool Step()
    {
        var outcome = raw.sqlite3_step(_statement);
        if (outcome == raw.SQLITE_ROW) return true;
        if (outcome == raw.SQLITE_DONE) return false;
        try
        {
            SqliteException.ThrowExceptionForRC(outcome, _database);
            return false;
        }
        finally
        {
            Reset();
            DamagedPages.Forget(_database, outcome);
        }
    }

    // It says once more what the last step said.
    private void Reset() => _ = raw.sqlite3_reset(_statement);

    private int Bind(int place, object? value)
    {
        switch (value)
        {
            case null: return raw.sqlite3_bind_null(_statement, place);
            case string text: return raw.sqlite3_bind_text(_statement, place, text);
            case int number: return raw.sqlite3_bind_int64(_statement, place, number);
            case long number: return raw.sqlite3_bind_int64(_statement, place, number);
            case uint number: return raw.sqlite3_bind_int64(_statement, place, number);
            case bool flag: return raw.sqlite3_bind_int64(_statement, place, flag ? 1 : 0);
            case DateTimeOffset time: return raw.sqlite3_bind_int64(_statement, place, time.ToUnixTimeMilliseconds());
            case byte[] bytes: return Blob(place, bytes);
            case ReadOnlyMemory<byte> bytes: return Blob(place, bytes.Span);
            case CredentialId id: return Blob(place, id.Span);
            case UserHandle handle: return Blob(place, handle.Span);
            case Aaguid aaguid: return Blob(place, aaguid.ToArray());
            case IReadOnlyList<string> list: return raw.sqlite3_bind_text(_statement, place, Lists.Write(list));
            case Guid id:
                // Big-endian, as the text form reads: version 7 then sorts by time.
                Span<byte> sixteen = stackalloc byte[16];
                id.TryWriteBytes(sixteen, bigEndian: true, out _);
                return Blob(place, sixteen);
            default: throw new ArgumentException($"No column holds a {value.GetType()}.", nameof(value));
        }
    }

    // An empty span has no address, which SQLite would take for NULL.
    private int Blob(int place, ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, place, 0) : raw.sqlite3_bind_blob(_statement, place, bytes);

    private void Check(int outcome) => SqliteException.ThrowExceptionForRC(outcome, _database);
}
