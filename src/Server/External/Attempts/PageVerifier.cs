using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Keystile.Server.External;

/// <summary>PKCE between an app's page and us (RFC 7636, S256 alone).</summary>
internal static class PageVerifier
{
    /// <summary>Whether the text is an S256 challenge: 32 bytes in base64url.</summary>
    public static bool IsChallenge(string? challenge) => challenge is { Length: 43 } && Base64Url.IsValid(challenge, out var length) && length == SHA256.HashSizeInBytes;

    public static bool Matches(string? verifier, string challenge) =>
        verifier is { Length: >= 43 and <= 128 } && Ascii.IsValid(verifier)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), Encoding.ASCII.GetBytes(challenge));
}
