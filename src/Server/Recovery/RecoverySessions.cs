using Keystile.Server.Accounts;
using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Mail;
using Keystile.Server.Sessions;
using Keystile.Storage;

namespace Keystile.Server.Recovery;

/// <summary>A recovery session about to begin: its row, and the secret whose hash the row will hold.</summary>
internal sealed record NewRecovery(SessionRow Row, UserRow User, string Token);

/// <summary>Sessions that can do nothing but add a passkey, see whose account it is, and end. <see cref="SessionReader"/> holds them to that.</summary>
/// <remarks>They get no access token, which others would take for a sign-in, and no refresh token: the opaque secret is all there is.</remarks>
internal sealed class RecoverySessions(SessionCookie cookie, Notices notices, TimeProvider time)
{
    public const string Prefix = "recovery_";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>What the session proves: something that was good once. No passkey, so nothing that is resistant to phishing.</summary>
    private static readonly IReadOnlyList<string> Methods = ["otp"];

    /// <summary>Opens one and tells the account, in the transaction that used the code or link up. Null where the account is gone or locked.</summary>
    public async ValueTask<NewRecovery?> TryOpenAsync(Transaction writing, HttpRequest request, App app, UserRow user, string by)
    {
        var now = time.GetUtcNow();
        var device = Device.Of(request).ToString();
        var row = new SessionRow
        {
            Id = Guid.CreateVersion7(now),
            AppId = app.Id,
            UserId = user.Id,
            Amr = Methods,
            AuthTime = now,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + Lifetime,
            IdleExpiresAt = now + Lifetime,
            UserAgent = device,
            Recovery = by,
        };
        var opened = new NewRecovery(row, user, Prefix + OpaqueToken.New(row.Id));
        if (!await SessionStore.TryAddAsync(writing, row, OpaqueToken.Hash(opened.Token), null)) return null;
        await EventStore.AddAsync(writing, new(EventKind.RecoveryUsed, app.Id, now) { UserId = user.Id, SessionId = row.Id, Device = device, Detail = by });
        await notices.PostAsync(writing, app, user, MailKind.RecoveryUsed, request);
        return opened;
    }

    /// <summary>Hands the session to the client, as a cookie and, where the app's sessions have tokens, as a bearer token. Only after its row is durable.</summary>
    public RecoveryBegun Grant(App app, NewRecovery opened, HttpResponse response)
    {
        cookie.Set(response, opened.Token, Lifetime);
        return new(UserBody.Of(opened.User), app.HasSessionTokens ? new(opened.Token, (int)Lifetime.TotalSeconds) : null);
    }

    /// <summary>The passkey is there: whatever else was opened to recover the account is over, and every other session where the person says so.</summary>
    public static async ValueTask FinishAsync(Transaction writing, App app, LiveSession session, bool endOthers)
    {
        await AccountLinkStore.RemoveAsync(writing, app.Id, session.User.Id, LinkPurpose.Recovery);
        await AccountLinkStore.RemoveAsync(writing, app.Id, session.User.Id, LinkPurpose.Operator);
        if (endOthers) await SessionStore.EndAllAsync(writing, app.Id, session.User.Id);
        else await SessionStore.EndRecoveriesAsync(writing, app.Id, session.User.Id);
    }
}
