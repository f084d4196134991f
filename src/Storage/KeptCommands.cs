using System.Data.Common;

namespace Keystile.Storage;

/// <summary>Where a unit of work gets its statements from.</summary>
internal abstract class Statements(Dialect dialect)
{
    public Dialect Dialect => dialect;

    /// <summary>The statement <paramref name="sql"/> with <paramref name="values"/> for <c>$1</c>, <c>$2</c>...</summary>
    public abstract KeptCommand Bind(string sql, ReadOnlySpan<object?> values);
}

/// <summary>The prepared statements of one connection, each made once: preparing costs more than a point read.</summary>
internal sealed class KeptCommands(DbConnection connection, Dialect dialect) : Statements(dialect), IDisposable
{
    // By reference: the statements are constants, and hashing a long text costs as much as half a read.
    private readonly Dictionary<string, KeptCommand> _kept = new(ReferenceEqualityComparer.Instance);

    public override KeptCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_kept.TryGetValue(sql, out var command)) _kept.Add(sql, command = Dialect.Prepare(connection, sql, values.Length));
        command.Bind(values);
        return command;
    }

    public void Dispose()
    {
        foreach (var command in _kept.Values) command.Dispose();
        _kept.Clear();
    }
}

/// <summary>One prepared statement and the values it is about to run with.</summary>
internal abstract class KeptCommand : IDisposable
{
    public abstract void Bind(ReadOnlySpan<object?> values);

    /// <summary>Lets it take as long as it needs, this once.</summary>
    public virtual void TakeTime()
    {
    }

    /// <summary>Runs it and tells how many rows it changed.</summary>
    public abstract ValueTask<int> ExecuteAsync();

    /// <summary>The first row, or null where there is none.</summary>
    public abstract ValueTask<T?> FindAsync<T>(Func<Row, T> read) where T : class;

    /// <summary>All rows.</summary>
    public abstract ValueTask<IReadOnlyList<T>> ListAsync<T>(Func<Row, T> read);

    /// <summary>Shows each row while it stands there, so that no more than one is held.</summary>
    public abstract ValueTask EachAsync(Action<Row> take);

    public abstract void Dispose();
}
