using System.Security.Cryptography;

namespace Keystile.Authenticator;

/// <summary>An RSA key. Making one is slow, so all tests share one of 2048 bits unless they bring their own.</summary>
public sealed class RsaCredentialKey(int algorithm, HashAlgorithmName hash, RSASignaturePadding padding) : CredentialKey
{
    private static readonly Lazy<RSA> Shared = new(() => RSA.Create(2048));

    /// <summary>The key itself, for a test that signs otherwise.</summary>
    public RSA Rsa { get; init; } = Shared.Value;

    /// <inheritdoc/>
    public override int Algorithm => algorithm;

    /// <inheritdoc/>
    public override LooseMap ToCose()
    {
        var key = Rsa.ExportParameters(includePrivateParameters: false);
        return new() { { Cose.KeyType, 3 }, { Cose.Algorithm, algorithm }, { Cose.RsaN, key.Modulus! }, { Cose.RsaE, key.Exponent! } };
    }

    /// <inheritdoc/>
    public override byte[] ToSubjectPublicKeyInfo() => Rsa.ExportSubjectPublicKeyInfo();

    /// <inheritdoc/>
    public override byte[] Sign(byte[] data) => Rsa.SignData(data, hash, padding);
}
