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

/// <summary>The passkeys of the account that is signed in: list, rename, delete. Another account's are not there.</summary>
internal static class PasskeyListEndpoints
{
    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/passkeys", List);
        routes.MapPatch("/api/passkeys/{id:guid}", Rename);
        routes.MapDelete("/api/passkeys/{id:guid}", Delete);
    }

    private static async Task<Results<Ok<PasskeyList>, Problem>> List(HttpContext http, AppDirectory apps, SessionReader sessions, Database database)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var passkeys = await database.ReadAsync(reading => CredentialStore.ListAsync(reading, app.Id, session.Value.User.Id));
        return TypedResults.Ok(new PasskeyList([.. passkeys.Select(passkey => Body(passkey, session.Value))], null, Authenticator.Signals(app, session.Value.User, passkeys.Select(passkey => passkey.Record.Id))));
    }

    private static async Task<Results<Ok<PasskeyBody>, Problem>> Rename(
        HttpContext http, Guid id, AppDirectory apps, SessionReader sessions, Database database, TimeProvider time)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "name");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("name", out var text) is { } wrongName) return wrongName;
        if (DisplayText.TryParse(text) is not { Length: <= PasskeyNames.Longest } name) return Problem.InvalidName with { Detail = "A passkey's name has at most 64 characters." };
        var renamed = await database.WriteAsync(async writing =>
        {
            if (!await CredentialStore.RenameAsync(writing, app.Id, session.Value.User.Id, id, name)) return null;
            await EventStore.AddAsync(writing, session.Value.Act(EventKind.PasskeyRenamed, http, time.GetUtcNow()) with { CredentialId = id });
            return (await CredentialStore.ListAsync(writing, app.Id, session.Value.User.Id)).Single(passkey => passkey.Id == id);
        });
        return renamed is null ? Problem.NotFound : TypedResults.Ok(Body(renamed, session.Value));
    }

    private static async Task<Results<Ok<Deleted>, Problem>> Delete(
        HttpContext http, Guid id, bool? force, AppDirectory apps, SessionReader sessions, Database database, SessionCookie cookie, Notices notices, TimeProvider time)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var user = session.Value.User;
        var (problem, left) = await database.WriteAsync(async writing =>
        {
            if (await RaisedSession.CheckAsync(writing, app, session.Value, time.GetUtcNow()) is { } barred) return (barred, []);
            var name = (await CredentialStore.ListAsync(writing, app.Id, user.Id)).FirstOrDefault(passkey => passkey.Id == id)?.Name;
            var deleted = await CredentialStore.DeleteAsync(writing, app.Id, user.Id, id, evenIfLast: force == true);
            var passkeys = await CredentialStore.ListAsync(writing, app.Id, user.Id);
            if (deleted)
            {
                await EventStore.AddAsync(writing, session.Value.Act(EventKind.PasskeyDeleted, http, time.GetUtcNow()) with { CredentialId = id });
                await notices.PostAsync(writing, app, user, MailKind.PasskeyRemoved, http.Request, name ?? "");
                return ((Problem?)null, passkeys);
            }
            return (passkeys.Any(passkey => passkey.Id == id) ? Problem.LastCredential : Problem.NotFound, passkeys);
        });
        if (problem is not null) return problem;
        // The sessions that the passkey made went with it, and this one may be among them.
        if (session.Value.Row.CredentialId == id) cookie.Delete(http.Response);
        return TypedResults.Ok(new Deleted([Signal.AllAcceptedCredentials(app.RpId, user.Handle, [.. left.Select(passkey => passkey.Record.Id)])]));
    }

    private static PasskeyBody Body(CredentialRow passkey, LiveSession session) => PasskeyBody.Of(passkey, current: passkey.Id == session.Row.CredentialId);
}
