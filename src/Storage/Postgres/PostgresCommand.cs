using Keystile.WebAuthn;
using Npgsql;

namespace Keystile.Storage;

/// <summary>A statement of PostgreSQL and its parameters, matched to <c>$1</c>, <c>$2</c>... by their place. Npgsql keeps it prepared at the server.</summary>
/// <remarks>Its scope goes along in the same message, every time: what the statement before it was allowed to see is of no matter.</remarks>
internal sealed class PostgresCommand : KeptCommand
{
    private readonly string _sql;
    private readonly NpgsqlBatch _batch;
    private readonly NpgsqlBatchCommand _scope;
    private readonly NpgsqlBatchCommand _command;
    private readonly int _patience;

    public PostgresCommand(NpgsqlConnection connection, string sql, int parameters)
    {
        _sql = sql;
        _scope = InBatch(ScopedBatch.SetScope, "");
        _command = InBatch(sql, new object?[parameters]);
        _batch = new(connection) { BatchCommands = { _scope, _command } };
        _patience = _batch.Timeout;
    }

    public override void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != _command.Parameters.Count) throw new ArgumentException($"{_command.Parameters.Count} values, not {values.Length}.", nameof(values));
        _scope.Parameters[0].Value = Scope.Of(_sql, values) ?? "";
        for (var i = 0; i < values.Length; i++) _command.Parameters[i].Value = Written(values[i]);
        if (_batch.Timeout != _patience) _batch.Timeout = _patience;
    }

    public override void TakeTime() => _batch.Timeout = 0;

    public override async ValueTask<int> ExecuteAsync()
    {
        await _batch.ExecuteNonQueryAsync();
        return _command.RecordsAffected;
    }

    public override async ValueTask<T?> FindAsync<T>(Func<Row, T> read) where T : class
    {
        await using var reader = await ReadAsync();
        return await reader.ReadAsync() ? read(new PostgresRow(reader)) : null;
    }

    public override async ValueTask<IReadOnlyList<T>> ListAsync<T>(Func<Row, T> read)
    {
        await using var reader = await ReadAsync();
        var row = new PostgresRow(reader);
        List<T> rows = [];
        while (await reader.ReadAsync()) rows.Add(read(row));
        return rows;
    }

    public override async ValueTask EachAsync(Action<Row> take)
    {
        await using var reader = await ReadAsync();
        var row = new PostgresRow(reader);
        while (await reader.ReadAsync()) take(row);
    }

    public override void Dispose() => _batch.Dispose();

    /// <summary>A statement among others that are sent together.</summary>
    public static NpgsqlBatchCommand InBatch(string sql, params object?[] values)
    {
#pragma warning disable CA2100 // Every statement is a constant of a store; values travel as parameters.
        var command = new NpgsqlBatchCommand(sql);
#pragma warning restore CA2100
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = Written(value) });
        return command;
    }

    private async Task<NpgsqlDataReader> ReadAsync()
    {
        var reader = await _batch.ExecuteReaderAsync();
        await reader.NextResultAsync(); // past the scope
        return reader;
    }

    private static object Written(object? value) => value switch
    {
        null => DBNull.Value,
        uint count => (long)count,
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        CredentialId id => id.ToArray(),
        UserHandle handle => handle.ToArray(),
        Aaguid aaguid => aaguid.ToArray(),
        ReadOnlyMemory<byte> bytes => bytes.ToArray(),
        IReadOnlyList<string> list => Lists.Write(list),
        _ => value,
    };
}
