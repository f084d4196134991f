namespace Keystile.WebAuthn;

/// <summary>The <c>packed</c> format (§8.2): signed by an attestation key with certificates, or by the credential key itself.</summary>
internal static class Packed
{
    public const string Format = "packed";

    public static Verdict<AttestationEvidence> Verify(AttestationContext context)
    {
        // 1. The syntax: {alg, sig} or {alg, sig, x5c}. The ecdaaKeyId of older levels is gone.
        if (context.StatementMap() is not { } statement) return Rejection.MalformedAttestationStatement;
        if (!statement.TryGetInteger("alg", out var algorithm) || !statement.TryGetBytes("sig", out var signature)) return Rejection.MalformedAttestationStatement;
        if (statement.HasExactly("alg", "sig")) return VerifySelf(context, algorithm, signature);
        if (!statement.HasExactly("alg", "sig", "x5c")) return Rejection.MalformedAttestationStatement;

        // 2. x5c is present: the signature with the certificate's key, over authData ‖ clientDataHash.
        var read = AttestationCertificates.Read(statement);
        if (!read.IsAccepted) return read.Rejection;
        var certificates = read.Value;
        if (algorithm == (long)CoseAlgorithm.RS1) return Rejection.AttestationAlgorithmMismatch; // SHA-1 is the TPM's alone
        if (certificates.CheckSignature(algorithm, context.SignedData(), signature) is { } wrong) return wrong;

        // … the certificate's requirements, and its AAGUID where it names one.
        if (!MeetsRequirements(certificates)) return Rejection.AttestationCertificateInvalid;
        if (certificates.CheckAaguid(context.Credential.Aaguid) is { } mismatch) return mismatch;
        return certificates.AsEvidence(AttestationType.Basic);
    }

    /// <summary>3. x5c is absent, self attestation: the credential's own algorithm and key.</summary>
    private static Verdict<AttestationEvidence> VerifySelf(AttestationContext context, long algorithm, ReadOnlySpan<byte> signature)
    {
        if (algorithm != (long)context.PublicKey.Algorithm) return Rejection.AttestationAlgorithmMismatch;
        if (!context.PublicKey.Verify(context.SignedData(), signature)) return Rejection.AttestationSignatureInvalid;
        return new AttestationEvidence(AttestationType.Self, []);
    }

    /// <summary>§8.2.1: version 3, no CA, and a subject of C, O, OU and CN, each once.</summary>
    private static bool MeetsRequirements(AttestationCertificates certificates)
    {
        var subject = certificates.Leaf.Subject;
        return certificates.LeafIsEndEntity
            && subject.Single(Oids.Country) is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'] // ISO 3166
            && subject.Single(Oids.Organization) is { Length: > 0 }
            && subject.Single(Oids.OrganizationalUnit) == "Authenticator Attestation"
            && subject.Single(Oids.CommonName) is { Length: > 0 };
    }
}
