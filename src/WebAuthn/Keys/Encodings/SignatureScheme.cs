namespace Keystile.WebAuthn;

/// <summary>The hash functions signatures are made over.</summary>
internal enum SignatureHash { None, Sha1, Sha256, Sha384, Sha512 }

/// <summary>How a signature is made of a hash and how it is written.</summary>
internal enum SignatureEncoding
{
    /// <summary>ECDSA, the two integers in a DER sequence (§6.5.5).</summary>
    EcdsaDer,

    /// <summary>RSASSA-PKCS1-v1_5.</summary>
    RsaPkcs1,

    /// <summary>RSASSA-PSS with MGF1 on the same hash and a salt as long as the hash.</summary>
    RsaPss,

    /// <summary>The algorithm hashes by itself: EdDSA and ML-DSA.</summary>
    Pure,
}

/// <summary>What a signature is besides its key: encoding and hash.</summary>
internal readonly record struct SignatureScheme(SignatureEncoding Encoding, SignatureHash Hash)
{
    /// <summary>The scheme that the DER of an X.509 or CMS AlgorithmIdentifier names, or null where it is none we take.</summary>
    public static SignatureScheme? FromAlgorithmIdentifier(ReadOnlySpan<byte> der)
    {
        foreach (var (identifier, scheme) in Identifiers)
        {
            if (der.SequenceEqual(identifier)) return scheme;
        }
        return null;
    }

    /// <summary>DER knows one writing of each, so the bytes are the name. RFC 4055 lets RSA leave its NULL out; RFC 5758 wants none for ECDSA, but security keys of the field have it burnt in.</summary>
    private static readonly (byte[] Identifier, SignatureScheme Scheme)[] Identifiers =
    [
        (Hex("300a06082a8648ce3d040302"), new(SignatureEncoding.EcdsaDer, SignatureHash.Sha256)),
        (Hex("300d06092a864886f70d01010b0500"), new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha256)),
        (Hex("300b06092a864886f70d01010b"), new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha256)),
        (Hex("300a06082a8648ce3d040303"), new(SignatureEncoding.EcdsaDer, SignatureHash.Sha384)),
        (Hex("300a06082a8648ce3d040304"), new(SignatureEncoding.EcdsaDer, SignatureHash.Sha512)),
        (Hex("300c06082a8648ce3d0403020500"), new(SignatureEncoding.EcdsaDer, SignatureHash.Sha256)),
        (Hex("300c06082a8648ce3d0403030500"), new(SignatureEncoding.EcdsaDer, SignatureHash.Sha384)),
        (Hex("300c06082a8648ce3d0403040500"), new(SignatureEncoding.EcdsaDer, SignatureHash.Sha512)),
        (Hex("300906072a8648ce3d0401"), new(SignatureEncoding.EcdsaDer, SignatureHash.Sha1)),
        (Hex("300d06092a864886f70d01010c0500"), new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha384)),
        (Hex("300b06092a864886f70d01010c"), new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha384)),
        (Hex("300d06092a864886f70d01010d0500"), new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha512)),
        (Hex("300b06092a864886f70d01010d"), new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha512)),
        (Hex("300d06092a864886f70d0101050500"), new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha1)),
        (Hex("300b06092a864886f70d010105"), new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha1)),
        (Hex("300d06092a864886f70d01010a3000"), new(SignatureEncoding.RsaPss, SignatureHash.Sha1)),
        (PssWithNulls("01", "20"), new(SignatureEncoding.RsaPss, SignatureHash.Sha256)),
        (PssWithNulls("02", "30"), new(SignatureEncoding.RsaPss, SignatureHash.Sha384)),
        (PssWithNulls("03", "40"), new(SignatureEncoding.RsaPss, SignatureHash.Sha512)),
        (PssWithoutNulls("01", "20"), new(SignatureEncoding.RsaPss, SignatureHash.Sha256)),
        (PssWithoutNulls("02", "30"), new(SignatureEncoding.RsaPss, SignatureHash.Sha384)),
        (PssWithoutNulls("03", "40"), new(SignatureEncoding.RsaPss, SignatureHash.Sha512)),
        (Hex("300506032b6570"), new(SignatureEncoding.Pure, SignatureHash.None)),
        (Hex("300506032b6571"), new(SignatureEncoding.Pure, SignatureHash.None)),
    ];

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);

    /// <summary>RSASSA-PSS-params: the hash, MGF1 on it, and the salt's length; RFC 4055 takes the hashes with a NULL and without.</summary>
    private static byte[] PssWithNulls(string hash, string salt) => Hex(
        $"304106092a864886f70d01010a3034a00f300d06096086480165030402{hash}0500" +
        $"a11c301a06092a864886f70d010108300d06096086480165030402{hash}0500a2030201{salt}");

    private static byte[] PssWithoutNulls(string hash, string salt) => Hex(
        $"303d06092a864886f70d01010a3030a00d300b06096086480165030402{hash}" +
        $"a11a301806092a864886f70d010108300b06096086480165030402{hash}a2030201{salt}");
}
