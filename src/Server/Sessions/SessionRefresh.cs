using Keystile.Server.Accounts;
using Keystile.Server.Apps;
using Keystile.Server.Mail;
using Keystile.Storage;

namespace Keystile.Server.Sessions;

/// <summary>Rotates refresh tokens. One use each; a second use shows that two hold the token, and ends the session for both.</summary>
internal sealed class SessionRefresh(Database database, SessionService sessions, RefreshTokens refreshTokens, Notices notices, TimeProvider time)
{
    /// <summary>Fresh tokens for a refresh token, or none.</summary>
    public async Task<(RefreshOutcome Outcome, SessionTokens? Tokens)> RotateAsync(HttpRequest request, App app, string token)
    {
        if (refreshTokens.SessionOf(token) is not { } id) return (RefreshOutcome.Unknown, null);
        var next = refreshTokens.New(id);
        var now = time.GetUtcNow();
        var (presented, following) = (OpaqueToken.Hash(token), OpaqueToken.Hash(next));
        var (outcome, session) = await database.WriteAsync(async writing =>
        {
            if (await SessionStore.FindAsync(writing, app.Id, id, now) is not { } live) return (RefreshOutcome.Unknown, null);
            var rotation = await SessionStore.RotateRefreshAsync(writing, app.Id, id, presented, following, now, now + app.Settings.SessionIdle);
            if (rotation == RefreshOutcome.Rotated) return (rotation, live.Session);
            if (rotation == RefreshOutcome.Unknown) return (rotation, null);
            await EventStore.AddAsync(writing, new(EventKind.RefreshTokenReused, app.Id, now) { UserId = live.User.Id, SessionId = id, Device = live.Session.UserAgent });
            await notices.PostAsync(writing, app, live.User, MailKind.RefreshReused, request);
            return (rotation, (SessionRow?)null);
        });
        return (outcome, session is null ? null : sessions.Tokens(session, next));
    }

    /// <summary>Fresh tokens for a session that its cookie proves.</summary>
    public async Task<SessionTokens> ReplaceAsync(App app, SessionRow session)
    {
        var next = refreshTokens.New(session.Id);
        var now = time.GetUtcNow();
        await database.WriteAsync(writing => SessionStore.ReplaceRefreshAsync(writing, app.Id, session.Id, OpaqueToken.Hash(next), now, now + app.Settings.SessionIdle));
        return sessions.Tokens(session, next);
    }
}
