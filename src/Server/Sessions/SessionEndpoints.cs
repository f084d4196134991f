using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Events;
using Keystile.Server.Observability;
using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Sessions;

/// <summary>Who am I, sign out, fresh tokens.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/session", WhoAmI).WithMetadata(OpenToRecovery.Route);
        routes.MapDelete("/api/session", SignOut).WithMetadata(OpenToRecovery.Route);
    }

    /// <summary>Not for the console, whose sessions have no tokens.</summary>
    public static void MapSessionRefresh(this IEndpointRouteBuilder routes) => routes.MapPost("/api/session/refresh", Refresh);

    private static async Task<Results<Ok<WhoAmI>, Problem>> WhoAmI(HttpContext http, AppDirectory apps, SessionReader sessions, TimeProvider time)
    {
        var session = await sessions.ReadAsync(http, apps.Of(http));
        if (!session.IsGood) return session.Problem;
        return TypedResults.Ok(new WhoAmI(UserBody.Of(session.Value.User), SessionBody.Of(session.Value.Row, time.GetUtcNow())));
    }

    private static async Task<Results<NoContent, Problem>> SignOut(
        HttpContext http, AppDirectory apps, SessionReader sessions, Database database, SessionCookie cookie, TimeProvider time)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        await database.WriteAsync(async writing =>
        {
            if (await SessionStore.EndAsync(writing, app.Id, session.Value.Row.Id)) await EventStore.AddAsync(writing, session.Value.Act(EventKind.SessionEnded, http, time.GetUtcNow()));
        });
        cookie.Delete(http.Response);
        // Not "cookies": that would empty the whole registrable domain, other people's applications with it.
        if (session.Value.ByCookie) http.Response.Headers["Clear-Site-Data"] = "\"storage\"";
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Refreshed>, Problem>> Refresh(
        HttpContext http, AppDirectory apps, RateLimiter limiter, SessionReader reader, SessionRefresh refresh, ILogger<SessionRefresh> log)
    {
        var app = apps.Of(http);
        if (limiter.Take(RateLimit.RefreshByAddress, http) is { } wait) return wait;
        if (RequestOrigin.Check(http, app, out _) is { } foreign) return foreign;
        if (!app.HasSessionTokens) return Problem.SessionTokensOff;
        var body = await JsonMembers.ReadAsync(http.Request, "refreshToken");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("refreshToken", out var token) is { } wrong) return wrong;
        if (token is null)
        {
            var session = await reader.ReadAsync(http, app);
            // Only the cookie stands in for the token: an access token, ours or an app's issuer's, must not make itself last.
            if (session is { IsGood: true, Value.ByCookie: false }) return Problem.InvalidRefreshToken;
            return session.IsGood ? TypedResults.Ok(new Refreshed(await refresh.ReplaceAsync(app, session.Value.Row))) : session.Problem;
        }
        var (outcome, tokens) = await refresh.RotateAsync(http.Request, app, token);
        if (outcome == RefreshOutcome.Reused) log.RefreshTokenReused(http.TraceIdentifier);
        return tokens is null ? Problem.InvalidRefreshToken : TypedResults.Ok(new Refreshed(tokens));
    }
}
