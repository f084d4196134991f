using System.Buffers.Text;
using System.Security.Cryptography;

namespace Keystile.Server.External;

/// <summary>A secret of the browser for sign-ins at providers, in a cookie. A sign-in that was begun elsewhere cannot be finished here (login CSRF).</summary>
internal sealed class BrowserSecret(ServerOptions options)
{
    private const int Length = 32;
    private readonly string _name = options.IsHttps ? "__Host-keystile-external" : "keystile-external";

    /// <summary>The browser's secret; null where it has none, or something that we did not make.</summary>
    public byte[]? Read(HttpRequest request) =>
        request.Cookies[_name] is { } text && Base64Url.IsValid(text, out var length) && length == Length ? Base64Url.DecodeFromChars(text) : null;

    /// <summary>The browser's secret, made where it has none. It stays the same while sign-ins are under way, so that two tabs can both finish.</summary>
    public byte[] Ensure(HttpContext http)
    {
        var secret = Read(http.Request) ?? RandomNumberGenerator.GetBytes(Length);
        http.Response.Cookies.Append(_name, Base64Url.EncodeToString(secret), new()
        {
            HttpOnly = true,
            Secure = options.IsHttps,
            // Lax: the way back from the provider is a navigation from another site.
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = ExternalState.Lifetime,
            IsEssential = true,
        });
        return secret;
    }

    /// <summary>What of the secret may be seen.</summary>
    public static string Name(byte[] secret) => Base64Url.EncodeToString(SHA256.HashData(secret));
}
