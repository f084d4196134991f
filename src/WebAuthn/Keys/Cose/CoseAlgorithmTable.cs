namespace Keystile.WebAuthn;

/// <summary>One line of the table: what an algorithm is.</summary>
internal sealed record CoseAlgorithmRow(CoseAlgorithm Algorithm, KeyKind Key, SignatureScheme Scheme);

/// <summary>The one table from algorithm to key type, curve, lengths, hash and signature encoding. Nothing else chooses a hash or a curve.</summary>
internal static class CoseAlgorithmTable
{
    /// <summary>Every algorithm known here, the commonest first.</summary>
    public static readonly CoseAlgorithmRow[] Rows =
    [
        new(CoseAlgorithm.ES256, KeyKind.P256, new(SignatureEncoding.EcdsaDer, SignatureHash.Sha256)),
        new(CoseAlgorithm.EdDSA, KeyKind.Ed25519, new(SignatureEncoding.Pure, SignatureHash.None)),
        new(CoseAlgorithm.RS256, KeyKind.Rsa, new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha256)),
        new(CoseAlgorithm.ES384, KeyKind.P384, new(SignatureEncoding.EcdsaDer, SignatureHash.Sha384)),
        new(CoseAlgorithm.ES512, KeyKind.P521, new(SignatureEncoding.EcdsaDer, SignatureHash.Sha512)),
        new(CoseAlgorithm.ES256K, KeyKind.Secp256k1, new(SignatureEncoding.EcdsaDer, SignatureHash.Sha256)),
        new(CoseAlgorithm.ESP256, KeyKind.P256, new(SignatureEncoding.EcdsaDer, SignatureHash.Sha256)),
        new(CoseAlgorithm.ESP384, KeyKind.P384, new(SignatureEncoding.EcdsaDer, SignatureHash.Sha384)),
        new(CoseAlgorithm.ESP512, KeyKind.P521, new(SignatureEncoding.EcdsaDer, SignatureHash.Sha512)),
        new(CoseAlgorithm.Ed25519, KeyKind.Ed25519, new(SignatureEncoding.Pure, SignatureHash.None)),
        new(CoseAlgorithm.Ed448, KeyKind.Ed448, new(SignatureEncoding.Pure, SignatureHash.None)),
        new(CoseAlgorithm.RS384, KeyKind.Rsa, new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha384)),
        new(CoseAlgorithm.RS512, KeyKind.Rsa, new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha512)),
        new(CoseAlgorithm.PS256, KeyKind.Rsa, new(SignatureEncoding.RsaPss, SignatureHash.Sha256)),
        new(CoseAlgorithm.PS384, KeyKind.Rsa, new(SignatureEncoding.RsaPss, SignatureHash.Sha384)),
        new(CoseAlgorithm.PS512, KeyKind.Rsa, new(SignatureEncoding.RsaPss, SignatureHash.Sha512)),
        new(CoseAlgorithm.RS1, KeyKind.Rsa, new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha1)),
        new(CoseAlgorithm.MLDsa44, KeyKind.MLDsa44, new(SignatureEncoding.Pure, SignatureHash.None)),
        new(CoseAlgorithm.MLDsa65, KeyKind.MLDsa65, new(SignatureEncoding.Pure, SignatureHash.None)),
        new(CoseAlgorithm.MLDsa87, KeyKind.MLDsa87, new(SignatureEncoding.Pure, SignatureHash.None)),
    ];

    /// <summary>The line of the algorithm with this number on the wire, or null where the table has none.</summary>
    public static CoseAlgorithmRow? Find(long algorithm)
    {
        foreach (var row in Rows)
        {
            if ((long)row.Algorithm == algorithm) return row;
        }
        return null;
    }
}
