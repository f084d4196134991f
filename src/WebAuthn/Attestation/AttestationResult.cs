namespace Keystile.WebAuthn;

/// <summary>What an attestation statement showed: a value with its trust, never a bare success (§7.1 steps 21 to 24).</summary>
/// <param name="Format">The statement format identifier, such as <c>packed</c>.</param>
/// <param name="Type">Which kind of attestation it was (§6.5.4).</param>
/// <param name="Trust">How far it may be trusted.</param>
/// <param name="Anchor">The trust anchor it led to: SHA-256 of its DER in lower-case hexadecimal; null unless <see cref="AttestationTrust.Trusted"/>.</param>
public sealed record AttestationResult(string Format, AttestationType Type, AttestationTrust Trust, string? Anchor = null)
{
    /// <summary>The results of the inner statements of a compound one, in their order; empty for every other format.</summary>
    public IReadOnlyList<AttestationResult> Parts { get; init; } = [];
}

/// <summary>The kinds of attestation (§6.5.4).</summary>
public enum AttestationType
{
    /// <summary>No attestation.</summary>
    None,

    /// <summary>Signed by the credential key itself.</summary>
    Self,

    /// <summary>Signed by a key that a batch of one model shares, or a certificate of the model.</summary>
    Basic,

    /// <summary>Signed by a key that an attestation CA certified for this authenticator.</summary>
    AttCA,

    /// <summary>Signed by a key that an anonymization CA certified for this credential.</summary>
    AnonCA,
}

/// <summary>How far an attestation may be trusted.</summary>
public enum AttestationTrust
{
    /// <summary>Nothing was there to evaluate it by: no attestation, or no anchors configured.</summary>
    NotEvaluated,

    /// <summary>Self attestation: it proves possession of the key and nothing about the model.</summary>
    SelfSigned,

    /// <summary>Anchors are configured and none was reached.</summary>
    Untrusted,

    /// <summary>The path ends at a configured anchor.</summary>
    Trusted,
}
