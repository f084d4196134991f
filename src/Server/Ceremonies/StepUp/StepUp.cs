using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Observability;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Ceremonies;

/// <summary>Turns a verified assertion by a passkey of the session's own account into a raised session. Nothing else raises one.</summary>
internal sealed class StepUp(Database database, Challenges challenges, SessionCookie cookie, SecurityEpoch epoch, TimeProvider time, ILogger<StepUp> log)
{
    public Task<Outcome<WhoAmI>> RaiseAsync(HttpContext http, App app, SignedInAnswer answer) =>
        challenges.AttemptAsync(http, app, answer.Token, () => VerifyAndStoreAsync(http, app, answer), answer.Session);

    private async Task<Outcome<WhoAmI>> VerifyAndStoreAsync(HttpContext http, App app, SignedInAnswer answer)
    {
        var response = AuthenticationResponse.Parse(answer.Ceremony.Credential.Span);
        if (!response.IsAccepted) return Problem.Of(response.Rejection, CeremonyKind.Authentication);
        var found = await database.LookUpAsync(reading => CredentialStore.FindAsync(reading, app.Id, app.RpId, response.Value.Id));
        var verdict = epoch.PartyFor(app, found?.Credential).CompleteAuthentication(answer.Token.ToAuthentication(), response.Value, found?.Credential.Record);
        if (!verdict.IsAccepted) return Authenticator.Refusal(app, verdict.Rejection, response.Value.Id);
        if (Authenticator.Barred(found!) is { } barred) return barred;

        var verified = verdict.Value;
        if (verified.SignCountRegressed) log.SignCountRegressed(http.TraceIdentifier);
        var now = time.GetUtcNow();
        var raised = answer.Session.Row with
        {
            AuthTime = now,
            StepUpUntil = now + RaisedSession.Lifetime,
            StepUpPurpose = answer.Token.Purpose,
            Amr = AuthenticationMethods.Of(verified.Flags),
            Acr = AuthenticationMethods.PhishingResistant,
        };
        // Whoever copied the cookie before is left behind: the raised session answers to a fresh one.
        var secret = answer.Session.ByCookie ? OpaqueToken.New(answer.Session.Row.Id) : null;
        var hash = secret is null ? (ReadOnlyMemory<byte>?)null : OpaqueToken.Hash(secret);
        var from = Device.Of(http.Request).ToString();
        var act = answer.Session.Act(EventKind.SteppedUp, http, now) with { CredentialId = found!.Credential.Id, Detail = raised.StepUpPurpose };
        var stopped = await database.TryWriteAsync([
            Challenges.ToSpend(answer.Token),
            CredentialStore.ToAdvance(app.Id, app.RpId, verified, initializeUserVerification: false, now, from),
            SessionStore.ToRaise(raised, hash),
            EventStore.ToAdd(act),
            .. Authenticator.Regressed(verified, act)]);
        if (stopped is not null) return stopped == 0 ? Problem.ChallengeUsed : stopped == 1 ? await Authenticator.WhyNotAsync(database, app, verified.CredentialId) : Problem.NotSignedIn;
        if (secret is not null) cookie.Set(http.Response, secret, raised.ExpiresAt - now);
        return new WhoAmI(UserBody.Of(answer.Session.User), SessionBody.Of(raised, now));
    }
}
