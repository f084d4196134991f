using System.Security.Cryptography;

namespace Keystile.Authenticator;

/// <summary>An ML-DSA key (RFC 9964: key type AKP), where the platform has it.</summary>
public sealed class MlDsaCredentialKey(int algorithm, MLDsaAlgorithm parameters) : CredentialKey
{
    private readonly MLDsa _key = MLDsa.GenerateKey(parameters);

    /// <inheritdoc/>
    public override int Algorithm => algorithm;

    /// <inheritdoc/>
    public override LooseMap ToCose() => new() { { Cose.KeyType, 7 }, { Cose.Algorithm, algorithm }, { Cose.Public, _key.ExportMLDsaPublicKey() } };

    /// <inheritdoc/>
    public override byte[] Sign(byte[] data) => _key.SignData(data);
}
