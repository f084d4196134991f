namespace Keystile.Authenticator;

/// <summary>Makes the attestation statement of one format. A format of your own is one more of these.</summary>
public interface IStatementMaker
{
    /// <summary>The format identifier that goes into <c>fmt</c>.</summary>
    string Format { get; }

    /// <summary>The statement over what the context holds: a <see cref="LooseMap"/>, or the array of a compound one.</summary>
    object Make(StatementContext context);
}

/// <summary>What an attestation statement vouches for.</summary>
/// <param name="AuthenticatorData">The authenticator data, byte for byte, after any spoiling.</param>
/// <param name="ClientDataHash">SHA-256 of the client data, after any spoiling.</param>
/// <param name="Key">The new credential's key.</param>
/// <param name="RpIdHash">The RP ID hash inside the authenticator data.</param>
/// <param name="Aaguid">The AAGUID inside the authenticator data.</param>
/// <param name="CredentialId">The new credential's id.</param>
public sealed record StatementContext(byte[] AuthenticatorData, byte[] ClientDataHash, CredentialKey Key, byte[] RpIdHash, byte[] Aaguid, byte[] CredentialId)
{
    /// <summary>What most formats sign: authenticator data, then the client data's hash.</summary>
    public byte[] SignedBytes => [.. AuthenticatorData, .. ClientDataHash];
}
