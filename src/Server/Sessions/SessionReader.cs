using System.Text;
using Keystile.Server.Apps;
using Keystile.Server.External;
using Keystile.Server.Protection;
using Keystile.Server.Recovery;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Sessions;

/// <summary>The live session that a request proves, by header or by cookie, never by both.</summary>
internal sealed record LiveSession(SessionRow Row, UserRow User, bool ByCookie);

/// <summary>Finds a request's session. The database is asked every time: what was ended is over at the next request.</summary>
internal sealed class SessionReader(Database database, AccessTokens accessTokens, AppBearer bearer, SessionCookie cookie, TimeProvider time)
{
    private const string Bearer = "Bearer ";

    /// <summary>The session, or why there is none. An unsafe method with the cookie must come from the app's own page.</summary>
    public async ValueTask<Outcome<LiveSession>> ReadAsync(HttpContext http, App app)
    {
        var found = await FindAsync(http, app);
        if (found is null) return Problem.NotSignedIn;
        if (found.Row.Recovery is not null && http.GetEndpoint()?.Metadata.GetMetadata<OpenToRecovery>() is null) return Problem.RecoverySession;
        if (found.ByCookie && !HttpMethods.IsGet(http.Request.Method) && RequestOrigin.CheckWithCookie(http, app) is { } problem) return problem;
        if (!found.Row.WantsTouch(time.GetUtcNow())) return found;
        var now = time.GetUtcNow();
        await database.WriteAsync(writing => SessionStore.TouchAsync(writing, app.Id, found.Row.Id, now, now + app.Settings.SessionIdle));
        return found;
    }

    private async ValueTask<LiveSession?> FindAsync(HttpContext http, App app)
    {
        var now = time.GetUtcNow();
        var authorization = http.Request.Headers.Authorization;
        if (authorization.Count > 0)
        {
            // Whoever sends the header means it; a bad one never falls back on the cookie.
            if (authorization.Count != 1 || authorization[0] is not { } text || !text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return null;
            var bare = text[Bearer.Length..];
            if (bare.StartsWith(RecoverySessions.Prefix, StringComparison.Ordinal)) return await FindByRecoveryAsync(app, bare, now);
            if (accessTokens.Read(app, Encoding.UTF8.GetBytes(bare)) is not { } token) return Of(await bearer.FindAsync(app, bare, http.Request), byCookie: false);
            return Of(await database.LookUpAsync(reading => SessionStore.FindAsync(reading, app.Id, token.Session, now)), byCookie: false);
        }
        return cookie.Read(http.Request) is { } secret ? Of(await FindBySecretAsync(app, secret, now), byCookie: true) : null;
    }

    /// <summary>A secret that only recovery sessions have as a bearer token: one of a cookie stays a cookie's.</summary>
    private async ValueTask<LiveSession?> FindByRecoveryAsync(App app, string secret, DateTimeOffset now)
    {
        if (!app.HasSessionTokens) return null;
        var found = await FindBySecretAsync(app, secret, now);
        return found?.Session.Recovery is null ? null : Of(found, byCookie: false);
    }

    private async ValueTask<SessionWithUser?> FindBySecretAsync(App app, string secret, DateTimeOffset now)
    {
        var token = secret.StartsWith(RecoverySessions.Prefix, StringComparison.Ordinal) ? secret[RecoverySessions.Prefix.Length..] : secret;
        if (OpaqueToken.SessionOf(token) is not { } session) return null;
        var hash = OpaqueToken.Hash(secret);
        return await database.LookUpAsync(reading => SessionStore.FindByTokenAsync(reading, app.Id, session, hash, now));
    }

    private static LiveSession? Of(SessionWithUser? found, bool byCookie) => found is null ? null : new(found.Session, found.User, byCookie);
}
