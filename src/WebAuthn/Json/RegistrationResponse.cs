namespace Keystile.WebAuthn;

/// <summary>A new credential as <c>PublicKeyCredential.toJSON()</c> gives it (<c>RegistrationResponseJSON</c>, §5.1.8.1).</summary>
/// <remarks>The client's convenience copies (<c>authenticatorData</c>, <c>publicKey</c>, <c>publicKeyAlgorithm</c>) are never read: the attestation object is the truth.</remarks>
public sealed class RegistrationResponse
{
    internal RegistrationResponse() { }

    /// <summary>The id the client named; checked against the attested one.</summary>
    public required CredentialId Id { get; init; }

    /// <summary>The client data, byte for byte.</summary>
    public required ReadOnlyMemory<byte> ClientDataJson { get; init; }

    /// <summary>The attestation object, byte for byte.</summary>
    public required ReadOnlyMemory<byte> AttestationObject { get; init; }

    /// <summary>The transports the client named, verbatim and in order.</summary>
    public required IReadOnlyList<string> Transports { get; init; }

    /// <summary><c>platform</c>, <c>cross-platform</c>, any other text, or null.</summary>
    public required string? AuthenticatorAttachment { get; init; }

    /// <summary>The client extension results as one JSON object.</summary>
    public required ReadOnlyMemory<byte> ClientExtensionResultsJson { get; init; }

    /// <summary>Reads one credential from UTF-8 JSON. Unknown members are ignored; missing, doubled or wrongly typed ones are <see cref="Rejection.MalformedCredential"/>.</summary>
    public static Verdict<RegistrationResponse> Parse(ReadOnlySpan<byte> utf8Json) => ResponseReader.ReadRegistration(utf8Json);
}
