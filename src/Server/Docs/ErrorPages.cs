using System.Text;
using Keystile.Server.Protection;

namespace Keystile.Server.Docs;

/// <summary>The page at a problem's <c>type</c>: what the code means, which step failed, and the mend.</summary>
internal static class ErrorPages
{
    public static void MapErrorPages(this IEndpointRouteBuilder routes) => routes.MapGet("/docs/errors/{code}", Show);

    private static IResult Show(HttpContext http, string code)
    {
        if (ErrorCatalogue.Find(code) is not { } entry) return Problem.NotFound;
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PagePolicy;
        http.Response.Headers.CacheControl = "public, max-age=3600";
        return Results.Text(ErrorPage.Render(entry), "text/html; charset=utf-8", Encoding.UTF8);
    }
}
