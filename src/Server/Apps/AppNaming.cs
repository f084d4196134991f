using Keystile.Server.Protection;
using Keystile.Storage;

namespace Keystile.Server.Apps;

/// <summary>Names the app of every request before its endpoint runs, and tells browsers which pages may read the answer.</summary>
internal static class AppNaming
{
    /// <summary>After routing: what a key must be good for stands at the endpoint.</summary>
    public static void UseAppNaming(this WebApplication app)
    {
        var (keys, cors, apps) = (app.Services.GetRequiredService<ApiKeys>(), app.Services.GetRequiredService<Cors>(), app.Services.GetRequiredService<AppDirectory>());
        app.Use(async (http, next) =>
        {
            if (Cors.IsPreflight(http.Request))
            {
                await cors.AnswerPreflightAsync(http);
                return;
            }
            if (http.GetEndpoint()?.Metadata.GetMetadata<OfTheConsole>() is not null)
            {
                await AnswerForConsoleAsync(http, next);
                return;
            }
            var rule = http.GetEndpoint()?.Metadata.GetMetadata<KeyRule>() ?? KeyRule.None;
            var named = await FindAsync(http, rule);
            if (!named.IsGood)
            {
                if (named.Problem.Code != Problem.SecretFromBrowser.Code) await cors.AllowAnyAppsPageAsync(http);
                await named.Problem.ExecuteAsync(http);
                return;
            }
            http.Features.Set(named.Value);
            if (http.Request.Headers.ContainsKey(ApiKeys.PublicHeader)) Cors.AllowPagesOf(named.Value, http);
            await next(http);
        });

        async ValueTask<Outcome<App>> FindAsync(HttpContext http, KeyRule rule)
        {
            try
            {
                return await keys.FindAsync(http, rule);
            }
            catch (DatabaseUnavailableException)
            {
                cors.AllowKnownPage(http);
                throw;
            }
        }

        // No key opens the console: one that comes along is refused before anything is asked.
        Task AnswerForConsoleAsync(HttpContext http, RequestDelegate next)
        {
            if (http.Request.Headers.ContainsKey(ApiKeys.PublicHeader) || http.Request.Headers.ContainsKey(ApiKeys.SecretHeader)) return Problem.InvalidApiKey.ExecuteAsync(http);
            http.Features.Set(apps.Admin);
            return next(http);
        }
    }
}
