using System.Security.Cryptography;

namespace Keystile.Authenticator;

/// <summary>Format <c>apple</c> (§8.8): an anonymizing CA certifies the credential key, with a nonce of the ceremony.</summary>
public sealed class AppleStatement : IStatementMaker
{
    public const string NonceOid = "1.2.840.113635.100.8.2";

    /// <inheritdoc/>
    public string Format => "apple";

    /// <summary>Who issues the certificate.</summary>
    public CertificateAuthority Issuer { get => field ??= CertificateAuthority.NewRoot(); init; }

    /// <summary>Everything of the certificate but the nonce.</summary>
    public CertificateTemplate Template { get; init; } = new() { Subject = new("CN=credential, OU=AAA Certification, O=Apple Inc., ST=California") };

    /// <summary>Edits the nonce.</summary>
    public Func<byte[], byte[]> Nonce { get; init; } = nonce => nonce;

    /// <summary>Wraps the nonce as the extension's value; null for no such extension.</summary>
    public Func<byte[], byte[]?> Wrap { get; init; } = nonce => [0x30, 0x24, 0xA1, 0x22, 0x04, 0x20, .. nonce];

    /// <summary>The key that is certified: the credential's, unless a test says otherwise.</summary>
    public CredentialKey? CertifiedKey { get; init; }

    /// <inheritdoc/>
    public object Make(StatementContext context)
    {
        var value = Wrap(Nonce(SHA256.HashData(context.SignedBytes)));
        var template = value is null ? Template : Template.With(new(NonceOid, value, critical: false));
        return new LooseMap { { "x5c", (object[])[Issuer.Issue(template, CertifiedKey ?? context.Key).RawData, Issuer.Certificate.RawData] } };
    }
}
