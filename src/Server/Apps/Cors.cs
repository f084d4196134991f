using Keystile.Storage;
using Microsoft.Net.Http.Headers;

namespace Keystile.Server.Apps;

/// <summary>Lets the pages of an app read what its public key may ask: its exact origins, never with cookies. Secrets and the home app's pages get none of it.</summary>
internal sealed class Cors(Database database, AppDirectory apps)
{
    private const string TenMinutes = "600";

    /// <summary>A browser asks whether a page may send a public key.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod)
        && request.Headers.AccessControlRequestHeaders.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(ApiKeys.PublicHeader, StringComparer.OrdinalIgnoreCase);

    /// <summary>The key itself is not in a preflight, so the page must be some app's; the request that follows is held to its own app's.</summary>
    public async Task AnswerPreflightAsync(HttpContext http)
    {
        await AllowAnyAppsPageAsync(http);
        var headers = http.Response.Headers;
        if (headers.AccessControlAllowOrigin.Count > 0)
        {
            headers.AccessControlAllowMethods = "GET, POST, PATCH, DELETE";
            headers.AccessControlAllowHeaders = "apikey, client-version, content-type, authorization";
            headers.AccessControlMaxAge = TenMinutes;
        }
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Where the key names no app, the page that sent it must still be able to read so.</summary>
    public async Task AllowAnyAppsPageAsync(HttpContext http)
    {
        if (Origin(http) is { } origin && await IsAnyAppsAsync(origin)) Allow(http, origin);
    }

    /// <summary>The same for a refusal that comes before anything is asked: a page must be able to read that it shall come again.</summary>
    public void AllowKnownPage(HttpContext http)
    {
        if (http.Request.Headers.ContainsKey(ApiKeys.PublicHeader) && Origin(http) is { } origin && apps.IsKnownPage(origin)) Allow(http, origin);
    }

    private async ValueTask<bool> IsAnyAppsAsync(string origin)
    {
        try
        {
            var rows = await database.ReadAsync(AppStore.ListAsync);
            return rows.Any(row => row.Id != App.Home && (row.Origins.Contains(origin, StringComparer.Ordinal) || IsRelated(row, origin)));
        }
        catch (DatabaseUnavailableException)
        {
            return apps.IsKnownPage(origin);
        }
    }

    // Every preflight asks this of every app: settings are parsed where the origin can be in them, as it is or escaped.
    private static bool IsRelated(AppRow row, string origin) =>
        (row.Settings.Contains(origin, StringComparison.Ordinal) || row.Settings.Contains('\\'))
        && AppSettings.TryParse(row.Settings)?.RelatedOrigins.Contains(origin, StringComparer.Ordinal) == true;

    public static void AllowPagesOf(App app, HttpContext http)
    {
        if (Origin(http) is { } origin && app.Allows(origin)) Allow(http, origin);
    }

    private static void Allow(HttpContext http, string origin) => http.Response.Headers.AccessControlAllowOrigin = origin;

    private static string? Origin(HttpContext http)
    {
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        var given = http.Request.Headers.Origin;
        return given.Count == 1 ? given[0] : null;
    }
}
