namespace Keystile.WebAuthn;

/// <summary>Proof that §7.1 held for a new credential. Only <see cref="RelyingParty"/> makes one, and storage takes nothing less.</summary>
/// <remarks>Steps 26 (the id is unused) and 29 (store) are the database's: insert by a unique index, in the transaction that spends the challenge.</remarks>
public sealed class VerifiedRegistration
{
    internal VerifiedRegistration() { }

    /// <summary>The credential record to store.</summary>
    public required CredentialRecord Record { get; init; }

    /// <summary>The RP ID the credential is scoped to.</summary>
    public required string RpId { get; init; }

    /// <summary>The origin the ceremony ran on.</summary>
    public required string Origin { get; init; }

    /// <summary>The COSE algorithm of the key.</summary>
    public required CoseAlgorithm Algorithm { get; init; }

    /// <summary>The model the authenticator says it is; trust it only as far as <see cref="Attestation"/> is trusted.</summary>
    public required Aaguid Aaguid { get; init; }

    /// <summary>The raw flags of the authenticator data, reserved bits included.</summary>
    public required AuthenticatorFlags Flags { get; init; }

    /// <summary>What the attestation statement showed.</summary>
    public required AttestationResult Attestation { get; init; }

    /// <summary>The transports the client named, verbatim and in order; unknown ones are kept.</summary>
    public required IReadOnlyList<string> Transports { get; init; }

    /// <summary>The attestation object as received, kept for audit and re-evaluation.</summary>
    public required ReadOnlyMemory<byte> AttestationObject { get; init; }

    /// <summary>The client data as received, kept for audit and re-evaluation.</summary>
    public required ReadOnlyMemory<byte> ClientDataJson { get; init; }

    /// <summary>Whether the key sits on the device in use (<c>platform</c>) or another one (<c>cross-platform</c>); null or any text the client sent.</summary>
    public required string? AuthenticatorAttachment { get; init; }

    /// <summary>What the extensions answered, as far as they were asked.</summary>
    public required RegistrationExtensionResults Extensions { get; init; }

    /// <summary>Whether the authenticator verified the user in this ceremony.</summary>
    public bool UserVerified => Flags.HasFlag(AuthenticatorFlags.UserVerified);
}
