using System.Security.Cryptography;

namespace Keystile.Authenticator;

/// <summary>Format <c>tpm</c> (§8.3): a TPM certifies the credential key with its attestation identity key.</summary>
public sealed class TpmStatement : IStatementMaker
{
    /// <inheritdoc/>
    public string Format => "tpm";

    /// <summary>Who issues the certificate of the attestation identity key.</summary>
    public CertificateAuthority Issuer { get => field ??= CertificateAuthority.NewRoot(); init; }

    /// <summary>What that certificate says.</summary>
    public CertificateTemplate Template { get; init; } = TpmCertificate.Template;

    /// <summary>The attestation identity key.</summary>
    public CredentialKey Key { get => field ??= CredentialKey.Create(Cose.ES256); init; }

    /// <summary>The public area of the credential key.</summary>
    public TpmArea Area { get; init; } = new();

    /// <summary>Edits the public area before its name is made.</summary>
    public Func<byte[], byte[]>? AreaBytes { get; init; }

    /// <summary>Edits the public area that is sent; the name stays that of the unspoiled one.</summary>
    public Func<byte[], byte[]>? AreaSent { get; init; }

    public uint Magic { get; init; } = 0xFF544347;

    public ushort Type { get; init; } = 0x8017;

    /// <summary>Edits the hash of the ceremony before it is certified.</summary>
    public Func<byte[], byte[]>? ExtraData { get; init; }

    /// <summary>Edits the name of the key before it is certified.</summary>
    public Func<byte[], byte[]>? Name { get; init; }

    /// <summary>Edits certInfo before it is signed.</summary>
    public Func<byte[], byte[]>? CertInfoBytes { get; init; }

    /// <summary>The key that signs in the place of the attestation identity key.</summary>
    public Func<StatementContext, CredentialKey>? Signer { get; init; }

    /// <inheritdoc/>
    public object Make(StatementContext context)
    {
        var area = Area.Write(context.Key);
        area = AreaBytes?.Invoke(area) ?? area;
        byte[] name = [.. TpmArea.Number(Area.NameHash, 2), .. TpmArea.Hash(Area.NameHash, area)];
        var extraData = CryptographicOperations.HashData(HashOf(Key.Algorithm), context.SignedBytes);
        byte[] certInfo =
        [
            .. TpmArea.Number(Magic, 4), .. TpmArea.Number(Type, 2),
            .. TpmArea.Sized([]), // qualifiedSigner
            .. TpmArea.Sized(ExtraData?.Invoke(extraData) ?? extraData),
            .. new byte[17 + 8], // clockInfo, firmwareVersion
            .. TpmArea.Sized(Name?.Invoke(name) ?? name),
            .. TpmArea.Sized([]), // qualifiedName
        ];
        certInfo = CertInfoBytes?.Invoke(certInfo) ?? certInfo;
        return new LooseMap
        {
            { "ver", "2.0" }, { "alg", Key.Algorithm }, { "x5c", (object[])[Issuer.Issue(Template, Key).RawData] },
            { "sig", (Signer?.Invoke(context) ?? Key).Sign(certInfo) }, { "certInfo", certInfo }, { "pubArea", AreaSent?.Invoke(area) ?? area },
        };
    }

    private static HashAlgorithmName HashOf(int algorithm) => algorithm switch
    {
        Cose.RS1 => HashAlgorithmName.SHA1,
        Cose.ES384 or Cose.RS384 => HashAlgorithmName.SHA384,
        Cose.ES512 or Cose.RS512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };
}
