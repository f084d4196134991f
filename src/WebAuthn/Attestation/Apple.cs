using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>The <c>apple</c> format (§8.8): Apple's anonymous attestation CA certifies the credential key, with a nonce of the ceremony in the certificate.</summary>
internal static class Apple
{
    public const string Format = "apple";

    public static Verdict<AttestationEvidence> Verify(AttestationContext context)
    {
        // The syntax: {x5c}. Devices of 2020 add the credential's own alg, as a draft had it.
        if (context.StatementMap() is not { } statement) return Rejection.MalformedAttestationStatement;
        if (statement.HasExactly("alg", "x5c"))
        {
            if (!statement.TryGetInteger("alg", out var algorithm)) return Rejection.MalformedAttestationStatement;
            if (algorithm != (long)context.PublicKey.Algorithm) return Rejection.AttestationAlgorithmMismatch;
        }
        else if (!statement.HasExactly("x5c")) return Rejection.MalformedAttestationStatement;
        var read = AttestationCertificates.Read(statement);
        if (!read.IsAccepted) return read.Rejection;
        var certificates = read.Value;

        // The nonce of the certificate is SHA-256(authData ‖ clientDataHash).
        if (certificates.Leaf.FindExtension(Oids.AppleNonce) is not { } extension || !TryReadNonce(extension.Value, out var nonce)) return Rejection.AttestationCertificateInvalid;
        if (!nonce.Span.SequenceEqual(SHA256.HashData(context.SignedData()))) return Rejection.AttestationContentMismatch;

        // The certified key is the credential key.
        if (!certificates.Key.Equals(context.PublicKey.Key)) return Rejection.AttestationKeyMismatch;
        return certificates.AsEvidence(AttestationType.AnonCA);
    }

    /// <summary>SEQUENCE { [1] OCTET STRING }.</summary>
    private static bool TryReadNonce(ReadOnlyMemory<byte> der, out ReadOnlyMemory<byte> nonce)
    {
        nonce = default;
        var outer = new DerReader(der);
        return outer.TryEnter(DerTag.Sequence, out var parts) && outer.AtEnd
            && parts.TryEnter(DerTag.Context(1), out var tagged) && parts.AtEnd
            && tagged.TryRead(DerTag.OctetString, out nonce) && tagged.AtEnd;
    }
}
