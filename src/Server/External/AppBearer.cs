using System.Security.Cryptography;
using System.Text;
using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Passwordless;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.External;

/// <summary>Signs in whoever shows a token of the app's own identity provider: that is how a site which signed somebody in with Google connects a passkey here.</summary>
/// <remarks>Each token is a session of its own, so that it can be listed, ended, and bound to a ceremony like any other. The token is spent when its session begins: one that was ended does not begin again.</remarks>
internal sealed class AppBearer(Database database, ForeignTokens tokens, SecurityEpoch epoch, TimeProvider time)
{
    /// <summary>The live session of a token, begun where it comes for the first time; null where it is not good, or its session has ended.</summary>
    public async ValueTask<SessionWithUser?> FindAsync(App app, string token, HttpRequest request)
    {
        if (app.Settings.TokenIssuer is not { } trusted) return null;
        if (await tokens.ReadAsync(token, new(trusted.Issuer, trusted.Audience, trusted.JwksUrl)) is not { } claims) return null;
        if (claims.Text(trusted.UserClaim) is not { } userId || UserHandle.TryCreate(Encoding.UTF8.GetBytes(userId)) is not { } handle || claims.Time("exp") is not { } expiry) return null;
        var now = time.GetUtcNow();
        if (expiry <= now) return null;
        // What is signed, not how: whoever writes another signature over it that holds has no other token. And no plain hash, which is a cookie's.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"bearer {app.Id} {token[..token.LastIndexOf('.')]}"));
        return await database.LookUpAsync(reading => SessionStore.FindByTokenAsync(reading, app.Id, IdOf(hash), hash, now))
            ?? await database.WriteAsync(writing => BeginAsync(writing, app, claims, handle, hash, expiry, now, Device.Of(request)));
    }

    private async ValueTask<SessionWithUser?> BeginAsync(
        Transaction writing, App app, ForeignClaims claims, UserHandle handle, byte[] hash, DateTimeOffset expiry, DateTimeOffset now, Device device)
    {
        if (!await ChallengeLedger.TrySpendAsync(writing, hash, SpentKind.External, expiry, epoch.Current)) return await SessionStore.FindByTokenAsync(writing, app.Id, IdOf(hash), hash, now);
        var user = await FindOrMakeAsync(writing, app, claims, handle, now);
        var issued = claims.Time("auth_time") ?? claims.Time("iat") ?? now;
        var session = new SessionRow
        {
            Id = IdOf(hash),
            AppId = app.Id,
            UserId = user.Id,
            Amr = AuthenticationProof.Federation,
            AuthTime = issued < now ? issued : now,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = Earlier(expiry, now + app.Settings.SessionLifetime),
            IdleExpiresAt = Earlier(expiry, now + app.Settings.SessionIdle),
            UserAgent = device.ToString(),
        };
        if (await SessionStore.TryAddAsync(writing, session, hash, refreshHash: null)) return new(session, user);
        writing.RollBack();
        return null;
    }

    /// <summary>The app's user of that id, the same as the passkey service's; the app's identity provider may make one.</summary>
    private static async ValueTask<UserRow> FindOrMakeAsync(Transaction writing, App app, ForeignClaims claims, UserHandle handle, DateTimeOffset now)
    {
        var user = new UserRow
        {
            Id = Guid.CreateVersion7(now),
            AppId = app.Id,
            Handle = handle,
            DisplayName = DisplayText.TryParse(claims.Text("name") ?? "") ?? DisplayText.TryParse(claims.Text("email") ?? "") ?? ServiceUsers.IdOf(handle),
            CreatedAt = now,
        };
        if (await UserStore.TryAddAsync(writing, user) != UserOutcome.Done) return (await UserStore.FindByHandleAsync(writing, app.Id, handle))!;
        await EventStore.AddAsync(writing, new(EventKind.AccountCreated, app.Id, now) { UserId = user.Id, Detail = "token_issuer" });
        return user;
    }

    /// <summary>The session's id follows from the token, which carries none of ours.</summary>
    private static Guid IdOf(ReadOnlySpan<byte> hash) => new(hash[..16], bigEndian: true);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
