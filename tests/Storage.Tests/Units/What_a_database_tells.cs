using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Keystile.Storage.Tests;

public class What_a_database_tells : Units
{
    private readonly ConcurrentQueue<string> _told = new();

    [Fact]
    public async Task is_how_each_unit_ended()
    {
        using var listener = Listen();
        await SpendAsync(out var jti);
        await IsSpentAsync(jti);
        await Should.ThrowAsync<InvalidDataException>(() => Database.WriteAsync<int>(_ => throw new InvalidDataException("a bug"), Stop));

        _told.Where(line => line.StartsWith("keystile.db.unit.duration", StringComparison.Ordinal)).ShouldBe(
        [
            "keystile.db.unit.duration unit=write outcome=done", "keystile.db.unit.duration unit=read outcome=done", "keystile.db.unit.duration unit=write outcome=failed",
        ]);
    }

    [Fact]
    public async Task is_that_it_was_unavailable()
    {
        using var listener = Listen();
        await Should.ThrowAsync<DatabaseUnavailableException>(() => Database.WriteAsync<int>(_ => throw new DatabaseUnavailableException("The disk is gone."), Stop));

        _told.ShouldContain("keystile.db.unit.duration unit=write outcome=unavailable");
    }

    [Fact]
    public async Task is_a_token_spent_once_it_stays_spent()
    {
        using var listener = Listen();
        await SpendAsync(out var first);
        await Database.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, first, SpentKind.Challenge, Now, epoch: 0), Stop);
        await Database.WriteAsync(async tx =>
        {
            (await ChallengeLedger.TrySpendAsync(tx, new byte[16], SpentKind.Challenge, Now, epoch: 0)).ShouldBeTrue();
            tx.RollBack();
            return false;
        }, Stop);

        _told.Count(line => line == "keystile.tokens.spent").ShouldBe(1);
    }

    [Fact]
    public async Task is_what_it_wrote_and_what_waits()
    {
        using var listener = Listen();
        await SpendAsync(out var _);
        listener.RecordObservableInstruments();

        var written = Database.Written;
        _told.ShouldContain($"keystile.db.units {written.Units}");
        _told.ShouldContain($"keystile.db.commits {written.Commits}");
        _told.ShouldContain("keystile.db.waiting 0");
    }

    private MeterListener Listen()
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, listening) => { if (instrument.Meter == Database.Meter) listening.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Tell(instrument, null, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Tell(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Tell(instrument, value, tags));
        listener.Start();
        return listener;
    }

    private void Tell(Instrument instrument, long? value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _told.Enqueue(string.Join(' ', [instrument.Name, .. instrument.IsObservable ? [$"{value}"] : tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]));
}
