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
        Step[] series =
        [
            Challenges.ToSpend(answer.Token),
            UserStore.ToAdd(user),
            CredentialStore.ToAdd(app.Id, passkey.Id, user.Id, verified, passkey.Name, app.Settings.PasskeysPerUser, now, passkey.CreatedFrom),
            session.ToAdd(),
            EventStore.ToAdd(act),
        ];
        var problem = admit is null ? WhyNot(app, verified, await database.TryWriteAsync(series)) : await database.WriteAsync(async writing =>
        {
            if (await writing.TryAsync(series) is { } stopped) return WhyNot(app, verified, stopped);
            var barred = await admit(writing, user);
            if (barred is null) return null;
            writing.RollBack();
            return Useless(app, verified, barred);
        });
        if (problem is not null) return problem;
        return new Registered(UserBody.Of(user), PasskeyBody.Of(passkey, current: true), sessions.Grant(session, http.Response));
    }

    /// <summary>Which step of the series changed nothing, and what that means.</summary>
    private static Problem? WhyNot(App app, VerifiedRegistration verified, int? stopped) => stopped switch
    {
        null => null,
        0 => Problem.ChallengeUsed,
        1 => Useless(app, verified, Problem.UsernameTaken),
        2 => Problem.Of(Rejection.CredentialAlreadyRegistered, CeremonyKind.Registration),
        _ => throw new InvalidOperationException("A session and an event are always added."),
    };

    /// <summary>A passkey whose account will not be is of no use: the password manager hears so and drops it.</summary>
    private static Problem Useless(App app, VerifiedRegistration verified, Problem problem) => problem with { Signals = [Signal.UnknownCredential(app.RpId, verified.Record.Id)] };
}
