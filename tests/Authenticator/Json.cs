using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Keystile.Authenticator;

/// <summary>How a browser writes JSON: nothing escaped that need not be.</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>Base64url without padding.</summary>
public static class Base64Text
{
    public static string Url(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public static byte[] FromUrl(string text) => Base64Url.DecodeFromChars(text);
}
