using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Observability;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Passwordless;

/// <summary>A page signs a user in: the one it names, the one its backend named, or whose passkey is picked.</summary>
internal sealed class ServiceSignIn(
    AppDirectory apps, RateLimiter limiter, ServiceTokens tokens, AliasKeys keys, Database database, Challenges challenges, Decoys decoys, SecurityEpoch epoch, TimeProvider time, ILogger<ServiceSignIn> log)
{
    public async Task<Results<Ok<ServiceSignInBegun>, Problem>> BeginAsync(HttpContext http)
    {
        var app = apps.Of(http);
        var read = await ServiceBody.ReadFromPageAsync(http, app, limiter, RateLimit.BeginByAddress, "userId", "alias", "token", "purpose");
        if (!read.IsGood) return read.Problem;
        var body = read.Value;
        if (body.UserId("userId", out var user) is { } wrongUser) return wrongUser;
        if (body.Text("alias", out var alias) is { } wrongAlias) return wrongAlias;
        if (body.Text("token", out var text) is { } wrongToken) return wrongToken;
        if (body.Text("purpose", out var named) is { } wrongPurpose) return wrongPurpose;
        if (Purpose.Find(app, named) is not { } purpose) return Problem.UnknownPurpose;
        SignInToken? token = null;
        if (!string.IsNullOrEmpty(text))
        {
            var opened = tokens.Open(app, TokenKinds.SignIn, text);
            if (!opened.IsGood) return opened.Problem;
            token = opened.Value;
            user = token.User;
        }

        RequestOrigin.Check(http, app, out var origin);
        var moment = user is null && string.IsNullOrEmpty(alias) ? Task.CompletedTask : EvenTime.Moment();
        var request = new AuthenticationRequest { Origin = origin, UserVerification = app.AtLeast(purpose.UserVerification), Hints = purpose.Hints };
        if (user is not null)
        {
            var known = await database.LookUpAsync(reading => ServiceUsers.CredentialsAsync(reading, app, user));
            request = request with { UserHandle = user, AllowCredentials = known.Count > 0 ? known : decoys.Of(app.Id, app.RpId, "id " + user).Credentials };
        }
        else if (!string.IsNullOrEmpty(alias))
        {
            // The session token can be read: it names no user, neither a real one nor a decoy. The list of passkeys binds.
            var known = await database.LookUpAsync(async reading => await AliasStore.FindUserAsync(reading, app.Id, keys.Of(app, alias)) is { } owner ? await ServiceUsers.CredentialsAsync(reading, owner) : []);
            request = request with { AllowCredentials = known.Count > 0 ? known : decoys.Of(app.Id, app.RpId, "alias " + alias).Credentials };
        }
        var start = app.RelyingParty.BeginAuthentication(request);
        var session = SessionToken.Of(app, ChallengeToken.For(app, start.Ceremony, time.GetUtcNow()), token, time.GetUtcNow()) with { Purpose = purpose.Name };
        var begun = new ServiceSignInBegun(start.Options, tokens.Issue(TokenKinds.Session, session));
        await moment;
        return TypedResults.Ok(begun);
    }

    public async Task<Results<Ok<TokenAnswer>, Problem>> CompleteAsync(HttpContext http)
    {
        var app = apps.Of(http);
        var body = await ServiceBody.ReadFromPageAsync(http, app, limiter, RateLimit.CompleteByAddress, "session", "response");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("session", out var text) is { } wrong) return wrong;
        var opened = tokens.Open(app, TokenKinds.Session, text);
        if (!opened.IsGood) return opened.Problem;
        if (opened.Value.Ceremony.Flow != CeremonyFlow.Authentication || opened.Value.Ceremony.RpId != app.RpId) return Problem.InvalidToken;
        var credential = ClientCredential.Read(body.Value.Raw("response"));
        if (!credential.IsGood) return credential.Problem;

        var outcome = await challenges.ReportAsync(http, app, CeremonyFlow.Authentication, () => VerifyAsync(http, app, opened.Value, credential.Value));
        return outcome.IsGood ? TypedResults.Ok(new TokenAnswer(tokens.Issue(TokenKinds.Verify, outcome.Value))) : outcome.Problem;
    }

    private async Task<Outcome<VerifyToken>> VerifyAsync(HttpContext http, App app, SessionToken session, byte[] credential)
    {
        var response = AuthenticationResponse.Parse(credential);
        if (!response.IsAccepted) return Refused(response.Rejection);
        var id = response.Value.Id;
        var found = await database.LookUpAsync(reading => CredentialStore.FindAsync(reading, app.Id, app.RpId, id));

        // A user that nobody is was given decoys; a "passkey" of his must fail where a real one with a bad signature fails.
        var record = found?.Credential.Record ?? (session.Ceremony.AllowList is null ? null : decoys.Record(id, session.Ceremony.UserHandle ?? UserHandle.NewRandom()));
        // The JavaScript client passes no user handle on; the credential's owner is then who registered it.
        var ceremony = session.Ceremony.ToAuthentication() with { AllowMissingUserHandle = true };
        var verdict = epoch.PartyFor(app, found?.Credential).CompleteAuthentication(ceremony, response.Value, record);
        if (!verdict.IsAccepted) return Refused(verdict.Rejection, id);
        if (found is null) return Refused(Rejection.SignatureInvalid);
        var (verified, now, from) = (verdict.Value, time.GetUtcNow(), Device.Of(http.Request).ToString());
        var act = new EventRow(EventKind.SignedIn, app.Id, now) { UserId = found.Owner.Id, CredentialId = found.Credential.Id, Device = from, Detail = session.Purpose };
        var spending = ServiceTokens.ToSpend(session, SpentKind.SignIn);
        var stopped = await database.TryWriteAsync([
            .. spending,
            CredentialStore.ToAdvance(app.Id, app.RpId, verified, initializeUserVerification: false, now, from),
            EventStore.ToAdd(act),
            .. Authenticator.Regressed(verified, act)]);
        if (stopped is not null) return stopped < spending.Length ? Problem.InvalidToken : await WhyNotAsync(app, id);
        if (verified.SignCountRegressed) log.SignCountRegressed(http.TraceIdentifier);
        return new VerifyToken
        {
            App = app.Id,
            IssuedAt = now.ToUnixTimeSeconds(),
            ExpiresAt = (now + (Purpose.Find(app, session.Purpose)?.Lifetime ?? VerifyToken.Lifetime)).ToUnixTimeSeconds(),
            User = found.Owner.Handle,
            Type = "passkey_signin",
            RpId = app.RpId,
            Origin = verified.Origin,
            Device = from,
            Nickname = found.Credential.Name,
            Credential = id,
            Purpose = session.Purpose,
        };
    }

    private async ValueTask<Problem> WhyNotAsync(App app, CredentialId id)
    {
        var problem = await Authenticator.WhyNotAsync(database, app, id);
        return problem.Code == Rejection.UnknownCredential.Code ? Refused(Rejection.UnknownCredential, id)
            : problem.Code == Rejection.SignCountNotIncreased.Code ? Refused(Rejection.SignCountNotIncreased)
            : problem;
    }

    private static Problem Refused(Rejection rejection, CredentialId? id = null)
    {
        var problem = Problem.Of(rejection, CeremonyKind.Authentication);
        if (rejection == Rejection.UnknownCredential) return problem with { CredentialId = id?.ToString() };
        return problem.IsOurs ? problem : Problem.SignInRefused with { Title = problem.Title, Step = problem.Step, Reason = problem.Reason };
    }
}
