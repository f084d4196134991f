namespace Keystile.Authenticator;

/// <summary>Format <c>fido-u2f</c> (§8.6). Its scenario wants AAGUID zero and the flags UP and AT only: see <see cref="Apply"/>.</summary>
public sealed class FidoU2fStatement : IStatementMaker
{
    /// <inheritdoc/>
    public string Format => "fido-u2f";

    /// <summary>Who issues the attestation certificate.</summary>
    public CertificateAuthority Issuer { get => field ??= CertificateAuthority.NewRoot(); init; }

    /// <summary>What the attestation certificate says.</summary>
    public CertificateTemplate Template { get; init; } = new();

    /// <summary>The attestation key.</summary>
    public CredentialKey Key { get => field ??= CredentialKey.Create(Cose.ES256); init; }

    /// <summary>Makes <paramref name="scenario"/> one of a U2F key that attests with this.</summary>
    public void Apply(RegistrationScenario scenario)
    {
        scenario.Statement = this;
        scenario.Aaguid = new byte[16];
        scenario.Flags = CeremonyScenario.UP | CeremonyScenario.AT;
    }

    /// <inheritdoc/>
    public object Make(StatementContext context)
    {
        var key = context.Key.ToCose();
        byte[] signed = [0, .. context.RpIdHash, .. context.ClientDataHash, .. context.CredentialId, 4, .. (byte[])key[Cose.X]!, .. (byte[])key[Cose.Y]!];
        return new LooseMap { { "x5c", (object[])[Issuer.Issue(Template, Key).RawData] }, { "sig", Key.Sign(signed) } };
    }
}
