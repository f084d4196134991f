namespace Keystile.WebAuthn;

/// <summary>An assertion as <c>PublicKeyCredential.toJSON()</c> gives it (<c>AuthenticationResponseJSON</c>, §5.1.8.2).</summary>
public sealed class AuthenticationResponse
{
    internal AuthenticationResponse() { }

    /// <summary>The credential that signed.</summary>
    public required CredentialId Id { get; init; }

    /// <summary>The client data, byte for byte.</summary>
    public required ReadOnlyMemory<byte> ClientDataJson { get; init; }

    /// <summary>The authenticator data, byte for byte.</summary>
    public required ReadOnlyMemory<byte> AuthenticatorData { get; init; }

    /// <summary>The signature, byte for byte.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The user handle the authenticator returned; null where it returned none.</summary>
    public required UserHandle? UserHandle { get; init; }

    /// <summary><c>platform</c>, <c>cross-platform</c>, any other text, or null.</summary>
    public required string? AuthenticatorAttachment { get; init; }

    /// <summary>The client extension results as one JSON object.</summary>
    public required ReadOnlyMemory<byte> ClientExtensionResultsJson { get; init; }

    /// <summary>Reads one assertion from UTF-8 JSON. Unknown members are ignored; missing, doubled or wrongly typed ones are <see cref="Rejection.MalformedCredential"/>.</summary>
    public static Verdict<AuthenticationResponse> Parse(ReadOnlySpan<byte> utf8Json) => ResponseReader.ReadAuthentication(utf8Json);
}
