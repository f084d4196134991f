using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Keystile.WebAuthn;

/// <summary>How strictly CBOR is read. Both refuse indefinite lengths, integers not in their shortest form, tags and duplicate keys.</summary>
internal enum CborRules
{
    /// <summary>CTAP2 canonical: map keys also stand in order. For COSE keys and authenticator extension outputs.</summary>
    Canonical,

    /// <summary>Map keys in any order, as old platforms write attestation statements.</summary>
    AnyKeyOrder,
}

/// <summary>Reads CBOR (RFC 8949) as CTAP2 allows it. Total: a wrong byte is false, never an exception; after a false the reader is done for.</summary>
internal ref struct CborReader(ReadOnlySpan<byte> bytes, CborRules rules)
{
    /// <summary>CTAP2 nests at most four deep; an attestation object five, where a compound statement (§8.9) holds one with certificates.</summary>
    private const int MaxDepth = 5;

    /// <summary>More entries in one map than any message of the protocol has.</summary>
    private const int MaxMapEntries = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes are read.</summary>
    public int Position { get; private set; }

    /// <summary>Whether every byte is read.</summary>
    public readonly bool AtEnd => Position == _bytes.Length;

    /// <summary>The major type of the next item, or 255 at the end.</summary>
    public readonly byte PeekMajorType => AtEnd ? byte.MaxValue : (byte)(_bytes[Position] >> 5);

    /// <summary>An integer of major type 0 or 1 that fits 64 bits with sign.</summary>
    public bool TryReadInteger(out long value)
    {
        var major = PeekMajorType;
        var read = TryReadHead(out var argument) && major <= CborMajor.Negative && argument <= long.MaxValue;
        value = major == CborMajor.Negative ? -1 - (long)argument : (long)argument;
        return read;
    }

    /// <summary>A byte string.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> value) => TryReadString(CborMajor.Bytes, out value);

    /// <summary>A text string, as its UTF-8 bytes.</summary>
    public bool TryReadText(out ReadOnlySpan<byte> utf8) => TryReadString(CborMajor.Text, out utf8) && Utf8.IsValid(utf8);

    /// <summary>A text string.</summary>
    public bool TryReadText(out string text)
    {
        var read = TryReadText(out ReadOnlySpan<byte> utf8);
        text = read ? Encoding.UTF8.GetString(utf8) : "";
        return read;
    }

    /// <summary>True or false.</summary>
    public bool TryReadBoolean(out bool value)
    {
        value = !AtEnd && _bytes[Position] == CborMajor.True;
        if (AtEnd || _bytes[Position] is not (CborMajor.True or CborMajor.False)) return false;
        Position++;
        return true;
    }

    /// <summary>The head of an array: how many items follow.</summary>
    public bool TryReadArray(out int count) => TryReadCount(CborMajor.Array, out count);

    /// <summary>The head of a map: how many pairs follow. Whoever reads the keys keeps their order and uniqueness with <see cref="CborKeyOrder"/>.</summary>
    public bool TryReadMap(out int count) => TryReadCount(CborMajor.Map, out count) && count <= MaxMapEntries;

    /// <summary>Any one well-formed item with all that is in it, as the bytes it is written in.</summary>
    public bool TryReadEncoded(out ReadOnlySpan<byte> encoded, int depth = 0)
    {
        var start = Position;
        var read = TrySkip(depth);
        encoded = read ? _bytes[start..Position] : default;
        return read;
    }

    private bool TrySkip(int depth)
    {
        if (depth > MaxDepth || AtEnd) return false;
        switch (PeekMajorType)
        {
            case CborMajor.Bytes: return TryReadBytes(out _);
            case CborMajor.Text: return TryReadText(out ReadOnlySpan<byte> _);
            case CborMajor.Array: return TryReadArray(out var items) && TrySkipItems(items, depth + 1);
            case CborMajor.Map: return TryReadMap(out var pairs) && TrySkipPairs(pairs, depth + 1);
            case CborMajor.Tag: return false;
            default: return TryReadHead(out _);
        }
    }

    private bool TrySkipItems(int count, int depth)
    {
        for (var i = 0; i < count; i++)
        {
            if (!TrySkip(depth)) return false;
        }
        return true;
    }

    private bool TrySkipPairs(int count, int depth)
    {
        var order = new CborKeyOrder(_bytes, rules, stackalloc (int, int)[MaxMapEntries]);
        for (var i = 0; i < count; i++)
        {
            var start = Position;
            if (!TrySkip(depth) || !order.Takes(start, Position) || !TrySkip(depth)) return false;
        }
        return true;
    }

    private bool TryReadCount(byte major, out int count)
    {
        var read = PeekMajorType == major;
        read &= TryReadHead(out var argument) && argument <= (ulong)(_bytes.Length - Position); // every item takes a byte
        count = read ? (int)argument : 0;
        return read;
    }

    private bool TryReadString(byte major, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (PeekMajorType != major || !TryReadHead(out var length) || length > (ulong)(_bytes.Length - Position)) return false;
        value = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return true;
    }

    /// <summary>One head: major type and argument in the shortest form. Simple values and floats pass as their head.</summary>
    private bool TryReadHead(out ulong argument)
    {
        argument = 0;
        if (AtEnd) return false;
        var info = _bytes[Position] & 0x1F;
        var isSimple = PeekMajorType == CborMajor.Simple;
        var width = info switch { < 24 => 0, 24 => 1, 25 => 2, 26 => 4, 27 => 8, _ => -1 };
        var rest = _bytes[(Position + 1)..];
        if (width < 0 || rest.Length < width) return false;
        Position += 1 + width;
        switch (width)
        {
            case 0: argument = (ulong)info; return true;
            case 1: argument = rest[0]; return argument >= (isSimple ? 32u : 24u);
            case 2: argument = BinaryPrimitives.ReadUInt16BigEndian(rest); return isSimple || argument > byte.MaxValue;
            case 4: argument = BinaryPrimitives.ReadUInt32BigEndian(rest); return isSimple || argument > ushort.MaxValue;
            default: argument = BinaryPrimitives.ReadUInt64BigEndian(rest); return isSimple || argument > uint.MaxValue;
        }
    }
}

/// <summary>The major types and simple values by name (RFC 8949 §3).</summary>
internal static class CborMajor
{
    public const byte Positive = 0, Negative = 1, Bytes = 2, Text = 3, Array = 4, Map = 5, Tag = 6, Simple = 7;
    public const byte False = 0xF4, True = 0xF5, Null = 0xF6;
}
