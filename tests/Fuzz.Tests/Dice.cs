namespace Keystile.Fuzz.Tests;

/// <summary>Chance that can be had again: SplitMix64 from a seed.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number below <paramref name="sides"/>.</summary>
    public int Next(int sides) => (int)(NextBits() % (ulong)sides);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool OneIn(int times) => Next(times) == 0;

    public byte NextByte() => (byte)NextBits();

    public byte[] NextBytes(int length) => [.. Enumerable.Range(0, length).Select(_ => NextByte())];

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    private ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
