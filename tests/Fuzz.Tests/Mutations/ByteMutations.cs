namespace Keystile.Fuzz.Tests;

/// <summary>What can be done to bytes whose meaning is not looked at.</summary>
internal static class ByteMutations
{
    private static readonly byte[] Borders = [0x00, 0x01, 0x17, 0x18, 0x1f, 0x20, 0x7f, 0x80, 0xa0, 0xbf, 0xfe, 0xff];

    public static byte[] Mutate(byte[] bytes, Dice dice)
    {
        if (bytes.Length == 0) return dice.NextBytes(1 + dice.Next(4));
        var at = dice.Next(bytes.Length);
        var length = 1 + dice.Next(Math.Min(16, bytes.Length - at));
        return dice.Next(8) switch
        {
            0 or 1 => With(bytes, at, (byte)(bytes[at] ^ (1 << dice.Next(8)))),
            2 => With(bytes, at, dice.Pick(Borders)),
            3 => [.. bytes[..at], .. bytes[(at + length)..]],
            4 => [.. bytes[..at], .. dice.NextBytes(length), .. bytes[at..]],
            5 => [.. bytes[..(at + length)], .. bytes[at..]],
            6 => bytes[..at],
            _ => [.. bytes, .. dice.NextBytes(1 + dice.Next(3))],
        };
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        byte[] changed = [.. bytes];
        changed[at] = value;
        return changed;
    }
}
