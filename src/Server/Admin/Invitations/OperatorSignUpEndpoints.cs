using System.Buffers.Text;
using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Admin.Invitations;

/// <summary>Becoming an operator: by a link and a first passkey, and in no other way.</summary>
internal static class OperatorSignUpEndpoints
{
    public static void MapOperatorSignUp(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/invitation", Show);
        routes.MapPost("/api/webauthn/register/begin", Begin);
        routes.MapPost("/api/webauthn/register/complete", Complete);
    }

    /// <summary>What the link offers. A POST, so that its token stands in no address.</summary>
    private static async Task<Results<Ok<InvitationOffer>, Problem>> Show(HttpContext http, AppDirectory apps, RateLimiter limiter, Database database, TimeProvider time)
    {
        if (limiter.Take(RateLimit.BeginByAddress, http) is { } wait) return wait;
        if (RequestOrigin.Check(http, apps.Admin, out _) is { } foreign) return foreign;
        var body = await JsonMembers.ReadAsync(http.Request, "invitation");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("invitation", out var token) is { } wrong) return wrong;
        var found = await database.ReadAsync(reading => InvitationStore.FindAsync(reading, OpaqueToken.Hash(token ?? ""), time.GetUtcNow()));
        return found is null ? Problem.InvitationNotFound : TypedResults.Ok(new InvitationOffer(Roles.Write(found.Role), found.InvitedBy, found.ExpiresAt));
    }

    private static async Task<Results<Ok<RegistrationBegun>, Problem>> Begin(HttpContext http, AppDirectory apps, RateLimiter limiter, ChallengeTokens tokens, Database database, TimeProvider time)
    {
        var app = apps.Admin;
        if (limiter.Take(RateLimit.BeginByAddress, http) is { } wait) return wait;
        if (RequestOrigin.Check(http, app, out var origin) is { } foreign) return foreign;
        var body = await JsonMembers.ReadAsync(http.Request, "invitation", "username", "displayName");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("invitation", out var invitation) is { } wrong) return wrong;
        if (body.Value.Text("username", out var name) is { } wrongName) return wrongName;
        if (body.Value.Text("displayName", out var displayName) is { } wrongDisplayName) return wrongDisplayName;
        var (hash, now) = (OpaqueToken.Hash(invitation ?? ""), time.GetUtcNow());
        if (await database.ReadAsync(reading => InvitationStore.FindAsync(reading, hash, now)) is null) return Problem.InvitationNotFound;
        if (Username.TryCreate(name) is not { } username) return Problem.InvalidUsername;
        if (string.IsNullOrWhiteSpace(displayName)) displayName = username.Text;
        else if ((displayName = DisplayText.TryParse(displayName)) is null) return Problem.InvalidName;
        var start = app.RelyingParty.BeginRegistration(new() { UserHandle = UserHandle.NewRandom(), UserName = username.Text, DisplayName = displayName, Origin = origin });
        // The invitation's hash travels in the signed token: the answer can only take the link that the ceremony was begun with.
        var token = ChallengeToken.For(app, start.Ceremony, username.Text, displayName, now) with { Purpose = Base64Url.EncodeToString(hash) };
        return TypedResults.Ok(new RegistrationBegun(start.Options, tokens.Issue(token), token.Expiry));
    }

    private static async Task<Results<Created<OperatorJoined>, Problem>> Complete(HttpContext http, AppDirectory apps, RateLimiter limiter, ChallengeTokens tokens, OperatorRegistrar registrar)
    {
        var answer = await CeremonyAnswer.ReadAsync(http, apps.Admin, CeremonyFlow.Registration, limiter, tokens);
        if (!answer.IsGood) return answer.Problem;
        var joined = await registrar.RegisterAsync(http, apps.Admin, answer.Value);
        return joined.IsGood ? TypedResults.Created("/admin/api/operator", joined.Value) : joined.Problem;
    }
}

/// <summary>What a link offers whoever holds it.</summary>
internal sealed record InvitationOffer(string Role, string? InvitedBy, DateTimeOffset ExpiresAt);

/// <summary>A new operator, signed in.</summary>
internal sealed record OperatorJoined(UserBody User, PasskeyBody Passkey, string Role);
