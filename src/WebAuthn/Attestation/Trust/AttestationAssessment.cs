namespace Keystile.WebAuthn;

/// <summary>Judges what a verified statement is worth to this relying party (§7.1 steps 23 and 24).</summary>
internal static class AttestationAssessment
{
    /// <summary>The result with its trust, or the reason why the policy does not take it.</summary>
    /// <param name="format">The statement format.</param>
    /// <param name="evidence">What the statement's own procedure showed.</param>
    /// <param name="aaguid">The model the authenticator data names.</param>
    /// <param name="options">Anchors, metadata and policy.</param>
    /// <param name="now">The time the path must be valid at.</param>
    public static Verdict<AttestationResult> Assess(string format, AttestationEvidence evidence, Aaguid aaguid, RelyingPartyOptions options, DateTimeOffset now) =>
        new AttestationResult(format, evidence.Type, evidence.Type == AttestationType.Self ? AttestationTrust.SelfSigned : AttestationTrust.NotEvaluated);
}
