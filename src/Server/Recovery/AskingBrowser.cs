using Keystile.Server.Apps;
using Keystile.Server.Sessions;

namespace Keystile.Server.Recovery;

/// <summary>The cookie by which a link works only in the browser it was asked for in. Pages of other sites have no cookie here, so their links work in any.</summary>
internal sealed class AskingBrowser(ServerOptions options)
{
    private readonly string _name = options.IsHttps ? "__Host-keystile-recover" : "keystile-recover";

    /// <summary>Marks the browser and returns its hash; null where the app's links work in any.</summary>
    public byte[]? Mark(HttpContext http, App app)
    {
        if (!app.Settings.RecoverInSameBrowser || app.Id != App.Home) return null;
        var mark = OpaqueToken.New();
        http.Response.Cookies.Append(_name, mark, Attributes(RecoveryLinks.Lifetime));
        return OpaqueToken.Hash(mark);
    }

    /// <summary>The hash of the mark that a request brings; of nothing where it brings none.</summary>
    public byte[] Read(HttpRequest request) => OpaqueToken.Hash(request.Cookies[_name] ?? "");

    public void Forget(HttpResponse response) => response.Cookies.Append(_name, "", Attributes(TimeSpan.Zero));

    private CookieOptions Attributes(TimeSpan lifetime) => new()
    {
        HttpOnly = true,
        Secure = options.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
