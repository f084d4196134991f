using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Ceremonies;

/// <summary>Proving anew that it is the person of the session: by one of the account's passkeys, with the user verified.</summary>
internal static class StepUpEndpoints
{
    public static void MapStepUp(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/webauthn/stepup/begin", Begin).WithMetadata(KeyRule.MaySignIn);
        routes.MapPost("/api/webauthn/stepup/complete", Complete).WithMetadata(KeyRule.MaySignIn);
    }

    private static async Task<Results<Ok<AuthenticationBegun>, Problem>> Begin(
        HttpContext http, AppDirectory apps, RateLimiter limiter, SessionReader sessions, ChallengeTokens tokens, Database database, TimeProvider time)
    {
        var app = apps.Of(http);
        var begin = await SignedInBegin.ReadAsync(http, app, limiter, sessions);
        if (!begin.IsGood) return begin.Problem;
        var (row, user) = (begin.Value.Session.Row, begin.Value.Session.User);
        var body = await JsonMembers.ReadAsync(http.Request, "purpose");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("purpose", out var purpose) is { } wrongPurpose) return wrongPurpose;
        if (purpose is not null && (purpose = DisplayText.TryParse(purpose)) is null) return Problem.InvalidName;

        var passkeys = await database.LookUpAsync(reading => CredentialStore.ListAsync(reading, app.Id, user.Id));
        if (passkeys.Count == 0) return Problem.NoPasskey;
        var start = app.RelyingParty.BeginAuthentication(new()
        {
            UserHandle = user.Handle,
            AllowCredentials = [.. passkeys.Select(passkey => new CredentialDescriptor(passkey.Record.Id, passkey.Transports))],
            Origin = begin.Value.Origin,
            UserVerification = UserVerification.Required,
        });
        var token = ChallengeToken.For(app, start.Ceremony, time.GetUtcNow()).In(row, CeremonyFlow.Stepup, app.ChallengeLifetime) with { Purpose = purpose };
        return TypedResults.Ok(new AuthenticationBegun(start.Options, tokens.Issue(token), token.Expiry));
    }

    private static async Task<Results<Ok<WhoAmI>, Problem>> Complete(
        HttpContext http, AppDirectory apps, RateLimiter limiter, SessionReader sessions, ChallengeTokens tokens, StepUp stepUp)
    {
        var app = apps.Of(http);
        var answer = await SignedInAnswer.ReadAsync(http, app, CeremonyFlow.Stepup, limiter, sessions, tokens);
        if (!answer.IsGood) return answer.Problem;
        var raised = await stepUp.RaiseAsync(http, app, answer.Value);
        return raised.IsGood ? TypedResults.Ok(raised.Value) : raised.Problem;
    }
}
