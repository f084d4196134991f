using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Keystile.Server.Observability;

namespace Keystile.Server.Tests;

/// <summary>Listens to the server's own counters, or to those of one database: a line for each time that one counted.</summary>
internal sealed class Tally : IDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();
    private readonly MeterListener _listener;

    public Tally(Meter? meter = null)
    {
        _listener = new() { InstrumentPublished = (instrument, listening) => { if (meter is null ? instrument.Meter.Name == Meters.Name : instrument.Meter == meter) listening.EnableMeasurementEvents(instrument); } };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _sums.AddOrUpdate(Add(instrument, tags), value, (_, sum) => sum + value));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        _listener.Start();
    }

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>All that was counted on such lines.</summary>
    public long Sum(string line) => _sums.GetValueOrDefault(line);

    public void Dispose() => _listener.Dispose();

    private string Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]);
        _lines.Enqueue(line);
        return line;
    }
}
