namespace Keystile.WebAuthn;

/// <summary>Holds the keys of one map to the rules: never twice, and in CTAP2 canonical order where that is asked.</summary>
/// <param name="bytes">The whole message the keys are slices of.</param>
/// <param name="rules">Which rules.</param>
/// <param name="seen">Room for as many keys as the map may have.</param>
internal ref struct CborKeyOrder(ReadOnlySpan<byte> bytes, CborRules rules, Span<(int Start, int End)> seen)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly Span<(int Start, int End)> _seen = seen;
    private int _count;

    /// <summary>Whether the key written in these bytes may follow the ones before it.</summary>
    public bool Takes(int start, int end)
    {
        var key = _bytes[start..end];
        if (_count == _seen.Length) return false;
        if (rules == CborRules.Canonical)
        {
            if (_count > 0 && Compare(_bytes[_seen[_count - 1].Start.._seen[_count - 1].End], key) >= 0) return false;
        }
        else
        {
            foreach (var (earlierStart, earlierEnd) in _seen[.._count])
            {
                if (_bytes[earlierStart..earlierEnd].SequenceEqual(key)) return false;
            }
        }
        _seen[_count++] = (start, end);
        return true;
    }

    /// <summary>CTAP2: the lower major type first, then the shorter, then the lower bytes.</summary>
    private static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var byMajor = (left[0] >> 5) - (right[0] >> 5);
        if (byMajor != 0) return byMajor;
        return left.Length != right.Length ? left.Length - right.Length : left.SequenceCompareTo(right);
    }
}
