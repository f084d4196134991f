using Keystile.Storage;

namespace Keystile.Server.Events.Sealing;

/// <summary>What is wrong with the record: <c>deleted</c>, <c>altered</c>, <c>reordered</c>, <c>inserted</c>, <c>cut</c>, and of seals <c>seal_missing</c>, <c>seal_altered</c>.</summary>
/// <param name="Fault">Which of these.</param>
/// <param name="Id">The event's number, or the seal's.</param>
internal sealed record AuditFinding(string Fault, long Id);

/// <summary>What an audit found. Events not sealed yet are none of its business: they are the last few seconds.</summary>
internal sealed record AuditReport(bool Ok, long Seals, long Events, long Purged, long Unsealed, string? Checkpoint, IReadOnlyList<AuditFinding> Findings);

/// <summary>Computes the chain anew and compares each event with its entry.</summary>
internal sealed class Audit(Database database, byte[][] keys)
{
    private const int SealsAtOnce = 64;

    private readonly List<AuditFinding> _seals = [];
    private readonly SortedSet<long> _deleted = [];
    private readonly SortedSet<long> _inserted = [];
    private readonly SortedSet<long> _moved = [];
    private readonly List<(EventRow Row, byte[] Hash)> _altered = [];
    // What is missing since the last event that is there: gone to the very end, it was cut off.
    private readonly HashSet<long> _tail = [];
    private long _count, _purged;

    /// <param name="checkpoints">How far the chain is known to have reached.</param>
    public async Task<AuditReport> RunAsync(IReadOnlyList<(long Number, byte[] Hash)> checkpoints)
    {
        EventSealRow? previous = null;
        var open = checkpoints.ToDictionary(one => one.Number, one => one.Hash);
        while (true)
        {
            var after = previous?.Number ?? 0;
            var seals = await database.ReadAsync(reading => EventSealStore.ListAsync(reading, after, SealsAtOnce));
            if (seals.Count == 0) break;
            foreach (var seal in seals)
            {
                await CheckAsync(seal, previous);
                for (var number = seal.First; number < seal.Number; number++) open.Remove(number);
                if (open.Remove(seal.Number, out var hash) && !seal.Hash.Span.SequenceEqual(hash)) _seals.Add(new("seal_altered", seal.Number));
                previous = seal;
            }
        }
        foreach (var number in open.Keys.Where(number => number > 0)) _seals.Add(new("cut", number));
        var unsealed = await CountAsync(previous?.UpTo ?? long.MinValue);
        List<AuditFinding> findings = [.. _seals, .. Name()];
        return new(findings.Count == 0, previous?.Number ?? 0, _count, _purged, unsealed, previous is null ? null : Checkpoint.Text(previous), findings);
    }

    private async Task CheckAsync(EventSealRow seal, EventSealRow? previous)
    {
        var (expected, isGenuine) = ((previous?.Number ?? 0) + 1, EventSeal.IsGenuine(seal, previous, keys));
        for (var number = expected; number < (isGenuine ? seal.First : seal.Number); number++) _seals.Add(new("seal_missing", number));
        if (!isGenuine && (expected == seal.Number || seal.Count == 0)) _seals.Add(new("seal_altered", seal.Number));
        if (isGenuine) _purged += seal.Gone;
        var from = previous?.UpTo ?? long.MinValue;
        var events = await database.ReadAsync(reading => EventSealStore.ListEventsAsync(reading, from, seal.UpTo, int.MaxValue));
        Compare(seal, events);
    }

    private void Compare(EventSealRow seal, IReadOnlyList<SealedEvent> events)
    {
        var places = new Dictionary<long, int>(events.Count);
        for (var i = 0; i < events.Count; i++) places[events[i].Row.Id] = i;
        Span<byte> hash = stackalloc byte[32];
        var furthest = -1;
        for (var i = 0; i < seal.Count; i++)
        {
            var (id, isPurged) = (EventSeal.IdOf(seal, i), EventSeal.IsPurged(seal, i));
            if (!places.Remove(id, out var place))
            {
                if (isPurged) _purged++;
                else if (_deleted.Add(id)) _tail.Add(id);
                continue;
            }
            _count++;
            _tail.Clear();
            EventHash.Of(events[place].Row, hash);
            if (isPurged) _inserted.Add(id);
            else if (!hash.SequenceEqual(EventSeal.HashOf(seal, i))) _altered.Add((events[place].Row, EventSeal.HashOf(seal, i).ToArray()));
            else if (place < furthest) _moved.Add(id);
            furthest = Math.Max(furthest, place);
        }
        foreach (var id in places.Keys) _inserted.Add(id);
    }

    /// <summary>Tells what was done from what is missing, changed and too much.</summary>
    private IEnumerable<AuditFinding> Name()
    {
        foreach (var id in _deleted.Intersect(_inserted).Union(_moved)) yield return new("reordered", id);
        foreach (var id in _deleted.Except(_inserted)) yield return new(_tail.Contains(id) ? "cut" : "deleted", id);
        foreach (var id in _inserted.Except(_deleted)) yield return new("inserted", id);
        foreach (var (row, hash) in _altered) yield return new(IsAnothers(row, hash) ? "reordered" : "altered", row.Id);
    }

    /// <summary>Whether what should stand here stands elsewhere.</summary>
    private bool IsAnothers(EventRow row, byte[] hash)
    {
        const int MostCompared = 1000;
        Span<byte> other = stackalloc byte[32];
        foreach (var candidate in _altered.Take(MostCompared))
        {
            EventHash.Of(candidate.Row with { Id = row.Id }, other);
            if (candidate.Row.Id != row.Id && other.SequenceEqual(hash)) return true;
        }
        return false;
    }

    private async Task<long> CountAsync(long from) => (await database.ReadAsync(reading => EventSealStore.ListEventsAsync(reading, from, long.MaxValue, int.MaxValue))).Count;
}
