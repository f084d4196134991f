namespace Keystile.Server.Commands;

/// <summary>A clock that stands at one instant: the one a recorded ceremony is judged at.</summary>
internal sealed class InstantTime(DateTimeOffset instant) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => instant;
}
