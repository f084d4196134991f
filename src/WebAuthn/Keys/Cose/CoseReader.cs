using System.Diagnostics.CodeAnalysis;

namespace Keystile.WebAuthn;

/// <summary>Reads a COSE_Key to the letter of §6.5.1: kty, alg and the parameters of the type, no other label, in CTAP2 canonical CBOR.</summary>
/// <remarks>Canonical order leaves one sequence of labels for each type, so the labels are read in that order and nothing else is a key.</remarks>
internal static class CoseReader
{
    private const int KeyType = 1, Algorithm = 3;

    /// <summary>The key that <paramref name="cose"/> wholly is, with its algorithm's line.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> cose, CryptoDoor door, [NotNullWhen(true)] out CoseAlgorithmRow? row, [NotNullWhen(true)] out SignatureKey? key)
    {
        (row, key) = (null, null);
        var reader = new CborReader(cose, CborRules.Canonical);
        if (!reader.TryReadMap(out var count)
            || !TryReadInteger(ref reader, KeyType, out var type)
            || !TryReadInteger(ref reader, Algorithm, out var algorithm)) return false;
        row = CoseAlgorithmTable.Find(algorithm);
        if (row is null || (long)row.Key.Type != type) return false;
        key = row.Key.Type switch
        {
            CoseKeyType.Ec2 when count == 5 => ReadEc2(ref reader, row.Key, door),
            CoseKeyType.Okp when count == 4 => ReadOkp(ref reader, row.Key, door),
            CoseKeyType.Rsa when count == 4 => ReadRsa(ref reader, door),
            CoseKeyType.Akp when count == 3 => ReadAkp(ref reader, row.Key),
            _ => null,
        };
        return key is not null && reader.AtEnd;
    }

    private static EcKey? ReadEc2(ref CborReader reader, KeyKind kind, CryptoDoor door) =>
        TryReadInteger(ref reader, -1, out var curve) && curve == kind.Curve
        && TryReadBytes(ref reader, -2, out var x) && TryReadBytes(ref reader, -3, out var y)
            ? EcKey.TryCreate(kind, x, y, door) : null;

    private static EdKey? ReadOkp(ref CborReader reader, KeyKind kind, CryptoDoor door) =>
        TryReadInteger(ref reader, -1, out var curve) && curve == kind.Curve && TryReadBytes(ref reader, -2, out var x)
            ? EdKey.TryCreate(kind, x, door) : null;

    private static RsaKey? ReadRsa(ref CborReader reader, CryptoDoor door) =>
        TryReadBytes(ref reader, -1, out var modulus) && TryReadBytes(ref reader, -2, out var exponent)
            ? RsaKey.TryCreate(modulus, exponent, door) : null;

    private static MLDsaKey? ReadAkp(ref CborReader reader, KeyKind kind) =>
        TryReadBytes(ref reader, -1, out var key) ? MLDsaKey.TryCreate(kind, key) : null;

    private static bool TryReadInteger(ref CborReader reader, int label, out long value)
    {
        value = 0;
        return reader.TryReadInteger(out var read) && read == label && reader.TryReadInteger(out value);
    }

    private static bool TryReadBytes(ref CborReader reader, int label, out ReadOnlySpan<byte> value)
    {
        value = default;
        return reader.TryReadInteger(out var read) && read == label && reader.TryReadBytes(out value);
    }
}
