using Keystile.Server.Apps;
using Keystile.Server.Sessions;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Tests;

/// <summary>A person whom something else than a passkey signed in: an account without any, and a session by cookie.</summary>
internal static class Guest
{
    public static async Task<(Browser Browser, UserRow User)> ArriveAsync(TestServer server, string username, string? email = null)
    {
        var now = server.Clock.GetUtcNow();
        var user = new UserRow
        {
            Id = Guid.CreateVersion7(now),
            AppId = "home",
            Handle = UserHandle.NewRandom(),
            Username = Username.TryCreate(username),
            Email = EmailAddress.TryCreate(email),
            DisplayName = username,
            CreatedAt = now,
        };
        (await server.Database.WriteAsync(writing => UserStore.TryAddAsync(writing, user))).ShouldBe(UserOutcome.Done);
        return (await ArriveAsync(server, user), user);
    }

    /// <summary>The same person on another device.</summary>
    public static async Task<Browser> ArriveAsync(TestServer server, UserRow user)
    {
        var now = server.Clock.GetUtcNow();
        var session = new SessionRow
        {
            Id = Guid.CreateVersion7(now),
            AppId = "home",
            UserId = user.Id,
            Amr = ["otp"],
            AuthTime = now,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + AppSettings.Default.SessionLifetime,
            IdleExpiresAt = now + AppSettings.Default.SessionIdle,
        };
        var token = OpaqueToken.New(session.Id);
        (await server.Database.WriteAsync(writing => SessionStore.TryAddAsync(writing, session, OpaqueToken.Hash(token), null))).ShouldBeTrue();
        return new Browser(server) { Cookie = "keystile=" + token };
    }
}
