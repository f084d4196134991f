using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Accounts;

/// <summary>Where the account is signed in: list, end one, end all others. Another account's are not there.</summary>
internal static class SessionListEndpoints
{
    public static void MapSessionList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/sessions", List);
        routes.MapDelete("/api/sessions", EndOthers);
        routes.MapDelete("/api/sessions/{id:guid}", End);
    }

    private static async Task<Results<Ok<SessionList>, Problem>> List(HttpContext http, AppDirectory apps, SessionReader sessions, Database database, TimeProvider time)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var rows = await database.ReadAsync(reading => SessionStore.ListAsync(reading, app.Id, session.Value.User.Id, time.GetUtcNow()));
        return TypedResults.Ok(new SessionList([.. rows.Select(row => SessionItem.Of(row, session.Value.Row.Id))], null));
    }

    private static async Task<Results<NoContent, Problem>> EndOthers(HttpContext http, AppDirectory apps, SessionReader sessions, Database database, TimeProvider time)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        await database.WriteAsync(async writing =>
        {
            var ended = await SessionStore.EndAllAsync(writing, app.Id, session.Value.User.Id, except: session.Value.Row.Id);
            if (ended > 0) await EventStore.AddAsync(writing, session.Value.Act(EventKind.SessionsEnded, http, time.GetUtcNow()) with { Times = ended });
        });
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Problem>> End(
        HttpContext http, Guid id, AppDirectory apps, SessionReader sessions, Database database, SessionCookie cookie, TimeProvider time)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var ended = await database.WriteAsync(async writing =>
        {
            var found = await SessionStore.EndAsync(writing, app.Id, session.Value.User.Id, id);
            if (found) await EventStore.AddAsync(writing, session.Value.Act(EventKind.SessionEnded, http, time.GetUtcNow()) with { SessionId = id });
            return found;
        });
        if (!ended) return Problem.NotFound;
        if (id == session.Value.Row.Id) cookie.Delete(http.Response);
        return TypedResults.NoContent();
    }
}
