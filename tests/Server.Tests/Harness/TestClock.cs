namespace Keystile.Server.Tests;

/// <summary>A clock that stands still until a test moves it. What comes round again and again beside the requests can be kept from coming.</summary>
public sealed class TestClock(DateTimeOffset? start = null, bool rounds = true) : TimeProvider
{
    private long _ticks = (start ?? System.GetUtcNow()).UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        rounds || period == Timeout.InfiniteTimeSpan ? base.CreateTimer(callback, state, dueTime, period) : base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
