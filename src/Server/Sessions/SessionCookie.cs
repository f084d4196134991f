
namespace Keystile.Server.Sessions;

/// <summary>The cookie of Keystile's own pages: opaque, out of reach of scripts, never sent along by another site's form.</summary>
internal sealed class SessionCookie(ServerOptions options)
{
    private readonly string _name = options.IsHttps ? "__Host-keystile" : "keystile";

    public void Set(HttpResponse response, string token, TimeSpan lifetime) => response.Cookies.Append(_name, token, Attributes(lifetime));

    public void Delete(HttpResponse response) => response.Cookies.Append(_name, "", Attributes(TimeSpan.Zero));

    /// <summary>What the browser sent; null where it sent none.</summary>
    public string? Read(HttpRequest request) => request.Cookies[_name];

    private CookieOptions Attributes(TimeSpan lifetime) => new()
    {
        HttpOnly = true,
        Secure = options.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
