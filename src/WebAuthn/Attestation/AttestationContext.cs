namespace Keystile.WebAuthn;

/// <summary>What a statement's verifier is given (§6.5.4): everything of the ceremony that a statement may speak about.</summary>
internal sealed class AttestationContext
{
    /// <summary>The attestation statement (<c>attStmt</c>).</summary>
    public required CborMap Statement { get; init; }

    /// <summary>The authenticator data, with attested credential data in it.</summary>
    public required AuthenticatorData AuthenticatorData { get; init; }

    /// <summary>The new credential.</summary>
    public required AttestedCredentialData Credential { get; init; }

    /// <summary>The credential's public key.</summary>
    public required CoseKey PublicKey { get; init; }

    /// <summary>SHA-256 of the client data.</summary>
    public required ReadOnlyMemory<byte> ClientDataHash { get; init; }

    /// <summary>What the relying party takes.</summary>
    public required RelyingPartyOptions Options { get; init; }

    /// <summary>The time the ceremony is judged at.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>authData ‖ clientDataHash: what most statements sign.</summary>
    public byte[] SignedData() => [.. AuthenticatorData.Bytes.Span, .. ClientDataHash.Span];
}

/// <summary>What a statement showed once its own procedure of §8 held. Whether its path may be trusted is judged afterwards (§7.1 steps 23 and 24).</summary>
/// <param name="Type">Which kind of attestation it is.</param>
/// <param name="Path">The certificates of <c>x5c</c>, DER, leaf first; empty where the kind has none.</param>
internal sealed record AttestationEvidence(AttestationType Type, IReadOnlyList<ReadOnlyMemory<byte>> Path);
