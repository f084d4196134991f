using Keystile.Server.Apps;
using Keystile.Server.Observability;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Ceremonies;

/// <summary>Turns a verified assertion into a session: one read, the verdict, one write that spends, counts and opens together.</summary>
internal sealed class Authenticator(Database database, Challenges challenges, SessionService sessions, Decoys decoys, SecurityEpoch epoch, TimeProvider time, ILogger<Authenticator> log)
{
    public Task<Outcome<Authenticated>> AuthenticateAsync(HttpContext http, App app, CeremonyAnswer answer) =>
        challenges.AttemptAsync(http, app, answer.Token, () => VerifyAndStoreAsync(http, app, answer));

    private async Task<Outcome<Authenticated>> VerifyAndStoreAsync(HttpContext http, App app, CeremonyAnswer answer)
    {
        var response = AuthenticationResponse.Parse(answer.Credential.Span);
        if (!response.IsAccepted) return Problem.Of(response.Rejection, CeremonyKind.Authentication);
        var passkeys = await database.LookUpAsync(reading => CredentialStore.ListSiblingsAsync(reading, app.Id, app.RpId, response.Value.Id));
        var found = passkeys.FirstOrDefault(passkey => passkey.Credential.Record.Id.Equals(response.Value.Id));

        // A name that nobody has was given a decoy; its "passkey" must fail where a real one with a bad signature fails, and as late.
        var record = found?.Credential.Record ?? (answer.Token.UserHandle is { } handle ? decoys.Record(response.Value.Id, handle) : null);
        var verdict = epoch.PartyFor(app, found?.Credential).CompleteAuthentication(answer.Token.ToAuthentication(), response.Value, record);
        if (verdict.Rejection == Rejection.UnknownCredential && await database.LookUpAsync(reading => CredentialStore.IsKnownAsync(reading, app.RpId, response.Value.Id)))
        {
            return Problem.Of(verdict.Rejection, CeremonyKind.Authentication); // another app's at the same RP ID: it must stay where it is
        }
        if (!verdict.IsAccepted) return Refusal(app, verdict.Rejection, response.Value.Id);
        if (found is null) return Refusal(app, Rejection.SignatureInvalid, response.Value.Id);
        if (Barred(found) is { } barred) return barred;

        var verified = verdict.Value;
        if (verified.SignCountRegressed) log.SignCountRegressed(http.TraceIdentifier);
        var now = time.GetUtcNow();
        var from = Device.Of(http.Request).ToString();
        var session = sessions.Begin(app, found.Owner.Id, found.Credential.Id, verified.Flags, http.Request);
        var act = new EventRow(EventKind.SignedIn, app.Id, now) { UserId = found.Owner.Id, SessionId = session.Row.Id, CredentialId = found.Credential.Id, Device = from };
        var stopped = await database.TryWriteAsync([
            Challenges.ToSpend(answer.Token),
            CredentialStore.ToAdvance(app.Id, app.RpId, verified, initializeUserVerification: false, now, from),
            session.ToAdd(),
            EventStore.ToAdd(act),
            .. Regressed(verified, act)]);
        if (stopped is not null) return stopped == 0 ? Problem.ChallengeUsed : await WhyNotAsync(database, app, verified.CredentialId);
        return new Authenticated(
            UserBody.Of(found.Owner), PasskeyBody.Of(found.Credential.UsedBy(verified, now, from), current: true),
            sessions.Grant(session, http.Response), Signals(app, found.Owner, passkeys.Select(passkey => passkey.Credential.Record.Id)));
    }

    /// <summary>Only a credential that no user of the app has is called unknown to the password manager; that is final, so nothing less may cause it.</summary>
    public static Problem Refusal(App app, Rejection rejection, CredentialId credential)
    {
        var problem = Problem.Of(rejection, CeremonyKind.Authentication);
        return rejection == Rejection.UnknownCredential ? problem with { Signals = [Signal.UnknownCredential(app.RpId, credential)] } : problem;
    }

    /// <summary>Why an account or a passkey that verifies may not sign in all the same.</summary>
    public static Problem? Barred(CredentialWithOwner found) =>
        found.Owner.LockedAt is not null ? Problem.AccountLocked : found.Credential.DisabledAt is not null ? Problem.PasskeyDisabled : null;

    /// <summary>The event more of a counter that sank where the policy lets it pass.</summary>
    public static Step[] Regressed(VerifiedAuthentication verified, EventRow act) =>
        verified.SignCountRegressed ? [EventStore.ToAdd(act with { Kind = EventKind.SignCountRegressed, Detail = null })] : [];

    /// <summary>What changed between our read and our write.</summary>
    public static async ValueTask<Problem> WhyNotAsync(Database database, App app, CredentialId id)
    {
        var (now, isLocked) = await database.LookUpAsync(async reading =>
            (await CredentialStore.FindAsync(reading, app.Id, app.RpId, id), await AppStore.FindAsync(reading, app.Id) is { LockedAt: not null }));
        return isLocked ? Problem.AppLocked
            : now is null ? Refusal(app, Rejection.UnknownCredential, id)
            : Barred(now) ?? Problem.Of(Rejection.SignCountNotIncreased, CeremonyKind.Authentication);
    }

    /// <summary>What the password manager should hear of an account: the passkeys that are good, and its names.</summary>
    public static IReadOnlyList<Signal> Signals(App app, UserRow user, IEnumerable<CredentialId> passkeys) =>
    [
        Signal.AllAcceptedCredentials(app.RpId, user.Handle, [.. passkeys]),
        Signal.CurrentUserDetails(app.RpId, user.Handle, UserBody.Of(user).Username, user.DisplayName),
    ];
}
