using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Keystile.WebAuthn;

/// <summary>The random bytes that bind one ceremony: at least 16 (§13.4.3), 32 when made here.</summary>
/// <remarks>See <see href="https://www.w3.org/TR/webauthn-3/#sctn-cryptographic-challenges"/>.</remarks>
[JsonConverter(typeof(ChallengeConverter))]
public sealed class Challenge : OpaqueBytes<Challenge>
{
    /// <summary>The fewest bytes that are still unguessable.</summary>
    public const int MinLength = 16;

    /// <summary>The most bytes taken.</summary>
    public const int MaxLength = 1024;

    private Challenge(ReadOnlySpan<byte> bytes) : base(bytes) { }

    /// <summary>The challenge, or null where the bytes are fewer than <see cref="MinLength"/> or more than <see cref="MaxLength"/>.</summary>
    public static Challenge? TryCreate(ReadOnlySpan<byte> bytes) => bytes.Length is >= MinLength and <= MaxLength ? new(bytes) : null;

    /// <summary>The challenge from base64url without padding, or null where the text is anything else.</summary>
    public static Challenge? TryParse(ReadOnlySpan<char> base64Url) => StrictBase64Url.TryDecode(base64Url) is { } bytes ? TryCreate(bytes) : null;

    /// <summary>
    /// A challenge that somebody else issued long ago, however short, or null where there are no bytes. For looking at recorded ceremonies;
    /// what is issued goes through the other ways, which keep <see cref="MinLength"/>.
    /// </summary>
    public static Challenge? TryCreateRecorded(ReadOnlySpan<byte> bytes) => bytes.Length is > 0 and <= MaxLength ? new(bytes) : null;

    /// <summary>A new challenge of 32 random bytes.</summary>
    public static Challenge NewRandom()
    {
        Span<byte> bytes = stackalloc byte[32];
        RandomNumberGenerator.Fill(bytes);
        return new(bytes);
    }
}
