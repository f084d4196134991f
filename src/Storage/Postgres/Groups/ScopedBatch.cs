using Npgsql;

namespace Keystile.Storage;

/// <summary>Statements that are sent together, each under its scope. The scope ends with the transaction.</summary>
internal sealed class ScopedBatch(NpgsqlConnection connection) : IAsyncDisposable
{
    public const string SetScope = "SELECT set_config('keystile.app', $1, true)";

    private readonly NpgsqlBatch _batch = new(connection);
    private readonly List<(NpgsqlBatchCommand Command, bool IsScoped)> _statements = [];
    private string _scope = "";

    public void Add(string sql, object?[] values)
    {
        var scope = Scope.Of(sql, values) ?? _scope;
        var changes = scope != _scope;
        if (changes) _batch.BatchCommands.Add(PostgresCommand.InBatch(SetScope, _scope = scope));
        var command = PostgresCommand.InBatch(sql, values);
        _batch.BatchCommands.Add(command);
        _statements.Add((command, changes));
    }

    /// <summary>Runs them and tells how many rows each changed.</summary>
    public async Task<IEnumerable<int>> ExecuteAsync()
    {
        await _batch.ExecuteNonQueryAsync(CancellationToken.None);
        return _statements.Select(statement => statement.Command.RecordsAffected);
    }

    /// <summary>Runs them and shows each row, with the number of its statement from 0.</summary>
    public async Task ReadAsync(Action<int, Row> take)
    {
        await using var reader = await _batch.ExecuteReaderAsync(CancellationToken.None);
        var row = new PostgresRow(reader);
        for (var number = 0; number < _statements.Count; number++)
        {
            if (_statements[number].IsScoped) await reader.NextResultAsync(CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None)) take(number, row);
            await reader.NextResultAsync(CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => _batch.DisposeAsync();
}
