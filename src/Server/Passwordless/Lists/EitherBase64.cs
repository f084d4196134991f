using System.Buffers.Text;

namespace Keystile.Server.Passwordless;

/// <summary>Clients send an id as they were given it: base64url from a ceremony, standard base64 from the result of a verification.</summary>
internal static class EitherBase64
{
    /// <summary>The bytes, or null where the text is neither.</summary>
    public static byte[]? TryDecode(string? text)
    {
        var url = text?.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return url is { Length: > 0 } && Base64Url.IsValid(url, out var length) && url.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && length > 0 ? Base64Url.DecodeFromChars(url) : null;
    }
}
