using System.Numerics;

namespace Keystile.Storage;

/// <summary>One unit of work under way; what every store's method takes first. It is of no use once its work has returned.</summary>
public sealed class Transaction
{
    private readonly Statements _statements;
    private bool _ended, _hasTime;

    internal Transaction(Statements statements) => _statements = statements;

    internal bool IsRolledBack { get; private set; }

    /// <summary>Marks the unit to be undone as a whole; its value is still answered. For a refusal that is found after something was written.</summary>
    public void RollBack() => IsRolledBack = true;

    internal void End() => _ended = true;

    internal Dialect Dialect => _statements.Dialect;

    private const string Lead = "SELECT 1 WHERE pg_try_advisory_xact_lock($1)";

    private const string WaitToLead = "SELECT pg_advisory_xact_lock($1)";

    /// <summary>Waits until this unit alone, on whichever server, does <paramref name="job"/>.</summary>
    public async ValueTask LeadAsync(Job job) => await HoldAsync(WaitToLead, (long)job);

    /// <summary>Whether this unit alone, on whichever server, does <paramref name="job"/> until it ends.</summary>
    public async ValueTask<bool> TryLeadAsync(Job job) => Dialect.RunsOneAtATime || (await ListAsync(Lead, static row => row.Number(0), (long)job)).Count == 1;

    /// <summary>The token that this unit spent, by which a commit whose answer was lost is found again.</summary>
    internal ReadOnlyMemory<byte>? Spent { get; private set; }

    /// <summary>How many tokens this unit spent.</summary>
    internal int SpentCount { get; private set; }

    /// <summary>Whether the step changed its one row.</summary>
    internal async ValueTask<bool> TryAsync(Step step)
    {
        if (await ExecuteAsync(step.Sql, step.Values) != 1) return false;
        if (step.Spends is { } token) (Spent, SpentCount) = (token, SpentCount + 1);
        return true;
    }

    /// <summary>Takes the steps in order. Null where each changed its one row; otherwise which did not, from 0, and the unit is undone.</summary>
    public async ValueTask<int?> TryAsync(IReadOnlyList<Step> series)
    {
        for (var step = 0; step < series.Count; step++)
        {
            if (await TryAsync(series[step])) continue;
            RollBack();
            return step;
        }
        return null;
    }

    /// <summary>Locks the row that <paramref name="sql"/> selects until the unit ends, where units run beside each other.</summary>
    internal ValueTask<int> HoldAsync(string sql, params ReadOnlySpan<object?> values) =>
        _statements.Dialect.RunsOneAtATime ? new(0) : Bind(sql, values).ExecuteAsync();

    /// <summary>Runs a statement and tells how many rows it changed.</summary>
    internal ValueTask<int> ExecuteAsync(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteAsync();

    /// <summary>The first row, or null where there is none.</summary>
    internal ValueTask<T?> FindAsync<T>(string sql, Func<Row, T> read, params ReadOnlySpan<object?> values) where T : class =>
        Bind(sql, values).FindAsync(read);

    /// <summary>All rows.</summary>
    internal ValueTask<IReadOnlyList<T>> ListAsync<T>(string sql, Func<Row, T> read, params ReadOnlySpan<object?> values) =>
        Bind(sql, values).ListAsync(read);

    /// <summary>Shows all rows, one after the other.</summary>
    internal ValueTask EachAsync(string sql, Action<Row> take) => Bind(sql, []).EachAsync(take);

    /// <summary>Lets this unit's statements take as long as they need, where the engine would end them.</summary>
    internal async ValueTask TakeTimeAsync()
    {
        if (Dialect.TakeTime is { } statement) await ExecuteAsync(statement);
        _hasTime = true;
    }

    /// <summary>To be called after each row of many: whenever there are twice as many as before, the engine plans anew for what is there.</summary>
    /// <param name="rows">How many it are by now.</param>
    public async ValueTask KeepPlansAsync(long rows)
    {
        if (rows >= 128 && BitOperations.IsPow2(rows) && Dialect.CountRows is { } statement) await ExecuteAsync(statement);
    }

    private KeptCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        var command = _statements.Bind(sql, values);
        if (_hasTime) command.TakeTime();
        return command;
    }
}
