namespace Keystile.Storage.Tests;

/// <summary>A unit of work that holds up the writer until it is let go, so that what is written meanwhile gathers into its group.</summary>
internal sealed class HeldWriter
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<int> _unit;

    private HeldWriter(Database database) => _unit = database.WriteAsync(async _ =>
    {
        _begun.TrySetResult(); // It may run again.
        await _gate.Task;
        return 0;
    }, CancellationToken.None);

    /// <summary>Completes when the unit runs.</summary>
    public Task Begun => _begun.Task;

    public static async Task<HeldWriter> OfAsync(Database database)
    {
        var held = new HeldWriter(database);
        await held.Begun;
        return held;
    }

    /// <summary>A unit that takes its place in the queue now.</summary>
    public static HeldWriter Queue(Database database) => new(database);

    /// <summary>Lets the unit end and waits for its commit.</summary>
    public Task ReleaseAsync()
    {
        _gate.SetResult();
        return _unit;
    }
}
