using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>The <c>android-safetynet</c> format (§8.5): a service of Google's vouches for the device. Retired, but old ceremonies carry it; a policy can leave it out.</summary>
internal static class AndroidSafetyNet
{
    public const string Format = "android-safetynet";

    /// <summary>The host name of the service, in its certificate.</summary>
    private const string Host = "attest.android.com";

    /// <summary>How far the service's clock may be ahead of ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    public static Verdict<AttestationEvidence> Verify(AttestationContext context)
    {
        // The syntax: {ver, response}, the response a JWS in compact form.
        if (context.StatementMap() is not { } statement || !statement.HasExactly("ver", "response")) return Rejection.MalformedAttestationStatement;
        if (!statement.TryGetText("ver", out var version) || version.Length == 0 || !statement.TryGetBytes("response", out var response)) return Rejection.MalformedAttestationStatement;
        if (CompactJws.TryParse(response) is not { } jws) return Rejection.MalformedAttestationStatement;
        if (SafetyNetPayload.TryParse(jws.Payload) is not { } payload) return Rejection.MalformedAttestationStatement;

        // The nonce is the base64 of SHA-256(authData ‖ clientDataHash).
        if (payload.Nonce != Convert.ToBase64String(SHA256.HashData(context.SignedData()))) return Rejection.AttestationContentMismatch;

        // The response came from the service, for a whole device, just now.
        var read = AttestationCertificates.Read(jws.Certificates);
        if (!read.IsAccepted) return read.Rejection;
        var certificates = read.Value;
        if (!jws.IsSignedBy(certificates.Key)) return Rejection.AttestationSignatureInvalid;
        if (certificates.Leaf.ReadDnsNames()?.Contains(Host, StringComparer.OrdinalIgnoreCase) != true) return Rejection.AttestationCertificateInvalid;
        if (!payload.CtsProfileMatch) return Rejection.AttestationKeyUnfit;
        var age = context.Now - payload.Timestamp;
        if (age > context.Options.Statements.SafetyNetMaxAge || age < -ClockSkew) return Rejection.AttestationContentMismatch;
        return certificates.AsEvidence(AttestationType.Basic);
    }
}
