using Keystile.Server.Accounts;
using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Ceremonies;

/// <summary>Turns a verified registration into an account, a passkey and a session: all of them, or none.</summary>
internal sealed class Registrar(Database database, Challenges challenges, SessionService sessions, TimeProvider time)
{
    /// <param name="http">The request.</param>
    /// <param name="app">Whose account it will be.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="admit">What else must hold for an account to be, in its transaction; null where anybody may.</param>
    public Task<Outcome<Registered>> RegisterAsync(
        HttpContext http, App app, CeremonyAnswer answer, Func<Transaction, UserRow, ValueTask<Problem?>>? admit = null) => challenges.AttemptAsync<Registered>(http, app, answer.Token, async () =>
    {
        var verdict = Verify(app, answer);
        return verdict.IsAccepted ? await StoreAsync(http, app, answer, verdict.Value, admit) : Problem.Of(verdict.Rejection, CeremonyKind.Registration);
    });

    /// <summary>What an earlier answer to the same challenge made, for a client that never heard of it. The user handle was drawn for this one token, so who owns it is proven.</summary>
    public async Task<AlreadyRegistered?> FindEarlierAsync(App app, CeremonyAnswer answer)
    {
        var verdict = Verify(app, answer);
        if (!verdict.IsAccepted) return null;
        var found = await database.LookUpAsync(reading => CredentialStore.FindAsync(reading, app.Id, app.RpId, verdict.Value.Record.Id));
        return found is not null && found.Owner.Handle.Equals(answer.Token.UserHandle)
            ? new(UserBody.Of(found.Owner), PasskeyBody.Of(found.Credential, current: false))
            : null;
    }

    /// <summary>The one way by which a passkey is verified before it is stored, for a new account and for one that is signed in.</summary>
    public static Verdict<VerifiedRegistration> Verify(App app, CeremonyAnswer answer)
    {
        var response = RegistrationResponse.Parse(answer.Credential.Span);
        return response.IsAccepted ? app.RelyingParty.CompleteRegistration(answer.Token.ToRegistration(), response.Value) : response.Rejection;
    }

    private async Task<Outcome<Registered>> StoreAsync(HttpContext http, App app, CeremonyAnswer answer, VerifiedRegistration verified, Func<Transaction, UserRow, ValueTask<Problem?>>? admit)
    {
        var now = time.GetUtcNow();
        var device = Device.Of(http.Request);
        var user = new UserRow
        {
            Id = Guid.CreateVersion7(now),
            AppId = app.Id,
            Handle = answer.Token.UserHandle!,
            Username = Username.TryCreate(answer.Token.UserName),
            DisplayName = answer.Token.DisplayName!,
            CreatedAt = now,
        };
        var passkey = verified.ToRow(Guid.CreateVersion7(now), user.Id, answer.Name ?? PasskeyNames.Of(verified.Aaguid, device), now, device.ToString());
        var session = sessions.Begin(app, user.Id, passkey.Id, verified.Flags, http.Request);
        var act = new EventRow(EventKind.Registered, app.Id, now) { UserId = user.Id, SessionId = session.Row.Id, CredentialId = passkey.Id, Device = passkey.CreatedFrom };
        var problem = await database.WriteAsync<Problem?>(async writing =>
        {
            if (!await Challenges.TrySpendAsync(writing, answer.Token)) return Problem.ChallengeUsed;
            // A passkey whose account will not be is of no use: the password manager hears so and drops it.
            var refusal = await UserStore.TryAddAsync(writing, user) != UserOutcome.Done ? Problem.UsernameTaken with { Signals = [Signal.UnknownCredential(app.RpId, verified.Record.Id)] }
                : admit is not null && await admit(writing, user) is { } barred ? barred with { Signals = [Signal.UnknownCredential(app.RpId, verified.Record.Id)] }
                : !await CredentialStore.TryAddAsync(writing, app.Id, passkey.Id, user.Id, verified, passkey.Name, app.Settings.PasskeysPerUser, now, passkey.CreatedFrom)
                    ? Problem.Of(Rejection.CredentialAlreadyRegistered, CeremonyKind.Registration)
                : !await session.TryAddAsync(writing) ? Problem.AccountLocked
                : null;
            if (refusal is not null) writing.RollBack();
            else await EventStore.AddAsync(writing, act);
            return refusal;
        });
        if (problem is not null) return problem;
        return new Registered(UserBody.Of(user), PasskeyBody.Of(passkey, current: true), sessions.Grant(session, http.Response));
    }
}
