using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Storage;
using Keystile.WebAuthn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Accounts;

/// <summary>The account that is signed in: show it, change its names, delete it. Its user handle is for life.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/account", Show);
        routes.MapPatch("/api/account", Change);
        routes.MapDelete("/api/account", Delete);
    }

    private static async Task<Results<Ok<AccountBody>, Problem>> Show(HttpContext http, AppDirectory apps, SessionReader sessions)
    {
        var session = await sessions.ReadAsync(http, apps.Of(http));
        return session.IsGood ? TypedResults.Ok(AccountBody.Of(session.Value.User)) : session.Problem;
    }

    private static async Task<Results<Ok<AccountChanged>, Problem>> Change(HttpContext http, AppDirectory apps, SessionReader sessions, Database database, TimeProvider time)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "username", "displayName");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("username", out var name) is { } wrongName) return wrongName;
        if (body.Value.Text("displayName", out var displayName) is { } wrongDisplayName) return wrongDisplayName;
        var username = Username.TryCreate(name);
        if (name is not null && username is null) return Problem.InvalidUsername;
        if (displayName is not null && (displayName = DisplayText.TryParse(displayName)) is null) return Problem.InvalidName;

        var before = session.Value.User;
        var after = before with { Username = username ?? before.Username, DisplayName = displayName ?? before.DisplayName };
        var problem = await database.WriteAsync<Problem?>(async writing =>
        {
            // People sign in by the username; a stolen session must not take it from them.
            if (username is not null && await RaisedSession.CheckAsync(writing, app, session.Value, time.GetUtcNow()) is { } barred) return barred;
            return await UserStore.RenameAsync(writing, app.Id, before.Id, after.Username, after.DisplayName) switch
            {
                UserOutcome.Done => null,
                UserOutcome.NotFound => Problem.NotSignedIn,
                _ => Problem.UsernameTaken,
            };
        });
        if (problem is not null) return problem;
        return TypedResults.Ok(new AccountChanged(
            UserBody.Of(after), [Signal.CurrentUserDetails(app.RpId, after.Handle, UserBody.Of(after).Username, after.DisplayName)]));
    }

    private static async Task<Results<Ok<Deleted>, Problem>> Delete(
        HttpContext http, AppDirectory apps, SessionReader sessions, Database database, SessionCookie cookie, TimeProvider time)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var user = session.Value.User;
        var problem = await database.WriteAsync<Problem?>(async writing =>
        {
            if (await RaisedSession.CheckAsync(writing, app, session.Value, time.GetUtcNow()) is { } barred) return barred;
            return await UserStore.DeleteAsync(writing, app.Id, user.Id) ? null : Problem.NotSignedIn;
        });
        if (problem is not null) return problem;
        cookie.Delete(http.Response);
        return TypedResults.Ok(new Deleted([Signal.AllAcceptedCredentials(app.RpId, user.Handle, [])]));
    }
}
