namespace Keystile.WebAuthn;

/// <summary>The little DER that keys and signatures are written in: a sequence of two positive numbers. Over spans, where <see cref="DerReader"/> wants memory.</summary>
internal static class DerNumbers
{
    public const byte Integer = 0x02, BitString = 0x03, Sequence = 0x30;

    /// <summary>SEQUENCE { INTEGER, INTEGER } that the bytes wholly are, both without their sign byte: an RSA key's, or an ECDSA signature's.</summary>
    public static bool TryReadPair(ReadOnlySpan<byte> der, out ReadOnlySpan<byte> first, out ReadOnlySpan<byte> second)
    {
        second = first = default;
        return TryTake(ref der, Sequence, out var numbers) && der.IsEmpty
            && TryTakePositive(ref numbers, out first) && TryTakePositive(ref numbers, out second) && numbers.IsEmpty;
    }

    /// <summary>One element with its length in the shortest form, of at most 65,535 bytes.</summary>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> der, byte tag, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (der.Length < 2 || der[0] != tag) return false;
        var (length, head) = der[1] switch
        {
            < 0x80 => (der[1], 2),
            0x81 when der.Length > 2 && der[2] >= 0x80 => (der[2], 3),
            0x82 when der.Length > 3 && der[2] > 0 => ((der[2] << 8) | der[3], 4),
            _ => (-1, 0),
        };
        if (length < 0 || der.Length - head < length) return false;
        content = der.Slice(head, length);
        der = der[(head + length)..];
        return true;
    }

    /// <summary>An INTEGER above zero in its shortest form, without the sign byte.</summary>
    private static bool TryTakePositive(scoped ref ReadOnlySpan<byte> der, out ReadOnlySpan<byte> value)
    {
        if (!TryTake(ref der, Integer, out value) || value.IsEmpty || value[0] >= 0x80) return false;
        if (value[0] != 0) return true;
        if (value.Length == 1 || value[1] < 0x80) return false;
        value = value[1..];
        return true;
    }
}
