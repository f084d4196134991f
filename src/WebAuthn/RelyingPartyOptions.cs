namespace Keystile.WebAuthn;

/// <summary>Who the relying party is and what it takes. One instance serves one RP ID; it is read once and never changed.</summary>
public sealed record RelyingPartyOptions
{
    /// <summary>The RP ID: a domain such as <c>example.com</c>, lower-case, without scheme or port.</summary>
    public required string Id { get; init; }

    /// <summary>The relying party's name as people see it. Default: the RP ID.</summary>
    public string Name { get => field ?? Id; init; }

    /// <summary>The origins that may run ceremonies, compared letter by letter: <c>https://example.com</c>, related origins, <c>android:apk-key-hash:…</c>, <c>ios:bundle-id:…</c>.</summary>
    public required IReadOnlyCollection<string> Origins { get; init; }

    /// <summary>Whether a ceremony may run in a cross-origin frame at all (§7.1 step 10). Default: no.</summary>
    public bool AllowCrossOrigin { get; init; }

    /// <summary>The origins of the top-level pages that may embed such a frame, where the client names one (§7.1 step 11). Default: none.</summary>
    public IReadOnlyCollection<string> TopOrigins { get; init; } = [];

    /// <summary>The algorithms offered to new credentials, best first. Default: Ed25519, ES256, RS256, as far as this machine can check them.</summary>
    public IReadOnlyList<CoseAlgorithm> Algorithms { get; init; } = CoseAlgorithms.DefaultOffer;

    /// <summary>Whether the user must be verified. Default: preferred. One place for the options and for the check.</summary>
    public UserVerification UserVerification { get; init; } = UserVerification.Preferred;

    /// <summary>Whether a passkey must be discoverable. Default: required.</summary>
    public ResidentKey ResidentKey { get; init; } = ResidentKey.Required;

    /// <summary>What attestation is asked for. Default: none.</summary>
    public AttestationConveyance Attestation { get; init; } = AttestationConveyance.None;

    /// <summary>The attestation statement formats wanted, best first, as a hint to the client. Default: any.</summary>
    public IReadOnlyList<string>? AttestationFormats { get; init; }

    /// <summary>What to do with extension outputs nobody asked for. Default: ignore them.</summary>
    public UnsolicitedExtensionPolicy UnsolicitedExtensionPolicy { get; init; } = UnsolicitedExtensionPolicy.Ignore;

    /// <summary>What §8 leaves to the relying party in the verification of attestation statements. Default: as each member says.</summary>
    public StatementPolicy Statements { get; init; } = new();

    /// <summary>The certificates that attestation may lead to. Default: none, and trust is not evaluated.</summary>
    public TrustAnchors TrustAnchors { get; init; } = TrustAnchors.None;

    /// <summary>What the FIDO Metadata Service says of models: further anchors, and their standing. Default: null, nothing.</summary>
    public MetadataStore? Metadata { get; init; }

    /// <summary>Which attestation is taken. Default: any that verifies.</summary>
    public AttestationPolicy AttestationPolicy { get; init; } = AttestationPolicy.Default;

    /// <summary>How long the client may take. Default: 5 minutes (§15.1).</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What to do when a signature counter does not grow. Default: reject for device-bound passkeys, flag for synced ones.</summary>
    public SignCountPolicy SignCountPolicy { get; init; } = SignCountPolicy.RejectDeviceBound;

    /// <summary>Which new passkeys to take by whether they can be, or are, backed up (§7.1 steps 18 and 19). Default: any.</summary>
    public BackupPolicy BackupPolicy { get; init; } = BackupPolicy.Any;

    /// <summary>What to do when a passkey's backup eligibility is not the one on record (§7.2 step 19). Default: reject.</summary>
    public BackupEligibilityPolicy BackupEligibilityPolicy { get; init; } = BackupEligibilityPolicy.MustNotChange;

    /// <summary>
    /// Whether to refuse an assertion whose authenticator data also carries attested credential data. §6.1 forbids authenticators to send it,
    /// §7.2 has no step that refuses it, and real ones do send it. Default: no.
    /// </summary>
    public bool RefuseAttestedDataInAssertions { get; init; }

    /// <summary>Whether the ceremonies were recorded somewhere, perhaps on a test machine: then the RP ID may be any host, also an IP address. Never for people's own. Default: false.</summary>
    public bool IsRecording { get; init; }
}

/// <summary>Which new passkeys to take by whether they can be, or are, backed up.</summary>
public enum BackupPolicy
{
    /// <summary>Any.</summary>
    Any,

    /// <summary>Only those bound to one device (BE clear).</summary>
    DeviceBound,

    /// <summary>Only those that may be backed up (BE set).</summary>
    BackupEligible,

    /// <summary>Only those that are backed up already (BS set).</summary>
    BackedUp,
}

/// <summary>What to do when a passkey's backup eligibility is not the one on record.</summary>
public enum BackupEligibilityPolicy
{
    /// <summary>Reject: it never changes in a passkey's life.</summary>
    MustNotChange,

    /// <summary>Take what the authenticator says now: for records from before the flag was kept, while they are migrated.</summary>
    Adopt,
}

/// <summary>Whether an authenticator must verify the user (§5.8.6).</summary>
public enum UserVerification
{
    /// <summary>If it can, and pass if it cannot.</summary>
    Preferred,

    /// <summary>It must; an answer without the UV flag is refused.</summary>
    Required,

    /// <summary>It need not.</summary>
    Discouraged,
}

/// <summary>Whether a new credential must be discoverable (§5.4.6).</summary>
public enum ResidentKey
{
    /// <summary>It must.</summary>
    Required,

    /// <summary>If it can.</summary>
    Preferred,

    /// <summary>Rather not.</summary>
    Discouraged,
}

/// <summary>What attestation the relying party asks for (§5.4.7).</summary>
public enum AttestationConveyance
{
    /// <summary>None.</summary>
    None,

    /// <summary>Whatever the client passes on.</summary>
    Indirect,

    /// <summary>The authenticator's own statement.</summary>
    Direct,

    /// <summary>One that may identify the single authenticator, for enterprises.</summary>
    Enterprise,
}

/// <summary>What to do when a signature counter does not grow (§7.2 step 22).</summary>
public enum SignCountPolicy
{
    /// <summary>Reject where the credential is bound to one device (BE clear), flag where it may be synced (BE set).</summary>
    RejectDeviceBound,

    /// <summary>Reject always.</summary>
    Reject,

    /// <summary>Flag always, never reject.</summary>
    Flag,
}
