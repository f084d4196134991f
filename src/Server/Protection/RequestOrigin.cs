using Keystile.Server.Apps;

namespace Keystile.Server.Protection;

/// <summary>Where a request says it comes from. Browsers set Origin and Sec-Fetch-Site themselves; a page cannot forge them.</summary>
internal static class RequestOrigin
{
    /// <summary>The rule for calls that carry no cookie yet: an Origin must be the app's; without one, no browser may say that another site sent it (login CSRF).</summary>
    /// <param name="http">The request.</param>
    /// <param name="app">Whose origins count.</param>
    /// <param name="origin">The one Origin header; null where there is none.</param>
    /// <returns>The problem, or null where the request may pass.</returns>
    public static Problem? Check(HttpContext http, App app, out string? origin)
    {
        var given = http.Request.Headers.Origin;
        origin = given.Count == 1 ? given[0] : null;
        if (given.Count > 1) return Problem.OriginNotAllowed;
        if (origin is not null) return app.Allows(origin) ? null : Problem.OriginNotAllowed;
        return http.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none" ? null : Problem.CrossSiteRequest;
    }

    /// <summary>The rule for calls that the session cookie authenticates: the Origin must be there and be the app's, and the browser must call the request its own page's.</summary>
    public static Problem? CheckWithCookie(HttpContext http, App app)
    {
        if (Check(http, app, out var origin) is { } problem) return problem;
        if (origin is null) return Problem.OriginMissing;
        return http.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" ? null : Problem.CrossSiteRequest;
    }
}
