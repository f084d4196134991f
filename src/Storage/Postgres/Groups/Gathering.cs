namespace Keystile.Storage;

/// <summary>A queue whose items go out in groups: while one group is under way, the next gathers. The busier, the more share a round trip.</summary>
/// <param name="run">Sees to a group, and never throws: each item is told its outcome in there.</param>
internal sealed class Gathering<T>(Func<List<T>, Task> run)
{
    /// <summary>How many go together: the first waits for the last.</summary>
    public const int MostInGroup = 64;

    private readonly Lock _lock = new();
    private readonly Queue<T> _waiting = new();
    private int _running;

    public int Waiting
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <exception cref="DatabaseUnavailableException">Too many wait already.</exception>
    public void Add(T item)
    {
        lock (_lock)
        {
            if (_waiting.Count >= PostgresConnections.MostWaiting) throw new DatabaseUnavailableException("The database takes no more work: its queue is full.");
            _waiting.Enqueue(item);
            if (_running == PostgresConnections.MostGroups || (_running > 0 && _waiting.Count < MostInGroup)) return;
            _running++;
        }
        _ = RunAsync();
    }

    private async Task RunAsync()
    {
        // Whoever comes in the same moment comes along.
        await Task.Yield();
        while (Next() is { } group) await run(group);
    }

    private List<T>? Next()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _running--;
                return null;
            }
            List<T> group = new(Math.Min(_waiting.Count, MostInGroup));
            while (group.Count < MostInGroup && _waiting.TryDequeue(out var item)) group.Add(item);
            return group;
        }
    }
}
