using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Keystile.Storage;

/// <summary>What one database tells of its work to whoever listens. While nobody does, no unit is timed and nothing is allocated.</summary>
/// <remarks>Tags are words of ours alone: no statement, value, address or name of a database.</remarks>
internal sealed class DatabaseTelemetry : IDisposable
{
    private static readonly ActivitySource s_source = new(Database.TelemetryName);

    private readonly Histogram<double> _durations;
    private readonly Counter<long> _spent;
    private readonly TimeProvider _time;

    public DatabaseTelemetry(Dialect dialect, TimeProvider time)
    {
        _time = time;
        _durations = Meter.CreateHistogram("keystile.db.unit.duration", "s", "How long a unit of work took, its wait and its commit included.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] });
        _spent = Meter.CreateCounter<long>("keystile.tokens.spent", "{token}", "Tokens that were spent, each good once.");
        Meter.CreateObservableCounter("keystile.db.units", () => dialect.Written.Units, "{unit}", "Units of work that were written.");
        Meter.CreateObservableCounter("keystile.db.commits", () => dialect.Written.Commits, "{commit}", "Commits they shared.");
        Meter.CreateObservableGauge("keystile.db.waiting", () => dialect.Waiting, "{unit}", "Units of work that wait for the writer or a connection.");
    }

    /// <summary>This database's own, by which it is told from others in one process.</summary>
    public Meter Meter { get; } = new(Database.TelemetryName);

    public bool IsHeard => _durations.Enabled || _spent.Enabled || s_source.HasListeners();

    public async Task<T> WriteAsync<T>(Dialect dialect, Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        Transaction? last = null;
        var value = await TimeAsync("write", () => new ValueTask<T>(dialect.WriteAsync(transaction => work(last = transaction), cancellationToken)));
        if (last is { IsRolledBack: false, SpentCount: > 0 }) _spent.Add(last.SpentCount);
        return value;
    }

    public async Task<int?> TryWriteAsync(Dialect dialect, IReadOnlyList<Step> series, CancellationToken cancellationToken)
    {
        var stopped = await TimeAsync("write", () => new ValueTask<int?>(dialect.TryWriteAsync(series, cancellationToken)));
        if (stopped is null && series.Count(step => step.Spends is not null) is > 0 and var spent) _spent.Add(spent);
        return stopped;
    }

    public ValueTask<T> LookUpAsync<T>(Dialect dialect, Func<Transaction, ValueTask<T>> work) => TimeAsync("read", () => dialect.LookUpAsync(work));

    public ValueTask<T> ReadAsync<T>(Dialect dialect, Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken) =>
        TimeAsync("read", () => dialect.ReadAsync(work, cancellationToken));

    public void Dispose() => Meter.Dispose();

    private async ValueTask<T> TimeAsync<T>(string unit, Func<ValueTask<T>> run)
    {
        using var span = s_source.StartActivity("database " + unit, ActivityKind.Client);
        var began = _time.GetTimestamp();
        var outcome = "failed";
        try
        {
            var value = await run();
            outcome = "done";
            return value;
        }
        catch (DatabaseUnavailableException)
        {
            outcome = "unavailable";
            throw;
        }
        finally
        {
            _durations.Record(_time.GetElapsedTime(began).TotalSeconds, new("unit", unit), new("outcome", outcome));
            span?.SetTag("outcome", outcome);
        }
    }
}
