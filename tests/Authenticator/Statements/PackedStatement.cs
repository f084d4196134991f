namespace Keystile.Authenticator;

/// <summary>Format <c>packed</c> with certificates (§8.2): an attestation key signs, its certificate leads to a root.</summary>
public sealed class PackedStatement : IStatementMaker
{
    /// <inheritdoc/>
    public string Format => "packed";

    /// <summary>Who issues the attestation certificate.</summary>
    public CertificateAuthority Issuer { get => field ??= CertificateAuthority.NewRoot(); init; }

    /// <summary>What the attestation certificate says, but for the AAGUID.</summary>
    public CertificateTemplate Template { get; init; } = new();

    /// <summary>The AAGUID that the certificate names: that of the authenticator data, unless a test says otherwise; empty for no such extension.</summary>
    public byte[]? CertifiedAaguid { get; init; }

    /// <summary>The attestation key.</summary>
    public CredentialKey Key { get => field ??= CredentialKey.Create(Cose.ES256); init; }

    /// <summary>The certificates sent after the attestation certificate.</summary>
    public IReadOnlyList<byte[]> Above { get; init; } = [];

    /// <inheritdoc/>
    public object Make(StatementContext context)
    {
        var aaguid = CertifiedAaguid ?? context.Aaguid;
        var certificate = Issuer.Issue(aaguid.Length == 0 ? Template : Template.WithAaguid(aaguid), Key);
        return new LooseMap { { "alg", Key.Algorithm }, { "sig", Key.Sign(context.SignedBytes) }, { "x5c", (object[])[certificate.RawData, .. Above] } };
    }
}
