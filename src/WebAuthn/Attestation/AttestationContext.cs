namespace Keystile.WebAuthn;

/// <summary>What a statement's verifier is given (§6.5.4): everything of the ceremony that a statement may speak about.</summary>
internal sealed record AttestationContext
{
    /// <summary>The attestation statement (<c>attStmt</c>): one well-formed CBOR item, a map in every format but <c>compound</c>.</summary>
    public required ReadOnlyMemory<byte> Statement { get; init; }

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

    /// <summary>The statement as the map most formats ask for, or null where it is anything else.</summary>
    public CborMap? StatementMap() => CborMap.TryRead(Statement, CborRules.AnyKeyOrder);

    /// <summary>authData ‖ clientDataHash: what most statements sign.</summary>
    public byte[] SignedData() => [.. AuthenticatorData.Bytes.Span, .. ClientDataHash.Span];
}

/// <summary>What a statement showed once its own procedure of §8 held. Whether its path may be trusted is judged afterwards (§7.1 steps 23 and 24).</summary>
/// <param name="Type">Which kind of attestation it is.</param>
/// <param name="Path">The certificates of <c>x5c</c>, leaf first; empty where the kind has none.</param>
internal sealed record AttestationEvidence(AttestationType Type, IReadOnlyList<Certificate> Path)
{
    /// <summary>What the inner statements of a compound one showed, each to be judged for trust by itself; empty for every other format.</summary>
    public IReadOnlyList<CompoundPart> Parts { get; init; } = [];
}

/// <summary>One inner statement of a compound attestation that verified.</summary>
/// <param name="Format">Its statement format identifier.</param>
/// <param name="Evidence">What it showed.</param>
internal sealed record CompoundPart(string Format, AttestationEvidence Evidence);
