using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>Judges a kept attestation again when anchors, metadata or policy have changed (§7.1 steps 21 to 24).</summary>
public static class AttestationReview
{
    /// <summary>What the attestation of a stored passkey is worth today, or why it would not be taken any more.</summary>
    /// <param name="attestationObject">The attestation object as received (<see cref="VerifiedRegistration.AttestationObject"/>).</param>
    /// <param name="clientDataJson">The client data as received (<see cref="VerifiedRegistration.ClientDataJson"/>).</param>
    /// <param name="registeredAt">When the passkey was registered: its certificates must have been valid then.</param>
    /// <param name="options">Anchors, metadata and policy of today.</param>
    /// <param name="now">Today: status reports count from their day on.</param>
    /// <returns>The result, or a <see cref="Rejection"/> of steps 13 to 24. It is for the relying party to decide what becomes of the passkey.</returns>
    public static Verdict<AttestationResult> Judge(
        ReadOnlyMemory<byte> attestationObject, ReadOnlyMemory<byte> clientDataJson, DateTimeOffset registeredAt, RelyingPartyOptions options, DateTimeOffset now)
    {
        if (AttestationObject.TryParse(attestationObject) is not { } attestation) return Rejection.MalformedAttestationObject;
        if (AuthenticatorData.TryParse(attestation.AuthenticatorData) is not { Attested: { } credential } data) return Rejection.MalformedAuthenticatorData;
        var key = CoseKey.Read(credential.PublicKey.Span);
        if (!key.IsAccepted) return key.Rejection;

        var evidence = AttestationFormats.Verify(attestation.Format, new()
        {
            Statement = attestation.Statement,
            AuthenticatorData = data,
            Credential = credential,
            PublicKey = key.Value,
            ClientDataHash = SHA256.HashData(clientDataJson.Span),
            Options = options,
            Now = registeredAt,
        });
        if (!evidence.IsAccepted) return evidence.Rejection;
        return AttestationAssessment.Assess(attestation.Format, evidence.Value, credential.Aaguid, options, registeredAt, now);
    }
}
