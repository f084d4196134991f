namespace Keystile.WebAuthn;

/// <summary>The flags byte of authenticator data (§6.1). Reserved bits are kept as they came: they bind authenticators, not relying parties.</summary>
[Flags]
public enum AuthenticatorFlags : byte
{
    /// <summary>No bit set.</summary>
    None = 0,

    /// <summary>UP: the user made a gesture.</summary>
    UserPresent = 1 << 0,

    /// <summary>UV: the authenticator verified who the user is.</summary>
    UserVerified = 1 << 2,

    /// <summary>BE: the credential may be backed up.</summary>
    BackupEligible = 1 << 3,

    /// <summary>BS: the credential is backed up now.</summary>
    BackupState = 1 << 4,

    /// <summary>AT: attested credential data follows.</summary>
    AttestedCredentialData = 1 << 6,

    /// <summary>ED: extension outputs follow.</summary>
    ExtensionData = 1 << 7,
}
