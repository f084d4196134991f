using System.Data.Common;

namespace Keystile.Storage;

/// <summary>What differs from engine to engine: how units are run, how a value is written down, which errors mean an outage.</summary>
internal abstract class Dialect : IAsyncDisposable
{
    public static Dialect For(string url) => url.Split(':', 2) switch
    {
        ["sqlite", { Length: > 0 } path] when path != ":memory:" => new SqliteDialect(path),
        ["postgres" or "postgresql", _] => new PostgresDialect(url),
        _ => throw new DatabaseRefusedException($"'{Scheme(url)}' is not a database this program knows; write sqlite:path/to/keystile.db or postgres://user:password@host:5432/database."),
    };

    /// <summary>The folder of this engine's migrations.</summary>
    public abstract string Migrations { get; }

    /// <summary>Whether units that write run one after the other, so that what one has read still holds when it writes.</summary>
    public abstract bool RunsOneAtATime { get; }

    public abstract (long Units, long Commits) Written { get; }

    public abstract Task OpenAsync(TimeProvider time, CancellationToken cancellationToken);

    public abstract Task<T> WriteAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken);

    public abstract ValueTask<T> ReadAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Whether the fault lies with the machine (disk, lock, connection) and not with the statement.</summary>
    public abstract bool IsOutage(Exception exception);

    /// <summary>The name under which the statement text <c>$1</c>, <c>$2</c>... finds its parameter.</summary>
    public abstract string ParameterName(int number);

    public abstract object Write(Guid value);

    public abstract Guid ReadGuid(DbDataReader reader, int column);

    // A database address may hold a password: what is before the colon is enough to show.
    private static string Scheme(string url) => url.Split(':', 2)[0];
}
