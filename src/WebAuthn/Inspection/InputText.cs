using System.Text;

namespace Keystile.WebAuthn;

/// <summary>Bytes that came as text: hexadecimal, base64url or base64, with white space anywhere.</summary>
internal static class InputText
{
    public static byte[]? TryDecode(ReadOnlySpan<byte> input)
    {
        if (!Ascii.IsValid(input)) return null;
        var text = string.Concat(Encoding.ASCII.GetString(input).Where(c => !char.IsWhiteSpace(c)));
        if (text.Length == 0) return null;
        if (text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)) return Convert.FromHexString(text);
        return StrictBase64Url.TryDecode(text.TrimEnd('=').Replace('+', '-').Replace('/', '_'));
    }
}
