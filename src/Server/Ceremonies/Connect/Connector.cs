using Keystile.Server.Accounts;
using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Mail;
using Keystile.Server.Protection;
using Keystile.Server.Recovery;
using Keystile.Server.Sessions;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Ceremonies;

/// <summary>Turns a verified registration into a passkey more for the account that is signed in. No session begins or changes; one that recovered the account is over.</summary>
internal sealed class Connector(Database database, Challenges challenges, Notices notices, TimeProvider time)
{
    public async Task<Outcome<Connected>> ConnectAsync(HttpContext http, App app, SignedInAnswer answer)
    {
        var outcome = await challenges.AttemptAsync<Connected>(http, app, answer.Token, async () =>
        {
            var verdict = Registrar.Verify(app, answer.Ceremony);
            return verdict.IsAccepted ? await StoreAsync(http, app, answer, verdict.Value) : Problem.Of(verdict.Rejection, CeremonyKind.Registration);
        }, answer.Session);
        return outcome.IsGood ? outcome : await WithSignalAsync(app, answer, outcome.Problem);
    }

    /// <summary>How many passkeys the account may have after this. One that is recovered always gets its new one: those it has may all be lost, and no other session can delete them.</summary>
    public static int MostOf(App app, SessionRow session, int passkeys) =>
        session.Recovery is null ? app.Settings.PasskeysPerUser : Math.Max(app.Settings.PasskeysPerUser, passkeys + 1);

    private async Task<Outcome<Connected>> StoreAsync(HttpContext http, App app, SignedInAnswer answer, VerifiedRegistration verified)
    {
        var now = time.GetUtcNow();
        var device = Device.Of(http.Request);
        var user = answer.Session.User.Id;
        var name = answer.Ceremony.Name ?? PasskeyNames.Of(verified.Aaguid, device);
        var passkey = verified.ToRow(Guid.CreateVersion7(now), user, name, now, device.ToString());
        var problem = await database.WriteAsync<Problem?>(async writing =>
        {
            if (!await Challenges.TrySpendAsync(writing, answer.Token)) return Problem.ChallengeUsed;
            // Held from here on, so that of two at once the later one counts the earlier and is named after it.
            var siblings = await CredentialStore.HoldAsync(writing, app.Id, user);
            if (answer.Ceremony.Name is null) passkey = passkey with { Name = PasskeyNames.Among(name, siblings.Select(sibling => sibling.Name)) };
            var refusal = await BarredAsync(writing, app, answer, siblings.Count, now);
            if (refusal is null && !await CredentialStore.TryAddAsync(writing, app.Id, passkey.Id, user, verified, passkey.Name, MostOf(app, answer.Session.Row, siblings.Count), now, passkey.CreatedFrom))
            {
                refusal = Problem.Of(Rejection.CredentialAlreadyRegistered, CeremonyKind.Registration);
            }
            if (refusal is not null) writing.RollBack();
            else await TellAsync(writing, http, app, answer, passkey);
            return refusal;
        });
        return problem is null ? new Connected(PasskeyBody.Of(passkey, current: false)) : problem;
    }

    private async ValueTask TellAsync(Transaction writing, HttpContext http, App app, SignedInAnswer answer, CredentialRow passkey)
    {
        await EventStore.AddAsync(writing, answer.Session.Act(EventKind.PasskeyConnected, http, time.GetUtcNow()) with { CredentialId = passkey.Id });
        await notices.PostAsync(writing, app, answer.Session.User, MailKind.PasskeyAdded, http.Request, passkey.Name);
        if (answer.Session.Row.Recovery is not null) await RecoverySessions.FinishAsync(writing, app, answer.Session, answer.Ceremony.EndOthers);
    }

    /// <summary>What changed since the ceremony began: the session ended, or a first passkey came that a session never raised may not join.</summary>
    private static async ValueTask<Problem?> BarredAsync(Transaction writing, App app, SignedInAnswer answer, int passkeys, DateTimeOffset now)
    {
        if (await SessionStore.FindAsync(writing, app.Id, answer.Session.Row.Id, now) is not { } live) return Problem.NotSignedIn;
        if (passkeys >= MostOf(app, live.Session, passkeys)) return Problem.PasskeyLimit;
        return passkeys == 0 || live.Session.MayEnrol(DateTimeOffset.FromUnixTimeSeconds(answer.Token.IssuedAt)) ? null : Problem.StepUpRequired;
    }

    /// <summary>The browser has made the passkey already. Where no account got it, the password manager is told to drop it.</summary>
    private async Task<Problem> WithSignalAsync(App app, SignedInAnswer answer, Problem problem)
    {
        var response = RegistrationResponse.Parse(answer.Ceremony.Credential.Span);
        if (!response.IsAccepted) return problem;
        var id = response.Value.Id;
        var kept = await database.LookUpAsync(reading => CredentialStore.FindAsync(reading, app.Id, app.RpId, id));
        return kept is null ? problem with { Signals = [Signal.UnknownCredential(app.RpId, id)] } : problem;
    }
}
