namespace Keystile.WebAuthn;

/// <summary>What a relying party keeps of one credential (§4 "credential record").</summary>
/// <remarks>See <see href="https://www.w3.org/TR/webauthn-3/#credential-record"/>. Storage reads it back; the authentication ceremony checks against it.</remarks>
public sealed record CredentialRecord
{
    /// <summary>The credential's id.</summary>
    public required CredentialId Id { get; init; }

    /// <summary>The account it belongs to.</summary>
    public required UserHandle UserHandle { get; init; }

    /// <summary>The public key, as the COSE key the authenticator gave.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>The signature counter last seen; 0 where the authenticator keeps none.</summary>
    public required uint SignCount { get; init; }

    /// <summary>Whether the passkey may be backed up (flag BE); it never changes.</summary>
    public required bool BackupEligible { get; init; }

    /// <summary>Whether the passkey was backed up when last seen (flag BS).</summary>
    public required bool BackupState { get; init; }

    /// <summary>Whether user verification was ever seen with it, as far as the relying party grants that (<c>uvInitialized</c>).</summary>
    public required bool UserVerificationInitialized { get; init; }
}
