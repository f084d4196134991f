namespace Keystile.WebAuthn;

/// <summary>Proof that §7.2 held for an assertion. Only <see cref="RelyingParty"/> makes one, and storage takes nothing less.</summary>
/// <remarks>Step 24 (update the record) is the database's, in the transaction that spends the challenge.</remarks>
public sealed class VerifiedAuthentication
{
    internal VerifiedAuthentication() { }

    /// <summary>The credential that signed.</summary>
    public required CredentialId CredentialId { get; init; }

    /// <summary>The account it belongs to.</summary>
    public required UserHandle UserHandle { get; init; }

    /// <summary>The origin the ceremony ran on.</summary>
    public required string Origin { get; init; }

    /// <summary>The COSE algorithm of the key.</summary>
    public required CoseAlgorithm Algorithm { get; init; }

    /// <summary>The raw flags of the authenticator data, reserved bits included.</summary>
    public required AuthenticatorFlags Flags { get; init; }

    /// <summary>The counter the authenticator signed; 0 where it keeps none.</summary>
    public required uint SignCount { get; init; }

    /// <summary>The counter did not grow, and the policy in force flags that and lets the sign-in pass. Record an event; do not lower the stored counter.</summary>
    public required bool SignCountRegressed { get; init; }

    /// <summary>Whether the key sits on the device in use (<c>platform</c>) or another one (<c>cross-platform</c>); null or any text the client sent.</summary>
    public required string? AuthenticatorAttachment { get; init; }

    /// <summary>What the extensions answered, as far as they were asked.</summary>
    public required AuthenticationExtensionResults Extensions { get; init; }

    /// <summary>Whether the authenticator verified the user in this ceremony.</summary>
    public bool UserVerified => Flags.HasFlag(AuthenticatorFlags.UserVerified);

    /// <summary>Whether the passkey may be backed up (flag BE); the record's, unless the policy adopts a change.</summary>
    public bool BackupEligible => Flags.HasFlag(AuthenticatorFlags.BackupEligible);

    /// <summary>Whether the passkey is backed up now (flag BS).</summary>
    public bool BackupState => Flags.HasFlag(AuthenticatorFlags.BackupState);
}
