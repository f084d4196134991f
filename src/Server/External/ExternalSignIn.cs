using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Events;
using Keystile.Server.Observability;
using Keystile.Server.Passwordless;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Storage;

namespace Keystile.Server.External;

/// <summary>Turns an answer of a provider into a session: at Keystile's own pages at once, at an app's page when the page redeems its code.</summary>
internal sealed class ExternalSignIn(
    Database database, ExternalAccounts accounts, OpenIdProvider openId, GitHubProvider gitHub, ServiceTokens tokens, SessionService sessions, Refusals refusals, TimeProvider time, ILogger<ExternalSignIn> log)
{
    /// <summary>Where the person is sent to sign in.</summary>
    public async ValueTask<string?> AuthorizationUrlAsync(SignInAttempt attempt) =>
        attempt.Provider.Kind == ProviderKind.GitHub ? GitHubProvider.AuthorizationUrl(attempt) : await openId.AuthorizationUrlAsync(attempt);

    /// <summary>Where the person goes from here, signed in or told why not.</summary>
    public async Task<string> FinishAsync(HttpContext http, ReturnedAttempt returned, string? code, string? issuer)
    {
        var (app, state) = (returned.App, returned.State);
        var outcome = code is null ? Problem.ExternalDenied
            : returned.Attempt.Provider.Kind == ProviderKind.GitHub ? await gitHub.RedeemAsync(returned.Attempt, code)
            : await openId.RedeemAsync(returned.Attempt, code, issuer);
        var finished = outcome.IsGood ? await StoreAsync(http, returned, outcome.Value) : outcome.Problem;
        if (finished.IsGood)
        {
            log.CeremonyAccepted("external", app.Id);
            return finished.Value;
        }
        log.CeremonyRefused("external", app.Id, finished.Problem.Code, http.TraceIdentifier);
        await refusals.RecordAsync(Act(EventKind.ProviderRefused, http, returned, time.GetUtcNow()) with { Detail = finished.Problem.Code });
        return ReturnAddress.With(state.ReturnTo, "error", finished.Problem.Code);
    }

    private async Task<Outcome<string>> StoreAsync(HttpContext http, ReturnedAttempt returned, ForeignIdentity who)
    {
        var (app, state, now) = (returned.App, returned.State, time.GetUtcNow());
        // The provider's own session may be hours old; a time ahead of ours is nobody's.
        var seen = who.AuthenticatedAt is { } at && at < now ? at : now;
        NewSession? session = null;
        var user = await database.WriteAsync(async writing =>
        {
            var found = await accounts.FindOrMakeAsync(writing, http.Request, app, returned.Attempt.Provider, who, now);
            if (found.IsGood && state.PageChallenge is null)
            {
                session = sessions.Begin(app, found.Value.Id, AuthenticationProof.Federated(seen), http.Request);
                if (!await session.TryAddAsync(writing)) found = Problem.AccountLocked;
            }
            if (found.IsGood) await EventStore.AddAsync(writing, Act(EventKind.ProviderSignedIn, http, returned, now) with { UserId = found.Value.Id, SessionId = session?.Row.Id });
            if (!found.IsGood) writing.RollBack();
            return found;
        });
        if (!user.IsGood) return user.Problem;
        if (session is not null)
        {
            sessions.Grant(session, http.Response);
            return state.ReturnTo;
        }
        var code = new ExternalCode
        {
            App = app.Id,
            ExpiresAt = (now + ExternalCode.Lifetime).ToUnixTimeSeconds(),
            User = user.Value.Id,
            PageChallenge = state.PageChallenge!,
            AuthenticatedAt = seen.ToUnixTimeSeconds(),
        };
        return ReturnAddress.With(state.ReturnTo, "code", tokens.Issue(TokenKinds.ExternalCode, code));
    }

    private static EventRow Act(EventKind kind, HttpContext http, ReturnedAttempt returned, DateTimeOffset now) =>
        new(kind, returned.App.Id, now) { Device = Device.Of(http.Request).ToString(), Detail = returned.State.Provider };

    /// <summary>Redeems the code that a page of the app got, with the verifier that only that page has.</summary>
    public async Task<Outcome<ExternalSignedIn>> RedeemAsync(HttpContext http, App app, string? code, string? verifier)
    {
        if (!app.HasSessionTokens) return Problem.SessionTokensOff;
        var opened = tokens.Open(app, TokenKinds.ExternalCode, code);
        if (!opened.IsGood) return opened.Problem;
        if (!PageVerifier.Matches(verifier, opened.Value.PageChallenge)) return Problem.InvalidToken;
        var session = sessions.Begin(app, opened.Value.User, AuthenticationProof.Federated(DateTimeOffset.FromUnixTimeSeconds(opened.Value.AuthenticatedAt)), http.Request);
        var user = await database.WriteAsync<Outcome<UserRow>>(async writing =>
        {
            if (!await ServiceTokens.TrySpendAsync(writing, opened.Value, SpentKind.External)) return Problem.InvalidToken;
            if (!await session.TryAddAsync(writing)) return Problem.AccountLocked;
            return (await UserStore.FindAsync(writing, app.Id, opened.Value.User))!;
        });
        if (!user.IsGood) return user.Problem;
        return new ExternalSignedIn(UserBody.Of(user.Value), sessions.Tokens(session)!);
    }
}

/// <summary>Who signed in at a provider.</summary>
internal sealed record ExternalSignedIn(UserBody User, SessionTokens Session);
