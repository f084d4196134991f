namespace Keystile.WebAuthn;

/// <summary>What §8 leaves to the relying party in the verification of attestation statements.</summary>
public sealed record StatementPolicy
{
    /// <summary>The formats that are taken, by identifier. Default: all of <see cref="AttestationFormats.Names"/>.</summary>
    public IReadOnlyCollection<string> Formats { get; init; } = AttestationFormats.Names;

    /// <summary>Whether <c>android-key</c> must prove that the key lives in secure hardware: origin and purpose are then read from the hardware's own list only,
    /// and attestations by software are refused (§8.4). Default: false, the union of both lists.</summary>
    public bool AndroidHardwareOnly { get; init; }

    /// <summary>The certificates that Google has revoked, none of which may stand in the path of an <c>android-key</c> attestation. Default: none known.</summary>
    public AndroidRevocationList? AndroidRevocations { get; init; }

    /// <summary>How old an <c>android-safetynet</c> response may be. Default: 1 minute.</summary>
    public TimeSpan SafetyNetMaxAge { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether a <c>tpm</c> attestation must name a manufacturer of the TCG's registry. Default: false, for a name proves nothing that the path to an anchor does not.</summary>
    public bool ListedTpmVendorsOnly { get; init; }

    /// <summary>Whether <c>fido-u2f</c> must come with the zero AAGUID, as U2F authenticators send it. Default: false, for the specification's own example has another.</summary>
    public bool ZeroAaguidForU2f { get; init; }

    /// <summary>How many inner statements of a <c>compound</c> attestation must verify. Default: null, all of them (§8.9).</summary>
    public int? CompoundRequired { get; init; }
}
