using System.Buffers.Text;

namespace Keystile.Server.Commands;

/// <summary>Base64url that a person gave.</summary>
internal static class Base64UrlText
{
    /// <exception cref="ArgumentException">The text is not base64url.</exception>
    public static byte[] Decode(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException notBase64Url)
        {
            throw new ArgumentException("What should be base64url is not.", notBase64Url);
        }
    }
}
