namespace Keystile.WebAuthn;

/// <summary>The <c>tpm</c> format (§8.3): a TPM certifies with its attestation identity key that it holds the credential key.</summary>
internal static class Tpm
{
    public const string Format = "tpm";

    public static Verdict<AttestationEvidence> Verify(AttestationContext context)
    {
        // The syntax: {ver: "2.0", alg, x5c, sig, certInfo, pubArea}.
        if (context.StatementMap() is not { } statement || !statement.HasExactly("ver", "alg", "x5c", "sig", "certInfo", "pubArea")) return Rejection.MalformedAttestationStatement;
        if (!statement.TryGetText("ver", out var version) || version != "2.0" || !statement.TryGetInteger("alg", out var algorithm)) return Rejection.MalformedAttestationStatement;
        if (!statement.TryGetBytes("sig", out var signature)) return Rejection.MalformedAttestationStatement;
        if (!statement.TryGetBytes("certInfo", out var certInfo) || !statement.TryGetBytes("pubArea", out var pubArea)) return Rejection.MalformedAttestationStatement;

        // The key in pubArea is the credential key.
        if (TpmPublicArea.TryParse(pubArea) is not { } area) return Rejection.MalformedAttestationStatement;
        if (!context.PublicKey.Key.Equals(area.Key)) return Rejection.AttestationKeyMismatch;

        // certInfo is a TPM's own (magic), of the certify kind, over this ceremony (extraData, by alg's hash) and this key (name).
        if (TpmCertifyInfo.TryParse(certInfo) is not { } info) return Rejection.MalformedAttestationStatement;
        if (CoseAlgorithmTable.Find(algorithm) is not { } row || TpmHash.Of(row.Scheme.Hash) is not { } hash) return Rejection.AttestationAlgorithmMismatch;
        if (!info.ExtraData.Span.SequenceEqual(hash.HashData(context.SignedData()))) return Rejection.AttestationContentMismatch;
        if (!info.Name.Span.SequenceEqual(area.Name)) return Rejection.AttestationKeyMismatch;

        // The attestation identity key signed certInfo. Here, and nowhere else, SHA-1 is taken: TPMs in the field have no other hash.
        var read = AttestationCertificates.Read(statement);
        if (!read.IsAccepted) return read.Rejection;
        var certificates = read.Value;
        if (certificates.CheckSignature(algorithm, certInfo, signature) is { } wrong) return wrong;

        // Its certificate meets §8.3.1, and names this AAGUID where it names one.
        if (!TpmAikCertificate.MeetsRequirements(certificates, context.Options.Statements)) return Rejection.AttestationCertificateInvalid;
        if (certificates.CheckAaguid(context.Credential.Aaguid) is { } mismatch) return mismatch;
        return certificates.AsEvidence(AttestationType.AttCA);
    }
}
