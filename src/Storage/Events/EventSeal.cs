using System.Buffers.Binary;
using System.Collections;
using System.Security.Cryptography;

namespace Keystile.Storage;

/// <summary>How seals are made: a hash an event, a chain of the hashes, and tags by a key that is not in the database.</summary>
public static class EventSeal
{
    /// <summary>An event's number and its hash.</summary>
    public const int EntryLength = sizeof(long) + SHA256.HashSizeInBytes;

    /// <summary>The hash before the first event.</summary>
    public static readonly ReadOnlyMemory<byte> Beginning = new byte[SHA256.HashSizeInBytes];

    /// <summary>Seals <paramref name="events"/> after <paramref name="last"/>, up to <paramref name="upTo"/>.</summary>
    public static EventSealRow Of(EventSealRow? last, IReadOnlyList<SealedEvent> events, long upTo, DateTimeOffset now, ReadOnlySpan<byte> key)
    {
        var entries = new byte[events.Count * EntryLength];
        for (var i = 0; i < events.Count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(entries.AsSpan(i * EntryLength), events[i].Row.Id);
            EventHash.Of(events[i].Row, HashOf(entries, i));
        }
        var seal = new EventSealRow((last?.Number ?? 0) + 1, upTo, Chain(last?.Hash ?? Beginning, entries), now.ToMilliseconds()) { Entries = entries };
        return Sign(seal with { Purged = new byte[(events.Count + 7) / 8] }, key);
    }

    /// <summary>The seal with the events at <paramref name="indexes"/> marked as deleted because their time was over.</summary>
    public static EventSealRow Purge(EventSealRow seal, IEnumerable<int> indexes, ReadOnlySpan<byte> key)
    {
        var bits = new BitArray(seal.Purged.ToArray());
        foreach (var index in indexes) bits[index] = true;
        var purged = new byte[seal.Purged.Length];
        bits.CopyTo(purged, 0);
        return Sign(seal with { Purged = purged }, key);
    }

    /// <summary>Whether all its events were deleted because their time was over.</summary>
    public static bool IsOver(EventSealRow seal) => Enumerable.Range(0, seal.Count).All(index => IsPurged(seal, index));

    /// <summary>A seal that is over, without entries, standing for all from <paramref name="first"/> on, which had <paramref name="gone"/> events.</summary>
    public static EventSealRow Shorten(EventSealRow seal, long first, long gone, ReadOnlySpan<byte> key)
    {
        var stretch = new byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(stretch, first);
        BinaryPrimitives.WriteInt64BigEndian(stretch.AsSpan(sizeof(long)), gone);
        return Sign(seal with { Entries = default, Purged = stretch }, key);
    }

    /// <summary>The same seal under the first of <paramref name="keys"/>, where any of them signed it. A tag that was not ours stays so.</summary>
    public static EventSealRow Renew(EventSealRow seal, IReadOnlyList<byte[]> keys) => Move(seal, shift: 0, keys);

    /// <summary>The seal for the same events, whose places are now lessened by <paramref name="shift"/>, under the first key. A tag that was not ours stays so.</summary>
    internal static EventSealRow Move(EventSealRow seal, long shift, IReadOnlyList<byte[]> keys)
    {
        var after = Sign(seal with { UpTo = seal.UpTo - shift }, keys[0]);
        var (isSigned, isPurgeSigned) = WhatIsOurs(seal, keys);
        return after with
        {
            Signature = isSigned ? after.Signature : seal.Signature,
            PurgeTag = isPurgeSigned ? after.PurgeTag : seal.PurgeTag,
        };
    }

    /// <summary>Whether the event at <paramref name="index"/> was deleted because its time was over.</summary>
    public static bool IsPurged(EventSealRow seal, int index) => (seal.Purged.Span[index / 8] & (1 << (index % 8))) != 0;

    /// <summary>The number of the event at <paramref name="index"/>.</summary>
    public static long IdOf(EventSealRow seal, int index) => BinaryPrimitives.ReadInt64BigEndian(seal.Entries.Span[(index * EntryLength)..]);

    /// <summary>The hash of the event at <paramref name="index"/>.</summary>
    public static ReadOnlySpan<byte> HashOf(EventSealRow seal, int index) => seal.Entries.Span.Slice(index * EntryLength + sizeof(long), SHA256.HashSizeInBytes);

    /// <summary>Whether the seal follows <paramref name="previous"/> in the chain and its tags are ours: each by one of <paramref name="keys"/>. Of one without entries the tags alone say so.</summary>
    public static bool IsGenuine(EventSealRow seal, EventSealRow? previous, IReadOnlyList<byte[]> keys)
    {
        if (seal.Entries.Length == 0) return seal.IsShort && WhatIsOurs(seal, keys) is (true, true);
        if (seal.Entries.Length % EntryLength != 0 || seal.Purged.Length != (seal.Count + 7) / 8) return false;
        if (!Chain(previous?.Hash ?? Beginning, seal.Entries.Span).AsSpan().SequenceEqual(seal.Hash.Span)) return false;
        return WhatIsOurs(seal, keys) is (true, true);
    }

    /// <summary>A seal keeps its signature while its events are deleted one by one: the two tags may be of two keys.</summary>
    private static (bool Signature, bool PurgeTag) WhatIsOurs(EventSealRow seal, IReadOnlyList<byte[]> keys)
    {
        var (isSigned, isPurgeSigned) = (false, false);
        for (var i = 0; i < keys.Count && !(isSigned && isPurgeSigned); i++)
        {
            var signed = Sign(seal, keys[i]);
            isSigned |= CryptographicOperations.FixedTimeEquals(signed.Signature.Span, seal.Signature.Span);
            isPurgeSigned |= CryptographicOperations.FixedTimeEquals(signed.PurgeTag.Span, seal.PurgeTag.Span);
        }
        return (isSigned, isPurgeSigned);
    }

    /// <summary>h(i) = SHA-256(h(i-1), entry i): none can be taken out, put in or moved without changing all that follow.</summary>
    private static byte[] Chain(ReadOnlyMemory<byte> before, ReadOnlySpan<byte> entries)
    {
        Span<byte> link = stackalloc byte[SHA256.HashSizeInBytes + EntryLength];
        before.Span.CopyTo(link);
        for (var i = 0; i < entries.Length; i += EntryLength)
        {
            entries.Slice(i, EntryLength).CopyTo(link[SHA256.HashSizeInBytes..]);
            SHA256.HashData(link, link[..SHA256.HashSizeInBytes]);
        }
        return link[..SHA256.HashSizeInBytes].ToArray();
    }

    private static EventSealRow Sign(EventSealRow seal, ReadOnlySpan<byte> key)
    {
        const int Head = 1 + 4 * sizeof(long);
        var signed = new byte[Head + SHA256.HashSizeInBytes];
        signed[0] = (byte)'s';
        BinaryPrimitives.WriteInt64BigEndian(signed.AsSpan(1), seal.Number);
        BinaryPrimitives.WriteInt64BigEndian(signed.AsSpan(9), seal.UpTo);
        BinaryPrimitives.WriteInt64BigEndian(signed.AsSpan(17), seal.Count);
        BinaryPrimitives.WriteInt64BigEndian(signed.AsSpan(25), seal.SealedAt.ToUnixTimeMilliseconds());
        seal.Hash.CopyTo(signed.AsMemory(Head));
        byte[] purged = [(byte)'p', .. signed.AsSpan(1, Head - 1), .. seal.Purged.Span];
        return seal with { Signature = HMACSHA256.HashData(key, signed), PurgeTag = HMACSHA256.HashData(key, purged) };
    }

    private static Span<byte> HashOf(byte[] entries, int index) => entries.AsSpan(index * EntryLength + sizeof(long), SHA256.HashSizeInBytes);

    private static DateTimeOffset ToMilliseconds(this DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
