using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace Keystile.Server.Tests.Secrets;

/// <summary>A secret by its name, as bytes, and every way to write it down.</summary>
internal sealed record Secret(string Name, byte[] Bytes)
{
    public IEnumerable<(string Way, byte[] Bytes)> Spellings
    {
        get
        {
            var base64 = Convert.ToBase64String(Bytes).TrimEnd('=');
            (string, byte[])[] all =
            [
                ("as it is", Bytes), ("in base64", Ascii(base64)), ("in base64url", Ascii(Base64Url.EncodeToString(Bytes))),
                ("in hexadecimal", Ascii(Convert.ToHexStringLower(Bytes))), ("in HEXADECIMAL", Ascii(Convert.ToHexString(Bytes))),
            ];
            if (!Bytes.All(one => one is >= 0x20 and < 0x7F)) return all;
            var text = Encoding.ASCII.GetString(Bytes);
            return [.. all, ("in an address", Ascii(Uri.EscapeDataString(text))), ("in JSON", Ascii(JavaScriptEncoder.Default.Encode(text)))];
        }
    }

    /// <summary>A text, and the bytes that it stands for where it is base64url.</summary>
    public static IEnumerable<Secret> Of(string name, string text) =>
        Base64Url.IsValid(text) ? [new(name, Ascii(text)), new(name + " decoded", Base64Url.DecodeFromChars(text))] : [new(name, Ascii(text))];

    /// <summary>A token of a session (after a prefix its id, random bytes, and maybe a tag): as a whole, and the random bytes.</summary>
    public static IEnumerable<Secret> OfSession(string name, string token, string prefix = "")
    {
        var bytes = Base64Url.DecodeFromChars(token.AsSpan(prefix.Length));
        return [.. Of(name, token), new(name + " bare", bytes), new(name + " random", bytes[16..48])];
    }

    /// <summary>A signed token: as a whole, and its signature, which is what makes it worth something.</summary>
    public static IEnumerable<Secret> OfSigned(string name, string token) => [.. Of(name, token), .. Of(name + " signature", token[(token.LastIndexOf('.') + 1)..])];

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
