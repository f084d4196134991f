using System.Diagnostics.Metrics;

namespace Keystile.Storage;

/// <summary>The database: units of work that write, each whole or not at all and durable when answered, and units that read beside them.</summary>
/// <remarks>Open one for the life of the process. On SQLite one thread writes and units that arrive together share one commit.</remarks>
public sealed class Database : IAsyncDisposable
{
    /// <summary>The name of the meter and the activity source by which a database tells of its work.</summary>
    public const string TelemetryName = "Keystile.Storage";

    private readonly Dialect _dialect;
    private readonly DatabaseTelemetry _telemetry;

    private Database(Dialect dialect, TimeProvider time) => (_dialect, _telemetry) = (dialect, new(dialect, time));

    /// <summary>Opens the database at <paramref name="url"/> (<c>sqlite:path</c>, whose folders and file are made, or <c>postgres://user:password@host:port/database</c>) and brings its schema up to date.</summary>
    /// <exception cref="DatabaseRefusedException">The address is not one, or the schema there is not one this program may touch; the message says the mend.</exception>
    /// <exception cref="DatabaseUnavailableException">The database does not answer.</exception>
    public static async Task<Database> OpenAsync(string url, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var dialect = Dialect.For(url);
        try
        {
            await dialect.OpenAsync(time, cancellationToken);
            return new(dialect, time);
        }
        catch (Exception failure)
        {
            await dialect.DisposeAsync();
            if (dialect.IsOutage(failure)) throw new DatabaseUnavailableException("The database cannot be opened.", failure);
            throw;
        }
    }

    /// <summary>Runs one unit of work that may write. When the task completes, what it wrote is durable.</summary>
    /// <param name="work">Awaits nothing but its stores: it holds up other writers. Changes nothing else, for it may run again: on PostgreSQL where another unit came in between, on SQLite where another of its commit is undone. An exception out of it undoes the unit.</param>
    /// <param name="cancellationToken">Heeded until the unit begins; from then on it runs to its end.</param>
    /// <returns>What the work returned, also where it asked for <see cref="Transaction.RollBack"/>.</returns>
    /// <exception cref="DatabaseUnavailableException">Nothing was stored: the queue is full, the disk failed, or the database is closing. Where the connection was lost during the commit and stays lost, it may have been; a spent token then tells.</exception>
    public Task<T> WriteAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken = default) =>
        _telemetry.IsHeard ? _telemetry.WriteAsync(_dialect, work, cancellationToken) : _dialect.WriteAsync(work, cancellationToken);

    /// <summary>Runs one unit of work that writes and has nothing to tell.</summary>
    /// <exception cref="DatabaseUnavailableException">As above.</exception>
    public Task WriteAsync(Func<Transaction, ValueTask> work, CancellationToken cancellationToken = default) =>
        WriteAsync<object?>(async transaction =>
        {
            await work(transaction);
            return null;
        }, cancellationToken);

    /// <summary>Writes a series of which each step must change exactly one row: all of it, durable when the task completes, or nothing.</summary>
    /// <param name="series">The steps, in order.</param>
    /// <param name="cancellationToken">Heeded until the series is on its way.</param>
    /// <returns>Null where it was stored; otherwise which step had no row to change, from 0.</returns>
    /// <exception cref="DatabaseUnavailableException">As above.</exception>
    public Task<int?> TryWriteAsync(IReadOnlyList<Step> series, CancellationToken cancellationToken = default) =>
        _telemetry.IsHeard ? _telemetry.TryWriteAsync(_dialect, series, cancellationToken) : _dialect.TryWriteAsync(series, cancellationToken);

    /// <summary>Runs one unit of a few reads by key, as every request makes them. On PostgreSQL those that come at once travel together, so that a slow one holds up the others: what lists or searches takes <see cref="ReadAsync"/>.</summary>
    /// <exception cref="DatabaseUnavailableException">The database does not answer, or is closing.</exception>
    public ValueTask<T> LookUpAsync<T>(Func<Transaction, ValueTask<T>> work) =>
        _telemetry.IsHeard ? _telemetry.LookUpAsync(_dialect, work) : _dialect.LookUpAsync(work);

    /// <summary>Runs one unit of work that only reads, beside the writer. Each statement sees what was committed when it began.</summary>
    /// <exception cref="DatabaseUnavailableException">The database does not answer, or is closing.</exception>
    public ValueTask<T> ReadAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken = default) =>
        _telemetry.IsHeard ? _telemetry.ReadAsync(_dialect, work, cancellationToken) : _dialect.ReadAsync(work, cancellationToken);

    /// <summary>Runs work that only reads and sees the database as it was at one moment, beside whoever writes.</summary>
    internal ValueTask<T> SnapshotAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken) => _dialect.SnapshotAsync(work, cancellationToken);

    /// <summary>How many units were written and in how many commits: the sharing at work.</summary>
    internal (long Units, long Commits) Written => _dialect.Written;

    internal Meter Meter => _telemetry.Meter;

    /// <summary>Finishes the units already accepted, refuses new ones, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _dialect.DisposeAsync();
        _telemetry.Dispose();
    }
}
