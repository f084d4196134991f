namespace Keystile.Storage;

/// <summary>Statements that read by key and share their way: those that come at once are sent in one message and answered in one.</summary>
internal sealed class SharedStatements : Statements
{
    private readonly PostgresConnections _connections;
    private readonly Gathering<SharedStatement> _gathering;

    public SharedStatements(PostgresConnections connections, Dialect dialect) : base(dialect) => (_connections, _gathering) = (connections, new(RunAsync));

    public int Waiting => _gathering.Waiting;

    public override KeptCommand Bind(string sql, ReadOnlySpan<object?> values) => new SharedStatement(_gathering, sql, values.ToArray());

    private async Task RunAsync(List<SharedStatement> group)
    {
        try
        {
            var lent = await _connections.BorrowAsync(CancellationToken.None);
            try
            {
                await using var batch = new ScopedBatch(lent.Connection);
                foreach (var statement in group) batch.Add(statement.Sql, statement.Values);
                await batch.ReadAsync((number, row) => group[number].Take(row));
            }
            finally
            {
                await _connections.ReturnAsync(lent);
            }
            foreach (var statement in group) statement.Answer(null);
        }
        catch (Exception failure)
        {
            foreach (var statement in group) statement.Answer(failure);
        }
    }
}

/// <summary>One of them, and who waits for its rows.</summary>
internal sealed class SharedStatement(Gathering<SharedStatement> gathering, string sql, object?[] values) : KeptCommand
{
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<Row>? _take;
    private Exception? _failure;

    public string Sql => sql;

    public object?[] Values => values;

    /// <summary>Shows it a row. A row that cannot be read is this statement's failure and nobody else's.</summary>
    public void Take(Row row)
    {
        try
        {
            if (_failure is null) _take!(row);
        }
        catch (Exception unreadable)
        {
            _failure = unreadable;
        }
    }

    public void Answer(Exception? failure)
    {
        if ((_failure ?? failure) is { } error) _read.SetException(error);
        else _read.SetResult();
    }

    public override async ValueTask<T?> FindAsync<T>(Func<Row, T> read) where T : class
    {
        T? first = null;
        await EachAsync(row => first ??= read(row));
        return first;
    }

    public override async ValueTask<IReadOnlyList<T>> ListAsync<T>(Func<Row, T> read)
    {
        List<T> rows = [];
        await EachAsync(row => rows.Add(read(row)));
        return rows;
    }

    public override ValueTask EachAsync(Action<Row> take)
    {
        _take = take;
        gathering.Add(this);
        return new(_read.Task);
    }

    public override ValueTask<int> ExecuteAsync() => throw new InvalidOperationException("A look-up changes nothing.");

    public override void Bind(ReadOnlySpan<object?> next) => throw new InvalidOperationException("It is bound.");

    public override void Dispose()
    {
        // It has nothing of its own.
    }
}
