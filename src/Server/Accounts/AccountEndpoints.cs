using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Events;
using Keystile.Server.Mail;
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

    private static async Task<Results<Ok<AccountBody>, Problem>> Show(HttpContext http, AppDirectory apps, SessionReader sessions, Database database, TimeProvider time)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var user = session.Value.User;
        var pending = await database.ReadAsync(reading => AccountLinkStore.FindAsync(reading, app.Id, user.Id, LinkPurpose.Email, time.GetUtcNow()));
        return TypedResults.Ok(AccountBody.Of(user, pending));
    }

    private static async Task<Results<Ok<AccountChanged>, Problem>> Change(
        HttpContext http, AppDirectory apps, SessionReader sessions, RateLimiter limiter, Mailer mailer, EmailChange emails, Database database, TimeProvider time)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "username", "displayName", "email");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("username", out var name) is { } wrongName) return wrongName;
        if (body.Value.Text("displayName", out var displayName) is { } wrongDisplayName) return wrongDisplayName;
        if (body.Value.Text("email", out var address) is { } wrongEmail) return wrongEmail;
        var username = Username.TryCreate(name);
        var email = EmailAddress.TryCreate(address);
        if (name is not null && username is null) return Problem.InvalidUsername;
        if (displayName is not null && (displayName = DisplayText.TryParse(displayName)) is null) return Problem.InvalidName;
        // An empty address takes the account's away.
        if (address is not (null or "") && (email is null || !Letter.CanReach(email.Text))) return Problem.InvalidEmail;
        if (email is not null && !mailer.IsOn) return Problem.MailNotSet;

        var before = session.Value.User;
        if (email is not null && limiter.Take(RateLimit.MailByUser, before.Id.ToString()) is { } wait) return wait;
        var after = before;
        var problem = await database.WriteAsync<Problem?>(async writing =>
        {
            // People sign in by the username and recover by the address; a stolen session must not take either from them.
            if ((username is not null || address is not null) && await RaisedSession.CheckAsync(writing, app, session.Value, time.GetUtcNow()) is { } barred) return barred;
            var renamed = await UserStore.RenameAsync(writing, app.Id, before.Id, username, displayName);
            var refusal = renamed == UserOutcome.NotFound ? Problem.NotSignedIn
                : renamed != UserOutcome.Done ? Problem.UsernameTaken
                : address is null ? null
                : await emails.ApplyAsync(writing, http.Request, app, before, email);
            if (refusal is not null)
            {
                writing.RollBack();
                return refusal;
            }
            await EventStore.AddAsync(writing, session.Value.Act(EventKind.AccountChanged, http, time.GetUtcNow()) with { Detail = username is not null ? "username" : address is not null ? "email" : "displayName" });
            after = (await UserStore.FindAsync(writing, app.Id, before.Id))!;
            return null;
        });
        if (problem is not null) return problem;
        if (email is not null) mailer.Hurry();
        var pending = email is not null && !(before.EmailVerifiedAt is not null && email.Text == before.Email?.Text) ? email.Text : null;
        return TypedResults.Ok(new AccountChanged(
            UserBody.Of(after), [Signal.CurrentUserDetails(app.RpId, after.Handle, UserBody.Of(after).Username, after.DisplayName)], pending));
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
            if (!await UserStore.DeleteAsync(writing, app.Id, user.Id)) return Problem.NotSignedIn;
            await EventStore.AddAsync(writing, session.Value.Act(EventKind.AccountDeleted, http, time.GetUtcNow()));
            return null;
        });
        if (problem is not null) return problem;
        cookie.Delete(http.Response);
        return TypedResults.Ok(new Deleted([Signal.AllAcceptedCredentials(app.RpId, user.Handle, [])]));
    }
}
