using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Protection;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Admin.Playground;

/// <summary>Runs a ceremony of an app from the console and tells how each step was judged. Nothing is stored, spent or granted.</summary>
internal static class PlaygroundEndpoints
{
    public static void MapPlayground(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/apps/{app}/playground/registration/begin", BeginRegistration);
        routes.MapPost("/api/apps/{app}/playground/registration/complete", CompleteRegistration);
        routes.MapPost("/api/apps/{app}/playground/authentication/begin", BeginAuthentication);
        routes.MapPost("/api/apps/{app}/playground/authentication/complete", CompleteAuthentication);
    }

    private static async Task<Results<Ok<RegistrationBegun>, Problem>> BeginRegistration(HttpContext http, string app, Operators operators, PlaygroundRun playground)
    {
        var found = await FindAsync(http, app, operators, playground);
        return found.IsGood ? TypedResults.Ok(playground.BeginRegistration(found.Value)) : found.Problem;
    }

    private static async Task<Results<Ok<PlaygroundReport>, Problem>> CompleteRegistration(HttpContext http, string app, Operators operators, PlaygroundRun playground, ChallengeTokens tokens)
    {
        var found = await FindAsync(http, app, operators, playground);
        if (!found.IsGood) return found.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "challengeToken", "credential");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Ascii("challengeToken", out var text) is { } wrongToken) return wrongToken;
        if (body.Value.Object("credential", out var credential) is { } wrongCredential) return wrongCredential;
        var token = tokens.Open(found.Value, CeremonyFlow.Playground, text.Span);
        if (!token.IsGood) return token.Problem;
        // One flow stands for both ceremonies here; a sign-in's token names no algorithms.
        return token.Value.Algorithms is null ? Problem.InvalidChallengeToken : TypedResults.Ok(PlaygroundRun.ExplainRegistration(found.Value, token.Value, credential));
    }

    private static async Task<Results<Ok<AuthenticationBegun>, Problem>> BeginAuthentication(HttpContext http, string app, Operators operators, PlaygroundRun playground)
    {
        var found = await FindAsync(http, app, operators, playground);
        if (!found.IsGood) return found.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "record");
        if (!body.IsGood) return body.Problem;
        var record = PlaygroundRecord.Read(body.Value);
        return record.Wrong is null ? TypedResults.Ok(playground.BeginAuthentication(found.Value, record.Record)) : record.Wrong;
    }

    private static async Task<Results<Ok<PlaygroundReport>, Problem>> CompleteAuthentication(
        HttpContext http, string app, Operators operators, PlaygroundRun playground, ChallengeTokens tokens)
    {
        var found = await FindAsync(http, app, operators, playground);
        if (!found.IsGood) return found.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "challengeToken", "credential", "record");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Ascii("challengeToken", out var text) is { } wrongToken) return wrongToken;
        if (body.Value.Object("credential", out var credential) is { } wrongCredential) return wrongCredential;
        var record = PlaygroundRecord.Read(body.Value);
        if (record.Wrong is not null) return record.Wrong;
        var token = tokens.Open(found.Value, CeremonyFlow.Playground, text.Span);
        return token.IsGood ? TypedResults.Ok(await playground.ExplainAuthenticationAsync(found.Value, token.Value, credential, record.Record)) : token.Problem;
    }

    private static async ValueTask<Outcome<App>> FindAsync(HttpContext http, string app, Operators operators, PlaygroundRun playground)
    {
        var actor = await operators.ReadAsync(http);
        if (!actor.IsGood) return actor.Problem;
        return app != OperatorStore.AppId && await playground.FindAsync(app) is { } found ? found : Problem.NotFound;
    }
}
