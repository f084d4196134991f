namespace Keystile.WebAuthn;

/// <summary>Reads a SubjectPublicKeyInfo (RFC 5280 §4.1): named curves with uncompressed points, rsaEncryption, Ed25519 and Ed448, in DER.</summary>
/// <remarks>DER has one writing for each kind up to the key's own bytes, so that writing is compared instead of taken apart.</remarks>
internal static class SubjectPublicKeyInfo
{
    private const byte Integer = 0x02, BitString = 0x03, Sequence = 0x30;

    private static readonly KeyKind[] FixedKinds = [KeyKind.P256, KeyKind.P384, KeyKind.Ed25519, KeyKind.P521, KeyKind.Ed448, KeyKind.Secp256k1];

    /// <summary>SEQUENCE { OID rsaEncryption, NULL }.</summary>
    private static ReadOnlySpan<byte> RsaEncryption => [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00];

    /// <summary>The key that <paramref name="spki"/> wholly is, or null.</summary>
    public static SignatureKey? TryRead(ReadOnlySpan<byte> spki, CryptoDoor door)
    {
        foreach (var kind in FixedKinds)
        {
            if (!spki.StartsWith(kind.SpkiPrefix)) continue;
            var key = spki[kind.SpkiPrefix.Length..];
            if (kind.Type == CoseKeyType.Okp) return EdKey.TryCreate(kind, key, door);
            return key.Length == 2 * kind.Length ? EcKey.TryCreate(kind, key[..kind.Length], key[kind.Length..], door) : null;
        }
        return TryReadRsa(spki, door);
    }

    private static RsaKey? TryReadRsa(ReadOnlySpan<byte> spki, CryptoDoor door)
    {
        if (!TryTake(ref spki, Sequence, out var info) || !spki.IsEmpty || !info.StartsWith(RsaEncryption)) return null;
        info = info[RsaEncryption.Length..];
        if (!TryTake(ref info, BitString, out var bits) || !info.IsEmpty || bits.IsEmpty || bits[0] != 0) return null;
        bits = bits[1..];
        if (!TryTake(ref bits, Sequence, out var numbers) || !bits.IsEmpty) return null;
        return TryTakeUnsigned(ref numbers, out var modulus) && TryTakeUnsigned(ref numbers, out var exponent) && numbers.IsEmpty
            ? RsaKey.TryCreate(modulus, exponent, door) : null;
    }

    /// <summary>A positive INTEGER without its sign byte; a needless sign byte stays and is refused with the key.</summary>
    private static bool TryTakeUnsigned(ref ReadOnlySpan<byte> der, out ReadOnlySpan<byte> value)
    {
        if (!TryTake(ref der, Integer, out value) || value.IsEmpty || value[0] >= 0x80) return false;
        if (value.Length > 1 && value[0] == 0 && value[1] >= 0x80) value = value[1..];
        return true;
    }

    /// <summary>One element with its length in the shortest form, of at most 65,535 bytes.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> der, byte tag, out ReadOnlySpan<byte> content)
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
}
