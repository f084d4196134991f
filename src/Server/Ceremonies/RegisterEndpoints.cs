using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Ceremonies;

/// <summary>Signing up: a new account and its first passkey.</summary>
internal static class RegisterEndpoints
{
    public static void MapRegister(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/webauthn/register/begin", Begin).WithMetadata(KeyRule.MayRegister);
        routes.MapPost("/api/webauthn/register/complete", Complete).WithMetadata(KeyRule.MayRegister);
    }

    /// <summary>Asks no database: a taken name answers like a free one, and a flood costs no disk.</summary>
    private static async Task<Results<Ok<RegistrationBegun>, Problem>> Begin(HttpContext http, AppDirectory apps, RateLimiter limiter, ChallengeTokens tokens, TimeProvider time)
    {
        var app = apps.Of(http);
        if (limiter.Take(RateLimit.BeginByAddress, http) is { } wait) return wait;
        if (RequestOrigin.Check(http, app, out var origin) is { } foreign) return foreign;
        if (!app.Settings.SignUp) return Problem.SignUpOff;
        var body = await JsonMembers.ReadAsync(http.Request, "username", "displayName", "mediation");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("username", out var name) is { } wrongName) return wrongName;
        if (body.Value.Text("displayName", out var displayName) is { } wrongDisplayName) return wrongDisplayName;
        if (body.Value.Text("mediation", out var mediation) is { } wrongMediation) return wrongMediation;
        if (Username.TryCreate(name) is not { } username) return Problem.InvalidUsername;
        if (string.IsNullOrWhiteSpace(displayName)) displayName = username.Text;
        else if ((displayName = DisplayText.TryParse(displayName)) is null) return Problem.InvalidName;
        if (limiter.Take(RateLimit.BeginByUser, app, username) is { } waitForUser) return waitForUser;

        var start = app.RelyingParty.BeginRegistration(new()
        {
            UserHandle = UserHandle.NewRandom(),
            UserName = username.Text,
            DisplayName = displayName,
            Origin = origin,
            Conditional = mediation == "conditional",
        });
        var token = ChallengeToken.For(app, start.Ceremony, username.Text, displayName, time.GetUtcNow());
        return TypedResults.Ok(new RegistrationBegun(start.Options, tokens.Issue(token), token.Expiry));
    }

    private static async Task<Results<Created<Registered>, Ok<AlreadyRegistered>, Problem>> Complete(
        HttpContext http, AppDirectory apps, RateLimiter limiter, ChallengeTokens tokens, Registrar registrar)
    {
        var app = apps.Of(http);
        if (!app.Settings.SignUp) return Problem.SignUpOff;
        var answer = await CeremonyAnswer.ReadAsync(http, app, CeremonyFlow.Registration, limiter, tokens);
        if (!answer.IsGood) return answer.Problem;
        var registered = await registrar.RegisterAsync(http, app, answer.Value);
        if (registered.IsGood) return TypedResults.Created("/api/account", registered.Value);
        if (registered.Problem == Problem.ChallengeUsed && await registrar.FindEarlierAsync(app, answer.Value) is { } earlier) return TypedResults.Ok(earlier);
        return registered.Problem;
    }
}
