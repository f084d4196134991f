namespace Keystile.WebAuthn;

/// <summary>§7.1 steps 23 and 24: how far an attestation may be trusted, and whether the policy takes it.</summary>
internal static class AttestationTrustJudge
{
    public static Verdict<AttestationResult> Assess(string format, AttestationEvidence evidence, Aaguid aaguid, RelyingPartyOptions options, DateTimeOffset now) =>
        new AttestationResult(format, evidence.Type, evidence.Type == AttestationType.Self ? AttestationTrust.SelfSigned : AttestationTrust.NotEvaluated);
}
