
using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Sessions;

/// <summary>The cookie of Keystile's own pages: opaque, out of reach of scripts, never sent along by another site's form. The console has one of its own, which no other site's link sends along either.</summary>
internal sealed class SessionCookie(ServerOptions options)
{
    private readonly string _name = options.IsHttps ? "__Host-keystile" : "keystile";
    private readonly string _consoleName = options.IsHttps ? "__Host-keystile-admin" : "keystile-admin";

    public void Set(HttpResponse response, string token, TimeSpan lifetime) => response.Cookies.Append(Name(response.HttpContext), token, Attributes(response.HttpContext, lifetime));

    public void Delete(HttpResponse response) => Set(response, "", TimeSpan.Zero);

    /// <summary>What the browser sent; null where it sent none.</summary>
    public string? Read(HttpRequest request) => request.Cookies[Name(request.HttpContext)];

    private string Name(HttpContext http) => IsConsole(http) ? _consoleName : _name;

    private static bool IsConsole(HttpContext http) => http.Features.Get<App>()?.Id == OperatorStore.AppId;

    private CookieOptions Attributes(HttpContext http, TimeSpan lifetime) => new()
    {
        HttpOnly = true,
        Secure = options.IsHttps,
        SameSite = IsConsole(http) ? SameSiteMode.Strict : SameSiteMode.Lax,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
