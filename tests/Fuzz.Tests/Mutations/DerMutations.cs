using Keystile.Authenticator;

namespace Keystile.Fuzz.Tests;

/// <summary>What can be done to one element of a DER tree, with every length above it made right again.</summary>
internal static class DerMutations
{
    private const byte Constructed = 0x20, OctetString = 0x04, BitString = 0x03;

    public static byte[] Mutate(byte[] der, Dice dice)
    {
        if (!TryTake(der, out var tag, out var content, out var rest) || rest.Length > 0 || dice.OneIn(12)) return ByteMutations.Mutate(der, dice);
        if (((tag & Constructed) != 0 || tag == OctetString) && Split(content) is { Count: > 0 } children && !dice.OneIn(8))
        {
            var at = dice.Next(children.Count);
            switch (dice.Next(10))
            {
                case 0: children.RemoveAt(at); break;
                case 1: children.Insert(at, children[at]); break;
                case 2: children.Reverse(); break;
                default: children[at] = Mutate(children[at], dice); break;
            }
            return DerSignature.Element(tag, [.. children.SelectMany(child => child)]);
        }
        return dice.Next(6) switch
        {
            0 => DerSignature.Element((byte)(tag ^ (1 << dice.Next(8))), content),
            1 => [tag, 0x80, .. content, 0, 0],
            2 => [tag, 0x83, 0, (byte)(content.Length >> 8), (byte)content.Length, .. content],
            3 => DerSignature.Element(tag, []),
            4 when tag is not BitString => DerSignature.Element(tag, [0, .. content]),
            _ => DerSignature.Element(tag, ByteMutations.Mutate(content, dice)),
        };
    }

    /// <summary>The elements one after the other, or none where the bytes are anything else.</summary>
    private static List<byte[]> Split(byte[] content)
    {
        var children = new List<byte[]>();
        while (content.Length > 0)
        {
            if (!TryTake(content, out _, out _, out var rest)) return [];
            children.Add(content[..^rest.Length]);
            content = rest;
        }
        return children;
    }

    private static bool TryTake(byte[] der, out byte tag, out byte[] content, out byte[] rest)
    {
        (tag, content, rest) = (0, [], []);
        if (der.Length < 2) return false;
        var (length, head) = der[1] switch
        {
            < 0x80 => (der[1], 2),
            0x81 when der.Length > 2 => (der[2], 3),
            0x82 when der.Length > 3 => ((der[2] << 8) | der[3], 4),
            _ => (-1, 0),
        };
        if (length < 0 || head + length > der.Length) return false;
        (tag, content, rest) = (der[0], der[head..(head + length)], der[(head + length)..]);
        return true;
    }
}
