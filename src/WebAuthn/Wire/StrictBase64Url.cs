using System.Buffers;
using System.Buffers.Text;

namespace Keystile.WebAuthn;

/// <summary>Base64url as RFC 4648 §5 without padding, and nothing else: the framework's decoder also takes padding and white space.</summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);
    private static readonly SearchValues<char> AlphabetChars = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The bytes of <paramref name="utf8"/>, or null where it is not strict base64url. The empty text is the empty array.</summary>
    public static byte[]? TryDecode(ReadOnlySpan<byte> utf8)
    {
        if (utf8.ContainsAnyExcept(Alphabet) || utf8.Length % 4 == 1) return null;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(utf8.Length)];
        return Base64Url.DecodeFromUtf8(utf8, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length ? bytes : null;
    }

    /// <summary>The bytes of <paramref name="text"/>, or null where it is not strict base64url. The empty text is the empty array.</summary>
    public static byte[]? TryDecode(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExcept(AlphabetChars) || text.Length % 4 == 1) return null;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length ? bytes : null;
    }
}
