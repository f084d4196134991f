using System.Buffers.Binary;

namespace Keystile.Storage;

/// <summary>A stretch of the events, sealed: what they were, and proof that whoever wrote this had the root key. Once all of them are gone because their time was over, it stays without entries, and stands for its neighbours of that kind, too.</summary>
/// <param name="Number">Its place in the chain, from 1.</param>
/// <param name="UpTo">Where it ends: the position of the first event that it does not cover.</param>
/// <param name="Hash">The hash of the chain up to here.</param>
/// <param name="SealedAt">When.</param>
public sealed record EventSealRow(long Number, long UpTo, ReadOnlyMemory<byte> Hash, DateTimeOffset SealedAt)
{
    /// <summary>The tag over all of the above and the number of entries.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Each event's number and hash, in order: 40 bytes an entry.</summary>
    public ReadOnlyMemory<byte> Entries { get; init; }

    /// <summary>One bit an entry: whether the event was deleted because its time was over. Without entries: the number of the first seal it stands for and how many events all of them had, 8 bytes each.</summary>
    public ReadOnlyMemory<byte> Purged { get; init; }

    /// <summary>The tag over <see cref="Purged"/>.</summary>
    public ReadOnlyMemory<byte> PurgeTag { get; init; }

    /// <summary>How many events it covers.</summary>
    public int Count => Entries.Length / EventSeal.EntryLength;

    /// <summary>The first seal it stands for: itself, as long as any of its events may be there.</summary>
    public long First => IsShort ? BinaryPrimitives.ReadInt64BigEndian(Purged.Span) : Number;

    /// <summary>How many events those had for which it stands without entries.</summary>
    public long Gone => IsShort ? BinaryPrimitives.ReadInt64BigEndian(Purged.Span[sizeof(long)..]) : 0;

    /// <summary>Whether it stands without entries.</summary>
    public bool IsShort => Entries.Length == 0 && Purged.Length == 2 * sizeof(long);

    internal const string Columns = "s.number, s.upto, s.hash, s.sealed_at, s.signature, s.entries, s.purged, s.purge_tag";

    internal static EventSealRow Read(Row row) => new(row.Number(0), row.Number(1), row.Bytes(2), row.Time(3))
    {
        Signature = row.Bytes(4),
        Entries = row.Bytes(5),
        Purged = row.Bytes(6),
        PurgeTag = row.Bytes(7),
    };
}
