namespace Keystile.WebAuthn;

/// <summary>A key on record may have been stored by another library with laxer rules: labels in another order, RSA numbers with a leading zero. This writes it anew.</summary>
internal static class StoredCoseKey
{
    private const int MostLabels = 8, KeyType = 1;

    /// <summary>The same key in CTAP2 canonical order and with RSA's numbers in their shortest form, for the one strict reader; null where it is no map of integer labels.</summary>
    public static byte[]? Rewrite(ReadOnlySpan<byte> cose)
    {
        var reader = new CborReader(cose, CborRules.AnyKeyOrder);
        if (!reader.TryReadMap(out var count) || count > MostLabels) return null;
        var entries = new SortedDictionary<long, byte[]>(Comparer<long>.Create(ByLabel));
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadInteger(out var label) || label is <= -24 or >= 24 || !reader.TryReadEncoded(out var value) || !entries.TryAdd(label, value.ToArray())) return null;
        }
        if (!reader.AtEnd) return null;
        var isRsa = entries.TryGetValue(KeyType, out var type) && type is [(byte)CoseKeyType.Rsa];
        return [(byte)(0xa0 | count), .. entries.SelectMany(entry => (byte[])[Label(entry.Key), .. isRsa ? WithoutLeadingZero(entry.Value) : entry.Value])];
    }

    /// <summary>Canonical: 1, 3, then -1, -2, -3.</summary>
    private static int ByLabel(long left, long right) => Label(left).CompareTo(Label(right));

    private static byte Label(long label) => (byte)(label < 0 ? 0x20 | (-1 - label) : label);

    /// <summary>A byte string of 256 to 65,535 bytes, as RSA's modulus is, without the zero before its number.</summary>
    private static byte[] WithoutLeadingZero(byte[] value) =>
        value is [0x59, var high, var low, 0, ..] && ((high << 8) | low) - 1 is > byte.MaxValue and var length ? [0x59, (byte)(length >> 8), (byte)length, .. value[4..]] : value;
}
