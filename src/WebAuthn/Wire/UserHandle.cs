using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Keystile.WebAuthn;

/// <summary>The relying party's own name for an account: 1 to 64 opaque bytes that say nothing about the person.</summary>
/// <remarks>See <see href="https://www.w3.org/TR/webauthn-3/#user-handle"/>. It outlives every change of name or e-mail address.</remarks>
[JsonConverter(typeof(UserHandleConverter))]
public sealed class UserHandle : OpaqueBytes<UserHandle>
{
    /// <summary>The most bytes a user handle may have (§5.4.3).</summary>
    public const int MaxLength = 64;

    private UserHandle(ReadOnlySpan<byte> bytes) : base(bytes) { }

    /// <summary>The handle, or null where the bytes are none or more than <see cref="MaxLength"/>.</summary>
    public static UserHandle? TryCreate(ReadOnlySpan<byte> bytes) => bytes.Length is > 0 and <= MaxLength ? new(bytes) : null;

    /// <summary>The handle from base64url without padding, or null where the text is anything else.</summary>
    public static UserHandle? TryParse(ReadOnlySpan<char> base64Url) => StrictBase64Url.TryDecode(base64Url) is { } bytes ? TryCreate(bytes) : null;

    /// <summary>A new handle of 32 random bytes.</summary>
    public static UserHandle NewRandom()
    {
        Span<byte> bytes = stackalloc byte[32];
        RandomNumberGenerator.Fill(bytes);
        return new(bytes);
    }
}
