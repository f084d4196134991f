namespace Keystile.WebAuthn;

/// <summary>One element of DER: its tag (<see cref="DerTag"/>), the bytes it is written in, and the bytes inside.</summary>
internal readonly record struct DerElement(uint Tag, ReadOnlyMemory<byte> Encoded, ReadOnlyMemory<byte> Content);

/// <summary>Reads DER (X.690 §10) and no other BER. Total: a wrong byte is false, never an exception; after a false the reader is done for.</summary>
internal struct DerReader(ReadOnlyMemory<byte> bytes)
{
    private readonly ReadOnlyMemory<byte> _bytes = bytes;
    private int _position;

    /// <summary>Whether every byte is read.</summary>
    public readonly bool AtEnd => _position == _bytes.Length;

    /// <summary>Whether an element with this tag comes next.</summary>
    public readonly bool NextIs(uint tag) => TryReadTag(_bytes.Span[_position..], out var next) > 0 && next == tag;

    /// <summary>The next element, whatever it is.</summary>
    public bool TryRead(out DerElement element)
    {
        element = default;
        var rest = _bytes.Span[_position..];
        var tagLength = TryReadTag(rest, out var tag);
        if (tagLength == 0) return false;
        var lengthLength = TryReadLength(rest[tagLength..], out var length);
        var head = tagLength + lengthLength;
        if (lengthLength == 0 || length > rest.Length - head) return false;
        element = new(tag, _bytes.Slice(_position, head + length), _bytes.Slice(_position + head, length));
        _position += head + length;
        return true;
    }

    /// <summary>The next element, which must have this tag.</summary>
    public bool TryRead(uint tag, out DerElement element) => TryRead(out element) && element.Tag == tag;

    /// <summary>The content of the next element, which must have this tag.</summary>
    public bool TryRead(uint tag, out ReadOnlyMemory<byte> content)
    {
        var read = TryRead(tag, out DerElement element);
        content = element.Content;
        return read;
    }

    /// <summary>A reader over the content of the next element, which must have this tag.</summary>
    public bool TryEnter(uint tag, out DerReader inner)
    {
        var read = TryRead(tag, out ReadOnlyMemory<byte> content);
        inner = new(content);
        return read;
    }

    /// <summary>The content of an INTEGER in its shortest form: two's complement, big-endian.</summary>
    public bool TryReadInteger(out ReadOnlyMemory<byte> content) =>
        TryRead(DerTag.Integer, out content) && IsMinimalInteger(content.Span);

    /// <summary>An INTEGER that is not negative and fits 31 bits.</summary>
    public bool TryReadInteger(out int value)
    {
        value = 0;
        if (!TryReadInteger(out ReadOnlyMemory<byte> content) || content.Length > 4 || content.Span[0] >= 0x80) return false;
        foreach (var octet in content.Span) value = value << 8 | octet;
        return true;
    }

    /// <summary>A BOOLEAN. DER knows 0x00 and 0xFF only; keystores of Android write 0x01 into certificates, which BER takes for true.</summary>
    public bool TryReadBoolean(out bool value)
    {
        var read = TryRead(DerTag.Boolean, out ReadOnlyMemory<byte> content) && content.Length == 1;
        value = read && content.Span[0] != 0;
        return read;
    }

    /// <summary>A BIT STRING: how many bits of the last byte are unused, and the bytes.</summary>
    public bool TryReadBitString(out int unusedBits, out ReadOnlyMemory<byte> bits)
    {
        var read = TryRead(DerTag.BitString, out ReadOnlyMemory<byte> content) && content.Length > 0 && content.Span[0] <= (content.Length == 1 ? 0 : 7);
        unusedBits = read ? content.Span[0] : 0;
        bits = read ? content[1..] : default;
        return read;
    }

    private static bool IsMinimalInteger(ReadOnlySpan<byte> content) =>
        content.Length > 0 && (content.Length == 1 || (content[0], content[1] >> 7) is not ((0, 0) or (0xFF, 1)));

    /// <summary>How many bytes the tag takes, or 0 where there is none. Numbers go up to 14 bits, in their shortest form.</summary>
    private static int TryReadTag(ReadOnlySpan<byte> bytes, out uint tag)
    {
        tag = bytes.IsEmpty ? 0u : bytes[0];
        if (bytes.IsEmpty) return 0;
        if ((tag & 0x1F) != 0x1F) return 1;
        if (bytes.Length < 2) return 0;
        tag = tag << 8 | bytes[1];
        if (bytes[1] < 0x80) return bytes[1] >= 31 ? 2 : 0;
        if (bytes.Length < 3 || bytes[1] == 0x80 || bytes[2] >= 0x80) return 0;
        tag = tag << 8 | bytes[2];
        return 3;
    }

    /// <summary>How many bytes the length takes, or 0 where it is not a definite length in its shortest form.</summary>
    private static int TryReadLength(ReadOnlySpan<byte> bytes, out int length)
    {
        length = bytes.IsEmpty ? 0 : bytes[0];
        if (bytes.IsEmpty) return 0;
        if (length < 0x80) return 1;
        var count = length & 0x7F;
        if (count is 0 or > 3 || bytes.Length <= count || bytes[1] == 0) return 0;
        length = 0;
        foreach (var octet in bytes.Slice(1, count)) length = length << 8 | octet;
        return length >= 0x80 ? 1 + count : 0;
    }
}
