using System.Security.Cryptography;

namespace Keystile.Authenticator;

/// <summary>An ECDSA key.</summary>
public sealed class EcCredentialKey(int algorithm, ECCurve curve, int coseCurve, HashAlgorithmName hash) : CredentialKey
{
    /// <summary>The key itself, for a test that signs otherwise.</summary>
    public ECDsa Ecdsa { get; init; } = ECDsa.Create(curve);

    /// <inheritdoc/>
    public override int Algorithm => algorithm;

    /// <inheritdoc/>
    public override LooseMap ToCose()
    {
        var point = Ecdsa.ExportParameters(includePrivateParameters: false).Q;
        return new() { { Cose.KeyType, 2 }, { Cose.Algorithm, algorithm }, { Cose.Curve, coseCurve }, { Cose.X, point.X! }, { Cose.Y, point.Y! } };
    }

    /// <inheritdoc/>
    public override byte[] ToSubjectPublicKeyInfo() => Ecdsa.ExportSubjectPublicKeyInfo();

    /// <inheritdoc/>
    public override byte[] Sign(byte[] data) => Ecdsa.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence);
}
