using System.Text;
using Keystile.Authenticator;

namespace Keystile.Fuzz.Tests;

/// <summary>What can be done to one item of a CBOR tree, its neighbours left whole.</summary>
internal static class CborMutations
{
    private static readonly object?[] Strangers = [null, true, 0L, -1L, "", "none", "packed", Array.Empty<byte>(), new LooseMap(), Array.Empty<object?>(), new CborRaw([0xf7]), new CborRaw([0xff])];

    public static object? Mutate(object? item, Dice dice)
    {
        if (dice.OneIn(12)) return dice.Pick(Strangers);
        if (dice.OneIn(16)) return Rewritten(item, dice);
        return item switch
        {
            LooseMap map => MutateMap(map, dice),
            object?[] array => MutateArray(array, dice),
            byte[] bytes => MutateBytes(bytes, dice),
            string text => new CborRaw(Cbor.Encode(Encoding.UTF8.GetString(ByteMutations.Mutate(Encoding.UTF8.GetBytes(text), dice)))),
            long number => dice.OneIn(2) ? number + dice.Next(5) - 2 : (long)(1ul << dice.Next(63)) * (dice.OneIn(2) ? 1 : -1),
            _ => dice.Pick(Strangers),
        };
    }

    private static LooseMap MutateMap(LooseMap map, Dice dice)
    {
        var changed = new LooseMap();
        changed.AddRange(map);
        if (changed.Count == 0)
        {
            changed.Add("x", dice.Pick(Strangers));
            return changed;
        }
        var key = dice.Pick(map).Key;
        switch (dice.Next(10))
        {
            case 0: changed.Remove(key); break;
            case 1: changed.Repeat(key); break;
            case 2: changed.Swap(key, dice.Pick(map).Key); break;
            case 3: changed.Rename(key, Mutate(key, dice)); break;
            case 4: changed.Add(dice.OneIn(2) ? key : "y", dice.Pick(Strangers)); break;
            default: changed[key] = Mutate(changed[key], dice); break;
        }
        return changed;
    }

    private static object?[] MutateArray(object?[] array, Dice dice)
    {
        if (array.Length == 0) return [dice.Pick(Strangers)];
        var at = dice.Next(array.Length);
        return dice.Next(8) switch
        {
            0 => [.. array[..at], .. array[(at + 1)..]],
            1 => [.. array, array[at]],
            2 => [.. array.Reverse()],
            _ => [.. array[..at], Mutate(array[at], dice), .. array[(at + 1)..]],
        };
    }

    private static byte[] MutateBytes(byte[] bytes, Dice dice) => bytes is [0x30, ..] && !dice.OneIn(3) ? DerMutations.Mutate(bytes, dice) : ByteMutations.Mutate(bytes, dice);

    /// <summary>The same item in a form that is not the shortest, of indefinite length, or tagged.</summary>
    private static CborRaw Rewritten(object? item, Dice dice)
    {
        var bytes = Cbor.Encode(item);
        var (major, low) = (bytes[0] & 0xe0, bytes[0] & 0x1f);
        return new(dice.Next(3) switch
        {
            0 => [0xc1, .. bytes],
            1 when low < 24 => [(byte)(major | 24), (byte)low, .. bytes[1..]],
            2 when major is 0x80 or 0xa0 && low < 24 => [(byte)(major | 31), .. bytes[1..], 0xff],
            _ => [.. bytes, 0xf6],
        });
    }
}
