using Keystile.Server.Apps;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Sessions;

/// <summary>A session about to begin: its row, and the secrets whose hashes the row will hold. No refresh token where the app's sessions are in cookies alone.</summary>
internal sealed record NewSession(SessionRow Row, string CookieToken, string? RefreshToken)
{
    /// <summary>Writes it, in the transaction of the sign-in that earned it. False where the account is gone or locked.</summary>
    public ValueTask<bool> TryAddAsync(Transaction transaction) =>
        SessionStore.TryAddAsync(transaction, Row, OpaqueToken.Hash(CookieToken), RefreshHash);

    /// <summary>The same as the step of a series.</summary>
    public Step ToAdd() => SessionStore.ToAdd(Row, OpaqueToken.Hash(CookieToken), RefreshHash);

    // Of that type: a bare null would become memory of no bytes.
    private ReadOnlyMemory<byte>? RefreshHash => RefreshToken is null ? default(ReadOnlyMemory<byte>?) : OpaqueToken.Hash(RefreshToken);
}

/// <summary>Begins sessions and hands out their tokens.</summary>
internal sealed class SessionService(AccessTokens accessTokens, RefreshTokens refreshTokens, SessionCookie cookie, TimeProvider time)
{
    /// <summary>A fresh id and fresh secrets at every sign-in: nothing an attacker planted beforehand survives it.</summary>
    public NewSession Begin(App app, Guid user, Guid passkey, AuthenticatorFlags flags, HttpRequest request) =>
        Begin(app, user, AuthenticationProof.ByPasskey(passkey, flags, time.GetUtcNow()), request);

    /// <summary>The same for whatever else was proven.</summary>
    public NewSession Begin(App app, Guid user, AuthenticationProof proof, HttpRequest request)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        return new(
            new()
            {
                Id = id,
                AppId = app.Id,
                UserId = user,
                CredentialId = proof.Passkey,
                Amr = proof.Methods,
                Acr = proof.Class,
                AuthTime = proof.At,
                CreatedAt = now,
                LastSeenAt = now,
                ExpiresAt = now + app.Settings.SessionLifetime,
                IdleExpiresAt = now + app.Settings.SessionIdle,
                UserAgent = Device.Of(request).ToString(),
            },
            OpaqueToken.New(id), app.HasSessionTokens ? refreshTokens.New(id) : null);
    }

    /// <summary>Hands the session to the client, as a cookie and as tokens where it has them. Only after its row is durable.</summary>
    public SessionTokens? Grant(NewSession session, HttpResponse response)
    {
        cookie.Set(response, session.CookieToken, session.Row.ExpiresAt - session.Row.CreatedAt);
        return Tokens(session);
    }

    /// <summary>The session as tokens alone, for a page whose cookie would be another site's.</summary>
    public SessionTokens? Tokens(NewSession session) => session.RefreshToken is null ? null : Tokens(session.Row, session.RefreshToken);

    public SessionTokens Tokens(SessionRow session, string refreshToken) =>
        new(accessTokens.Issue(session), (int)AccessTokens.Lifetime.TotalSeconds, refreshToken);
}

/// <summary>How a passkey proves a person, in the words of RFC 8176 and of OpenID's EAP.</summary>
internal static class AuthenticationMethods
{
    /// <summary>Phishing-resistant: what every passkey is.</summary>
    public const string PhishingResistant = "phr";

    /// <summary>From the flags actually seen, never from what was asked for.</summary>
    public static IReadOnlyList<string> Of(AuthenticatorFlags flags)
    {
        var key = flags.HasFlag(AuthenticatorFlags.BackupEligible) ? "swk" : "hwk";
        return flags.HasFlag(AuthenticatorFlags.UserVerified) ? [key, "user", "mfa"] : [key, "user"];
    }
}
