using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Storage;

namespace Keystile.Server.Sessions;

/// <summary>When a session may do what a stolen one must not: add a passkey to an account that has one, delete one.</summary>
internal static class RaisedSession
{
    /// <summary>How long a step-up holds, and how long a sign-in by passkey counts as one.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    extension(SessionRow session)
    {
        /// <summary>Whether it is raised at <paramref name="time"/>. A session that something weaker than a passkey opened is not, however young.</summary>
        public bool IsRaised(DateTimeOffset time) =>
            session.StepUpUntil > time || (session.Acr == AuthenticationMethods.PhishingResistant && session.CreatedAt + Lifetime > time);

        /// <summary>Whether it may add a passkey to an account that has one: it is raised, or that is all it is there for.</summary>
        public bool MayEnrol(DateTimeOffset time) => session.Recovery is not null || session.IsRaised(time);
    }

    /// <summary>Why the session may not, read anew in the transaction that acts: it ended, or it is not raised and the account has a passkey to raise it by.</summary>
    public static async ValueTask<Problem?> CheckAsync(Transaction writing, App app, LiveSession session, DateTimeOffset now)
    {
        if (await SessionStore.FindAsync(writing, app.Id, session.Row.Id, now) is not { } live) return Problem.NotSignedIn;
        if (live.Session.IsRaised(now)) return null;
        var passkeys = await CredentialStore.ListAsync(writing, app.Id, live.User.Id);
        return passkeys.Count == 0 ? null : Problem.StepUpRequired;
    }
}
