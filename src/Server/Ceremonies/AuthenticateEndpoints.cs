using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Ceremonies;

/// <summary>Signing in: by name, or by whatever passkey the person picks.</summary>
internal static class AuthenticateEndpoints
{
    public static void MapAuthenticate(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/webauthn/authenticate/begin", Begin).WithMetadata(KeyRule.MaySignIn);
        routes.MapPost("/api/webauthn/authenticate/complete", Complete).WithMetadata(KeyRule.MaySignIn);
    }

    private static async Task<Results<Ok<AuthenticationBegun>, Problem>> Begin(
        HttpContext http, AppDirectory apps, RateLimiter limiter, ChallengeTokens tokens, Database database, Decoys decoys, TimeProvider time)
    {
        var app = apps.Of(http);
        if (limiter.Take(RateLimit.BeginByAddress, http) is { } wait) return wait;
        if (RequestOrigin.Check(http, app, out var origin) is { } foreign) return foreign;
        var body = await JsonMembers.ReadAsync(http.Request, "username", "mediation");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("username", out var name) is { } wrongName) return wrongName;
        if (body.Value.Text("mediation", out _) is { } wrongMediation) return wrongMediation;

        var request = new AuthenticationRequest { Origin = origin };
        var moment = name is null ? Task.CompletedTask : EvenTime.Moment();
        if (name is not null)
        {
            if (Username.TryCreate(name) is not { } username) return Problem.InvalidUsername;
            if (limiter.Take(RateLimit.BeginByUser, app, username) is { } waitForUser) return waitForUser;
            var decoy = decoys.Of(app.Id, app.RpId, username.Key);
            var (handle, credentials) = await database.LookUpAsync(reading => FindAsync(reading, app, username)) ?? decoy;
            request = request with { UserHandle = handle, AllowCredentials = credentials };
        }
        var start = app.RelyingParty.BeginAuthentication(request);
        var token = ChallengeToken.For(app, start.Ceremony, time.GetUtcNow());
        var begun = new AuthenticationBegun(start.Options, tokens.Issue(token), token.Expiry);
        await moment;
        return TypedResults.Ok(begun);
    }

    /// <summary>The account of that name and the passkeys that may answer for it; null where there is nothing to answer with.</summary>
    private static async ValueTask<(UserHandle, IReadOnlyList<CredentialDescriptor>)?> FindAsync(Transaction reading, App app, Username username)
    {
        var passkeys = await CredentialStore.ListAllowedAsync(reading, app.Id, username);
        return passkeys.Count == 0 ? null : (passkeys[0].Owner, [.. passkeys.Select(passkey => new CredentialDescriptor(passkey.Id, passkey.Transports))]);
    }

    private static async Task<Results<Ok<Authenticated>, Problem>> Complete(
        HttpContext http, AppDirectory apps, RateLimiter limiter, ChallengeTokens tokens, Authenticator authenticator)
    {
        var app = apps.Of(http);
        var answer = await CeremonyAnswer.ReadAsync(http, app, CeremonyFlow.Authentication, limiter, tokens);
        if (!answer.IsGood) return answer.Problem;
        var authenticated = await authenticator.AuthenticateAsync(http, app, answer.Value);
        return authenticated.IsGood ? TypedResults.Ok(authenticated.Value) : authenticated.Problem;
    }
}
