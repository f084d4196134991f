namespace Keystile.WebAuthn;

/// <summary>The <c>none</c> format (§8.7): the empty map, which says nothing.</summary>
internal static class None
{
    public const string Format = "none";

    public static Verdict<AttestationEvidence> Verify(AttestationContext context) =>
        context.StatementMap() is { Count: 0 } ? new AttestationEvidence(AttestationType.None, []) : Rejection.MalformedAttestationStatement;
}
