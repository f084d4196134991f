namespace Keystile.WebAuthn;

/// <summary>The <c>fido-u2f</c> format (§8.6): the registration of a U2F authenticator, dressed by the client.</summary>
internal static class FidoU2f
{
    public const string Format = "fido-u2f";

    /// <summary>The flags a client writes for a U2F authenticator, which knows user presence and nothing else.</summary>
    private const AuthenticatorFlags Known = AuthenticatorFlags.UserPresent | AuthenticatorFlags.AttestedCredentialData;
    private const AuthenticatorFlags Unknown = AuthenticatorFlags.UserVerified | AuthenticatorFlags.BackupEligible | AuthenticatorFlags.BackupState | AuthenticatorFlags.ExtensionData;

    public static Verdict<AttestationEvidence> Verify(AttestationContext context)
    {
        // 1. The syntax: {x5c, sig}.
        if (context.StatementMap() is not { } statement || !statement.HasExactly("x5c", "sig")) return Rejection.MalformedAttestationStatement;
        if (!statement.TryGetBytes("sig", out var signature)) return Rejection.MalformedAttestationStatement;

        // 2. Exactly one certificate, with a key on P-256.
        var read = AttestationCertificates.Read(statement);
        if (!read.IsAccepted) return read.Rejection;
        var certificates = read.Value;
        if (certificates.All.Count != 1) return Rejection.MalformedAttestationStatement;
        if (certificates.Key.Kind != KeyKind.P256) return Rejection.AttestationCertificateInvalid;

        // 3. and 4. What U2F signed, out of the authenticator data: the credential key as an uncompressed point.
        if (context.PublicKey is not { Algorithm: CoseAlgorithm.ES256, Key: EcKey credentialKey }) return Rejection.AttestationAlgorithmMismatch;
        var data = context.AuthenticatorData;
        if ((data.Flags & (Known | Unknown)) != Known) return Rejection.AttestationContentMismatch;
        if (context.Options.Statements.ZeroAaguidForU2f && !context.Credential.Aaguid.IsZero) return Rejection.AttestationAaguidMismatch;

        // 5. and 6. The signature, with SHA-256.
        byte[] signed = [0x00, .. data.RpIdHash, .. context.ClientDataHash.Span, .. context.Credential.CredentialId.Span, .. credentialKey.Point];
        if (certificates.CheckSignature((long)CoseAlgorithm.ES256, signed, signature) is { } wrong) return wrong;
        return certificates.AsEvidence(AttestationType.Basic);
    }
}
