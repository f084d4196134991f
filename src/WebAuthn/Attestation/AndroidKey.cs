namespace Keystile.WebAuthn;

/// <summary>The <c>android-key</c> format (§8.4): Android's keystore certifies the credential key itself and describes it in an extension.</summary>
internal static class AndroidKey
{
    public const string Format = "android-key";

    public static Verdict<AttestationEvidence> Verify(AttestationContext context)
    {
        // The syntax: {alg, sig, x5c}.
        if (context.StatementMap() is not { } statement || !statement.HasExactly("alg", "sig", "x5c")) return Rejection.MalformedAttestationStatement;
        if (!statement.TryGetInteger("alg", out var algorithm) || !statement.TryGetBytes("sig", out var signature)) return Rejection.MalformedAttestationStatement;
        var read = AttestationCertificates.Read(statement);
        if (!read.IsAccepted) return read.Rejection;
        var certificates = read.Value;

        // The certified key is the credential key, and signed authData ‖ clientDataHash with the credential's algorithm.
        if (!certificates.Key.Equals(context.PublicKey.Key)) return Rejection.AttestationKeyMismatch;
        if (algorithm != (long)context.PublicKey.Algorithm) return Rejection.AttestationAlgorithmMismatch;
        if (certificates.CheckSignature(algorithm, context.SignedData(), signature) is { } wrong) return wrong;

        // The description stands in the first certificate and in no other: who holds an attested key could append a certificate of their own below it.
        if (certificates.All.Skip(1).Any(above => above.FindExtension(Oids.AndroidKeyDescription) is not null)) return Rejection.AttestationCertificateInvalid;
        if (certificates.Leaf.FindExtension(Oids.AndroidKeyDescription) is not { } extension) return Rejection.AttestationCertificateInvalid;
        if (AndroidKeyDescription.TryParse(extension.Value) is not { } description) return Rejection.AttestationCertificateInvalid;

        // Google has not revoked any of them.
        if (context.Options.Statements.AndroidRevocations is { } revocations && certificates.All.Any(revocations.Names)) return Rejection.AttestationRevoked;

        // It answers this ceremony.
        if (!description.Challenge.Span.SequenceEqual(context.ClientDataHash.Span)) return Rejection.AttestationContentMismatch;

        // The key is this relying party's alone, was made in the keystore, and signs: by the hardware's word, or by either list's.
        if (description.Software.AllApplications || description.Hardware.AllApplications) return Rejection.AttestationKeyUnfit;
        var hardwareOnly = context.Options.Statements.AndroidHardwareOnly;
        if (hardwareOnly && !description.IsByHardware) return Rejection.AttestationKeyUnfit;
        AndroidAuthorizations[] lists = hardwareOnly ? [description.Hardware] : [description.Software, description.Hardware];
        if (!AndroidAuthorizations.SayGenerated(lists) || !AndroidAuthorizations.SaySigning(lists)) return Rejection.AttestationKeyUnfit;
        return certificates.AsEvidence(AttestationType.Basic);
    }
}
