using System.Collections.Concurrent;

namespace Keystile.Server.External;

/// <summary>What was fetched from other servers, kept by address. One fetch at a time for each, none soon after another, and what was fetched outlives an outage.</summary>
internal sealed class Fetched<T>(Func<string, Task<T?>> fetch, TimeProvider time) where T : class
{
    /// <summary>How long it is not asked for again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>How long it may still be used where its server does not answer.</summary>
    public static readonly TimeSpan Outage = TimeSpan.FromHours(24);

    /// <summary>How long after a fetch the next one may be. Whoever sends made-up key ids makes us ask no oftener.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>What is at the address; null where it never answered well, or not for a day.</summary>
    public ValueTask<T?> FindAsync(string url)
    {
        var entry = _entries.GetOrAdd(url, static _ => new());
        return entry.Value is { } value && time.GetUtcNow() < entry.FetchedAt + Fresh ? new(value) : FetchAsync(url, entry, entry.Value);
    }

    /// <summary>Asks again because something is missing in <paramref name="seen"/>, unless somebody just did.</summary>
    public ValueTask<T?> RenewAsync(string url, T seen) => FetchAsync(url, _entries.GetOrAdd(url, static _ => new()), seen);

    private async ValueTask<T?> FetchAsync(string url, Entry entry, T? seen)
    {
        await entry.Turn.WaitAsync();
        try
        {
            var now = time.GetUtcNow();
            if (ReferenceEquals(entry.Value, seen) && now >= entry.TriedAt + Pause)
            {
                entry.TriedAt = now;
                if (await fetch(url) is { } value) (entry.Value, entry.FetchedAt) = (value, now);
            }
            return now < entry.FetchedAt + Outage ? entry.Value : null;
        }
        finally
        {
            entry.Turn.Release();
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public T? Value { get; set; }

        public DateTimeOffset FetchedAt { get; set; }

        public DateTimeOffset TriedAt { get; set; }
    }
}
