using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server.Events.Sealing;

/// <summary>Seals events a few seconds after they were committed, so that recording them costs an act nothing but a row. One server at a time.</summary>
internal sealed class Sealer(Database database, AuditKey key, Checkpoint checkpoint, TimeProvider time, ILogger<Sealer> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Few enough that nobody waits long for the writer.
    private const int MostInSeal = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TrySealAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await TrySealAsync();
        }
    }

    /// <summary>Seals all that is there and tells how many events that were.</summary>
    public async Task<int> SealAsync()
    {
        var count = 0;
        while (await database.WriteAsync(SealNextAsync) is { } seal)
        {
            count += seal.Count;
            checkpoint.Write(seal);
        }
        return count;
    }

    private async Task TrySealAsync()
    {
        try
        {
            await SealAsync();
        }
        catch (DatabaseUnavailableException outage)
        {
            log.DatabaseUnavailable(outage);
        }
    }

    private async ValueTask<EventSealRow?> SealNextAsync(Transaction writing)
    {
        if (!await writing.TryLeadAsync(Job.Sealing)) return null;
        var last = await EventSealStore.FindLastAsync(writing);
        var (from, upTo) = (last?.UpTo ?? long.MinValue, await EventSealStore.HorizonAsync(writing));
        if (upTo < from)
        {
            log.EventsMissing();
            return null;
        }
        var events = await EventSealStore.ListEventsAsync(writing, from, upTo, MostInSeal + 1);
        if (events.Count == 0) return null;
        if (events.Count > MostInSeal) (events, upTo) = await CutAsync(writing, events, from);
        var seal = EventSeal.Of(last, events, upTo, time.GetUtcNow(), key.Bytes);
        return await EventSealStore.TryAddAsync(writing, seal) ? seal : null;
    }

    /// <summary>As many as fit, without parting what one transaction wrote.</summary>
    private static async ValueTask<(IReadOnlyList<SealedEvent> Events, long UpTo)> CutAsync(Transaction writing, IReadOnlyList<SealedEvent> events, long from)
    {
        var upTo = events[^1].Position;
        IReadOnlyList<SealedEvent> whole = [.. events.Where(one => one.Position < upTo)];
        return whole.Count > 0 ? (whole, upTo) : (await EventSealStore.ListEventsAsync(writing, from, upTo + 1, int.MaxValue), upTo + 1);
    }
}
