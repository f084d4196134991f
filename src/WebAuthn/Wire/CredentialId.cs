using System.Text.Json.Serialization;

namespace Keystile.WebAuthn;

/// <summary>The name an authenticator gives one credential: 1 to 1023 opaque bytes.</summary>
/// <remarks>See <see href="https://www.w3.org/TR/webauthn-3/#credential-id"/>.</remarks>
[JsonConverter(typeof(CredentialIdConverter))]
public sealed class CredentialId : OpaqueBytes<CredentialId>
{
    /// <summary>The most bytes a credential id may have (§7.1 step 25).</summary>
    public const int MaxLength = 1023;

    private CredentialId(ReadOnlySpan<byte> bytes) : base(bytes) { }

    /// <summary>The id, or null where the bytes are none or more than <see cref="MaxLength"/>.</summary>
    public static CredentialId? TryCreate(ReadOnlySpan<byte> bytes) => bytes.Length is > 0 and <= MaxLength ? new(bytes) : null;

    /// <summary>The id from base64url without padding, or null where the text is anything else.</summary>
    public static CredentialId? TryParse(ReadOnlySpan<char> base64Url) => StrictBase64Url.TryDecode(base64Url) is { } bytes ? TryCreate(bytes) : null;
}
