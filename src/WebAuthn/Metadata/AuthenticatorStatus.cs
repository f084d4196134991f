namespace Keystile.WebAuthn;

/// <summary>The status values of metadata that bar a model or a batch (FIDO MDS §3.1.4). Any other value may stand in a report and is kept as it is.</summary>
public static class AuthenticatorStatus
{
    /// <summary>The model should not be trusted any more, whatever the reason.</summary>
    public const string Revoked = "REVOKED";

    /// <summary>User verification can be passed by without the user.</summary>
    public const string UserVerificationBypass = "USER_VERIFICATION_BYPASS";

    /// <summary>The attestation key of the model, or of the batch that the report's certificate names, is known to others.</summary>
    public const string AttestationKeyCompromise = "ATTESTATION_KEY_COMPROMISE";

    /// <summary>Credential keys can be taken from afar.</summary>
    public const string UserKeyRemoteCompromise = "USER_KEY_REMOTE_COMPROMISE";

    /// <summary>Credential keys can be taken by who holds the authenticator.</summary>
    public const string UserKeyPhysicalCompromise = "USER_KEY_PHYSICAL_COMPROMISE";

    /// <summary>All of these.</summary>
    public static IReadOnlyCollection<string> BadStanding { get; } =
        [Revoked, UserVerificationBypass, AttestationKeyCompromise, UserKeyRemoteCompromise, UserKeyPhysicalCompromise];
}
