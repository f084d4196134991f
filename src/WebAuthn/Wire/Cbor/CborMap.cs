using System.Text;

namespace Keystile.WebAuthn;

/// <summary>A small map with text keys, such as an attestation statement: each key once, values kept as the bytes they are written in.</summary>
internal sealed class CborMap
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<(string Key, Range Value)> _entries;

    private CborMap(ReadOnlyMemory<byte> bytes, List<(string Key, Range Value)> entries) => (_bytes, _entries) = (bytes, entries);

    /// <summary>How many members.</summary>
    public int Count => _entries.Count;

    /// <summary>The names of the members, in the order they stand.</summary>
    public IEnumerable<string> Keys => _entries.Select(entry => entry.Key);

    /// <summary>The map that <paramref name="bytes"/> wholly is, or null where they are anything else.</summary>
    public static CborMap? TryRead(ReadOnlyMemory<byte> bytes, CborRules rules)
    {
        var reader = new CborReader(bytes.Span, rules);
        if (!reader.TryReadMap(out var count)) return null;
        var order = new CborKeyOrder(bytes.Span, rules, stackalloc (int, int)[count]);
        var entries = new List<(string, Range)>(count);
        for (var i = 0; i < count; i++)
        {
            var start = reader.Position;
            if (!reader.TryReadText(out ReadOnlySpan<byte> key) || !order.Takes(start, reader.Position)) return null;
            var valueStart = reader.Position;
            if (!reader.TryReadEncoded(out _, depth: 1)) return null;
            entries.Add((Encoding.UTF8.GetString(key), valueStart..reader.Position));
        }
        return reader.AtEnd ? new(bytes, entries) : null;
    }

    /// <summary>Whether the members are exactly these, no more and no fewer.</summary>
    public bool HasExactly(params ReadOnlySpan<string> keys)
    {
        if (keys.Length != Count) return false;
        foreach (var key in keys)
        {
            if (!Has(key)) return false;
        }
        return true;
    }

    /// <summary>Whether there is such a member.</summary>
    public bool Has(string key) => TryGet(key, out _);

    /// <summary>A member's value as the bytes it is written in.</summary>
    public bool TryGet(string key, out ReadOnlyMemory<byte> encoded)
    {
        foreach (var (name, value) in _entries)
        {
            if (!string.Equals(name, key, StringComparison.Ordinal)) continue;
            encoded = _bytes[value];
            return true;
        }
        encoded = default;
        return false;
    }

    /// <summary>A member that is a byte string.</summary>
    public bool TryGetBytes(string key, out ReadOnlySpan<byte> value)
    {
        value = default;
        return TryGet(key, out var encoded) && new CborReader(encoded.Span, CborRules.AnyKeyOrder).TryReadBytes(out value);
    }

    /// <summary>A member that is a text string.</summary>
    public bool TryGetText(string key, out string value)
    {
        value = "";
        return TryGet(key, out var encoded) && new CborReader(encoded.Span, CborRules.AnyKeyOrder).TryReadText(out value);
    }

    /// <summary>A member that is an integer.</summary>
    public bool TryGetInteger(string key, out long value)
    {
        value = 0;
        return TryGet(key, out var encoded) && new CborReader(encoded.Span, CborRules.AnyKeyOrder).TryReadInteger(out value);
    }

    /// <summary>A member that is an array of non-empty byte strings, such as <c>x5c</c>; at least one, at most <paramref name="most"/>.</summary>
    public bool TryGetByteStrings(string key, int most, out IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        var list = new List<ReadOnlyMemory<byte>>();
        values = list;
        if (!TryGet(key, out var encoded)) return false;
        var reader = new CborReader(encoded.Span, CborRules.AnyKeyOrder);
        if (!reader.TryReadArray(out var count) || count < 1 || count > most) return false;
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadBytes(out var item) || item.IsEmpty) return false;
            list.Add(encoded.Slice(reader.Position - item.Length, item.Length));
        }
        return true;
    }
}
