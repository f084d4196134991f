namespace Keystile.WebAuthn;

/// <summary>The <c>none</c> format (§8.7): the empty map, which says nothing.</summary>
internal static class None
{
    public const string Format = "none";

    /// <summary>CBOR has one shortest writing of it.</summary>
    private const byte EmptyMap = 0xA0;

    public static Verdict<AttestationEvidence> Verify(AttestationContext context) =>
        context.Statement.Span is [EmptyMap] ? new AttestationEvidence(AttestationType.None, []) : Rejection.MalformedAttestationStatement;
}
