namespace Keystile.WebAuthn;

/// <summary>Which attestation a relying party takes (§7.1 step 24). The default takes any that verifies, and the result says how far to trust it.</summary>
public sealed record AttestationPolicy
{
    /// <summary>Everything that verifies is taken; a downgrade and a model of bad standing are not.</summary>
    public static AttestationPolicy Default { get; } = new();

    /// <summary>Only attestation that leads to a configured anchor is taken.</summary>
    public static AttestationPolicy TrustedOnly { get; } = new() { AcceptNone = false, AcceptSelf = false, AcceptUntrusted = false };

    /// <summary>Whether a passkey without attestation is taken. Default: yes.</summary>
    public bool AcceptNone { get; init; } = true;

    /// <summary>Whether self attestation is taken, which proves nothing about the model. Default: yes.</summary>
    public bool AcceptSelf { get; init; } = true;

    /// <summary>Whether certificates that lead to no anchor, or that no anchor is configured for, are taken. Default: yes.</summary>
    public bool AcceptUntrusted { get; init; } = true;

    /// <summary>The only models that are taken. Empty: every model. A model counts only where trusted attestation proves it, unless <see cref="AcceptClaimedModel"/>.</summary>
    public IReadOnlyCollection<Aaguid> AllowedModels { get; init; } = [];

    /// <summary>Models that are never taken, proven or claimed, whatever <see cref="AllowedModels"/> says. An authenticator that lies about its model passes unless attestation is asked for as well.</summary>
    public IReadOnlyCollection<Aaguid> DeniedModels { get; init; } = [];

    /// <summary>Whether an AAGUID without trusted attestation is enough for <see cref="AllowedModels"/>, as software passkeys give it. Default: no, for anyone can claim one.</summary>
    public bool AcceptClaimedModel { get; init; }

    /// <summary>
    /// Whether a model that always attests with certificates, as its metadata says, is refused when it answers with none or self attestation.
    /// It applies where <see cref="RelyingPartyOptions.Attestation"/> asks for attestation and metadata is there. Default: yes.
    /// </summary>
    public bool RefuseDowngrade { get; init; } = true;

    /// <summary>The status values in metadata that bar a model. Default: <see cref="AuthenticatorStatus.BadStanding"/>.</summary>
    public IReadOnlyCollection<string> RefusedStatuses { get; init; } = AuthenticatorStatus.BadStanding;

    /// <summary>Whether attestation with certificates is refused while metadata is missing or stale (<see cref="MetadataStore.FreshnessAt"/>). Default: no, the last good metadata serves on.</summary>
    public bool RefuseOnStaleMetadata { get; init; }
}
