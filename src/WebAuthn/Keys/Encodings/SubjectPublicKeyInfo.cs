namespace Keystile.WebAuthn;

/// <summary>Reads a SubjectPublicKeyInfo (RFC 5280 §4.1): named curves with uncompressed points, rsaEncryption, Ed25519 and Ed448, in DER.</summary>
/// <remarks>DER has one writing for each kind up to the key's own bytes, so that writing is compared instead of taken apart.</remarks>
internal static class SubjectPublicKeyInfo
{
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
        if (!DerNumbers.TryTake(ref spki, DerNumbers.Sequence, out var info) || !spki.IsEmpty || !info.StartsWith(RsaEncryption)) return null;
        info = info[RsaEncryption.Length..];
        if (!DerNumbers.TryTake(ref info, DerNumbers.BitString, out var bits) || !info.IsEmpty || bits.IsEmpty || bits[0] != 0) return null;
        return DerNumbers.TryReadPair(bits[1..], out var modulus, out var exponent) ? RsaKey.TryCreate(modulus, exponent, door) : null;
    }
}
