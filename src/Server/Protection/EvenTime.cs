namespace Keystile.Server.Protection;

/// <summary>For answers that must not tell by their time what was found: each leaves a moment after its question came, whatever was done meanwhile.</summary>
/// <remarks>A row that is there costs some 10 µs more than one that is not, and a few thousand calls are enough to hear that. Doing the same work for both would have to be
/// kept true line by line; a clock that starts before the work and is awaited after it needs no care.</remarks>
internal static class EvenTime
{
    /// <summary>Longer than the work takes, shorter than anyone notices.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(2);

    /// <summary>Start it before the first look; await it last.</summary>
    public static Task Moment() => Task.Delay(Length);
}
