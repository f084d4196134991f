using System.Security.Cryptography;

namespace Keystile.Authenticator;

/// <summary>A credential's private key: what it signs with and how its public half looks as a COSE key.</summary>
public abstract class CredentialKey
{
    /// <summary>The COSE number of its algorithm.</summary>
    public abstract int Algorithm { get; }

    /// <summary>The public half as a COSE key in canonical order; a fresh map each time, for a test to spoil.</summary>
    public abstract LooseMap ToCose();

    /// <summary>The public half as SubjectPublicKeyInfo, as browsers give it beside the attestation object; null where none is made.</summary>
    public virtual byte[]? ToSubjectPublicKeyInfo() => null;

    /// <summary>Signs as WebAuthn §6.5.5 wants it for the algorithm.</summary>
    public abstract byte[] Sign(byte[] data);

    /// <summary>A new key for a COSE algorithm.</summary>
    public static CredentialKey Create(int algorithm) => algorithm switch
    {
        Cose.ES256 or Cose.ESP256 => new EcCredentialKey(algorithm, ECCurve.NamedCurves.nistP256, 1, HashAlgorithmName.SHA256),
        Cose.ES384 or Cose.ESP384 => new EcCredentialKey(algorithm, ECCurve.NamedCurves.nistP384, 2, HashAlgorithmName.SHA384),
        Cose.ES512 or Cose.ESP512 => new EcCredentialKey(algorithm, ECCurve.NamedCurves.nistP521, 3, HashAlgorithmName.SHA512),
        Cose.ES256K => new EcCredentialKey(algorithm, ECCurve.CreateFromValue("1.3.132.0.10"), 8, HashAlgorithmName.SHA256),
        Cose.RS1 => new RsaCredentialKey(algorithm, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1),
        Cose.RS256 => new RsaCredentialKey(algorithm, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        Cose.RS384 => new RsaCredentialKey(algorithm, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        Cose.RS512 => new RsaCredentialKey(algorithm, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        Cose.PS256 => new RsaCredentialKey(algorithm, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        Cose.PS384 => new RsaCredentialKey(algorithm, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
        Cose.PS512 => new RsaCredentialKey(algorithm, HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
        Cose.EdDSA or Cose.Ed25519 => new EdCredentialKey(algorithm, EdwardsCurve.Ed25519),
        Cose.Ed448 => new EdCredentialKey(algorithm, EdwardsCurve.Ed448),
        Cose.MLDsa44 => new MlDsaCredentialKey(algorithm, MLDsaAlgorithm.MLDsa44),
        Cose.MLDsa65 => new MlDsaCredentialKey(algorithm, MLDsaAlgorithm.MLDsa65),
        Cose.MLDsa87 => new MlDsaCredentialKey(algorithm, MLDsaAlgorithm.MLDsa87),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };
}
