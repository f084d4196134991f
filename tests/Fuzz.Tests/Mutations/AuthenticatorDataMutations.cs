using System.Security.Cryptography;

namespace Keystile.Fuzz.Tests;

/// <summary>What can be done to one field of authenticator data: hash(32) flags(1) counter(4) aaguid(16) length(2) id key extensions.</summary>
internal static class AuthenticatorDataMutations
{
    private const int Flags = 32, Counter = 33, Aaguid = 37, IdLength = 53, Id = 55;

    public static byte[] Mutate(byte[] data, Dice dice)
    {
        if (data.Length < Aaguid) return ByteMutations.Mutate(data, dice);
        byte[] changed = [.. data];
        switch (dice.Next(9))
        {
            case 0: SHA256.HashData(dice.NextBytes(4)).CopyTo(changed, 0); break;
            case 1: changed[Flags] ^= (byte)(1 << dice.Next(8)); break;
            case 2: changed[Flags] = dice.NextByte(); break;
            case 3: changed[Counter + dice.Next(4)] = dice.NextByte(); break;
            case 4 when data.Length > Id: changed[Aaguid + dice.Next(16)] ^= dice.NextByte(); break;
            case 5 when data.Length > Id: changed[IdLength + dice.Next(2)] = dice.NextByte(); break;
            case 6 when data.Length > Id: return [.. data[..Id], .. ByteMutations.Mutate(data[Id..], dice)];
            case 7 when data.Length > Id: return WithKey(data, dice);
            default: return ByteMutations.Mutate(data, dice);
        }
        return changed;
    }

    /// <summary>The credential's key as a tree, with one item of it changed.</summary>
    private static byte[] WithKey(byte[] data, Dice dice)
    {
        var at = Id + ((data[IdLength] << 8) | data[IdLength + 1]);
        return at < data.Length && CborTree.TryParse(data[at..]) is { } key ? [.. data[..at], .. Authenticator.Cbor.Encode(CborMutations.Mutate(key, dice))] : ByteMutations.Mutate(data, dice);
    }
}
