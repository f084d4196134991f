using System.Security.Cryptography;

namespace Keystile.Authenticator;

/// <summary>A twisted Edwards curve: its number in COSE and in OpenSSL, and the length of its keys.</summary>
public sealed record EdwardsCurve(int Cose, int OpenSsl, int KeyLength)
{
    public static EdwardsCurve Ed25519 { get; } = new(6, 1087, 32);

    public static EdwardsCurve Ed448 { get; } = new(7, 1088, 57);
}

/// <summary>An EdDSA key.</summary>
public sealed class EdCredentialKey(int algorithm, EdwardsCurve curve) : CredentialKey
{
    private readonly byte[] _seed = RandomNumberGenerator.GetBytes(curve.KeyLength);

    /// <inheritdoc/>
    public override int Algorithm => algorithm;

    /// <inheritdoc/>
    public override CborMap ToCose() =>
        new() { { Cose.KeyType, 1 }, { Cose.Algorithm, algorithm }, { Cose.Curve, curve.Cose }, { Cose.X, LibCrypto.EdPublicKey(curve, _seed) } };

    /// <inheritdoc/>
    public override byte[] Sign(byte[] data) => LibCrypto.EdSign(curve, _seed, data);
}
