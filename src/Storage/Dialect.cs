using System.Data.Common;

namespace Keystile.Storage;

/// <summary>What differs from engine to engine: how units and statements are run, which errors mean an outage.</summary>
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

    /// <summary>How many units wait for the writer or a connection.</summary>
    public abstract int Waiting { get; }

    public abstract Task OpenAsync(TimeProvider time, CancellationToken cancellationToken);

    public abstract Task<T> WriteAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken);

    public abstract ValueTask<T> ReadAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken);

    /// <summary>Stores a series as a unit of its own. Null where it was stored; otherwise which step had no row to change, from 0.</summary>
    public virtual Task<int?> TryWriteAsync(IReadOnlyList<Step> series, CancellationToken cancellationToken) =>
        WriteAsync(writing => writing.TryAsync(series), cancellationToken);

    /// <summary>Runs work of point reads, which may share its way to the database with others.</summary>
    public virtual ValueTask<T> LookUpAsync<T>(Func<Transaction, ValueTask<T>> work) => ReadAsync(work, CancellationToken.None);

    /// <summary>Runs work that only reads and sees the database as it was at one moment, however long it takes.</summary>
    public abstract ValueTask<T> SnapshotAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Whether the fault lies with the machine (disk, lock, connection) and not with the statement.</summary>
    public abstract bool IsOutage(Exception exception);

    /// <summary>A statement of that many parameters <c>$1</c>, <c>$2</c>..., for as long as the connection is open.</summary>
    public abstract KeptCommand Prepare(DbConnection connection, string sql, int parameters);

    /// <summary>Events from position <c>$1</c> and before <c>$2</c>, at most <c>$3</c>, in the order in which they were committed, each with its position.</summary>
    public abstract string SelectEventsInOrder { get; }

    /// <summary>Those of the oldest <c>$3</c> events of app <c>$1</c> that are before the time <c>$2</c>, but never the newest of all.</summary>
    public abstract string SelectOldestEvents { get; }

    /// <summary>A row where the role we are is not held by row-level security; null where there is no such thing.</summary>
    public virtual string? SelectUnheldRole => null;

    /// <summary>How many connections the database lets in, and how many are open; null where there is no such thing.</summary>
    public virtual string? SelectConnectionRoom => null;

    /// <summary>The first position that a transaction still under way may write to.</summary>
    public abstract string SelectHorizon { get; }

    /// <summary>What orders events by their commits.</summary>
    protected abstract string EventPosition { get; }

    /// <summary>The app of an event, in a condition beside one on <see cref="EventPosition"/>.</summary>
    protected abstract string EventApp { get; }

    public WebhookSql Webhooks => field ??= new(EventPosition, EventApp);

    /// <summary>Of an event: its place in the order in which events were committed, also where a backup brought it.</summary>
    public abstract string CommitOrder { get; }

    /// <summary>Of a webhook: the same of the last event that arrived.</summary>
    public abstract string CursorInCommitOrder { get; }

    /// <summary>Puts the cursors of webhooks that a backup brought where the feed looks for them; null where they are.</summary>
    public abstract string? PlaceCursors { get; }

    /// <summary>Each column of each table but the migrations': table, column, type, place in the primary key or 0.</summary>
    public abstract string SelectColumns { get; }

    /// <summary>Each table and one that it refers to.</summary>
    public abstract string SelectReferences { get; }

    /// <summary>Goes on numbering after the events that were put in with their numbers; null where that needs nothing.</summary>
    public abstract string? ContinueNumbers { get; }

    /// <summary>Has the engine count the rows of tables that have grown, so that it plans for what is there; null where plans do not depend on that.</summary>
    public abstract string? CountRows { get; }

    /// <summary>Lifts the time limits of the transaction; null where there are none.</summary>
    public abstract string? TakeTime { get; }

    // A database address may hold a password: what is before the colon is enough to show.
    private static string Scheme(string url) => url.Split(':', 2)[0];
}
