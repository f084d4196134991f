using System.Security.Cryptography;

namespace Keystile.Authenticator;

/// <summary>A twisted Edwards curve: its number in COSE and in OpenSSL, the length of its keys, and what stands before a key in SubjectPublicKeyInfo.</summary>
public sealed record EdwardsCurve(int Cose, int OpenSsl, int KeyLength, string InfoPrefix)
{
    public static EdwardsCurve Ed25519 { get; } = new(6, 1087, 32, "302a300506032b6570032100");

    public static EdwardsCurve Ed448 { get; } = new(7, 1088, 57, "3043300506032b6571033a00");
}

/// <summary>An EdDSA key.</summary>
public sealed class EdCredentialKey(int algorithm, EdwardsCurve curve) : CredentialKey
{
    private readonly byte[] _seed = RandomNumberGenerator.GetBytes(curve.KeyLength);

    /// <inheritdoc/>
    public override int Algorithm => algorithm;

    /// <inheritdoc/>
    public override LooseMap ToCose() =>
        new() { { Cose.KeyType, 1 }, { Cose.Algorithm, algorithm }, { Cose.Curve, curve.Cose }, { Cose.X, LibCrypto.EdPublicKey(curve, _seed) } };

    /// <inheritdoc/>
    public override byte[] ToSubjectPublicKeyInfo() => [.. Convert.FromHexString(curve.InfoPrefix), .. LibCrypto.EdPublicKey(curve, _seed)];

    /// <inheritdoc/>
    public override byte[] Sign(byte[] data) => LibCrypto.EdSign(curve, _seed, data);
}
