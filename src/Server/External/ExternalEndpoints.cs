using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.External;

/// <summary>Signing in at an identity provider: which there are, off to one, back from it, and a page's code for a session.</summary>
internal static class ExternalEndpoints
{
    public static IServiceCollection AddExternal(this IServiceCollection services) => services
        .AddSingleton<ForeignHttp>().AddSingleton<ProviderDocuments>().AddSingleton<ForeignTokens>().AddSingleton<AppBearer>()
        .AddSingleton<ProviderSecrets>().AddSingleton<BrowserSecret>().AddSingleton<ExternalAttempts>()
        .AddSingleton<OpenIdProvider>().AddSingleton<GitHubProvider>().AddSingleton<ExternalAccounts>().AddSingleton<ExternalSignIn>();

    public static void MapExternal(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/external", List);
        routes.MapGet("/api/external/{provider}/start", Start);
        routes.MapGet("/api/external/{provider}/callback", Return);
        routes.MapPost("/api/external/redeem", Redeem).WithMetadata(KeyRule.MaySignIn);
    }

    private static Ok<ProviderList> List(HttpContext http, AppDirectory apps, ServerOptions options)
    {
        var app = apps.Of(http);
        var query = app.Id == App.Home ? "" : "?app=" + app.Id;
        return TypedResults.Ok(new ProviderList(
            [.. app.Settings.IdentityProviders.Select(provider => new ProviderItem(provider.Key, provider.Name, $"{options.Origin}/api/external/{provider.Key}/start{query}"))], null));
    }

    /// <summary>A navigation, which carries no header: the app stands in the query. It does nothing but begin, and only the app's own addresses can be its end.</summary>
    private static async Task<Results<RedirectHttpResult, Problem>> Start(
        HttpContext http, string provider, AppDirectory apps, Database database, RateLimiter limiter, ExternalAttempts attempts, ExternalSignIn signIn)
    {
        if (limiter.Take(RateLimit.BeginByAddress, http) is { } wait) return wait;
        var query = http.Request.Query;
        var appId = query["app"].Count == 0 ? App.Home : query["app"].ToString();
        if (await database.ReadAsync(reading => AppStore.FindAsync(reading, appId)) is not { } row) return Problem.UnknownProvider;
        if (row.LockedAt is not null) return Problem.AppLocked;
        var app = apps.From(row);
        if (ExternalAttempts.Find(app, provider) is not { } chosen) return Problem.UnknownProvider;
        if (ReturnAddress.Of(app, query["returnTo"].Count == 0 ? null : query["returnTo"].ToString()) is not { } returnTo) return Problem.ReturnNotAllowed;
        var challenge = query["codeChallenge"].Count == 0 ? null : query["codeChallenge"].ToString();
        // Keystile's own pages get their cookie; an app's page gets a code, which must be of use to that page alone.
        if (app.Id == App.Home ? challenge is not null : !PageVerifier.IsChallenge(challenge)) return Problem.InvalidCodeChallenge;
        if (challenge is not null && !app.HasSessionTokens) return Problem.SessionTokensOff;
        var attempt = attempts.Begin(http, app, chosen, returnTo, challenge);
        return TypedResults.Redirect(await signIn.AuthorizationUrlAsync(attempt) ?? ReturnAddress.With(returnTo, "error", Problem.ProviderUnavailable.Code));
    }

    private static async Task<Results<RedirectHttpResult, Problem>> Return(HttpContext http, string provider, RateLimiter limiter, ExternalAttempts attempts, ExternalSignIn signIn)
    {
        if (limiter.Take(RateLimit.CompleteByAddress, http) is { } wait) return wait;
        var query = http.Request.Query;
        // A parameter twice is an attempt to be read in two ways.
        if (query["state"].Count > 1 || query["code"].Count > 1 || query["iss"].Count > 1) return TypedResults.Redirect(ReturnAddress.Lost(Problem.ExternalStateInvalid.Code));
        var returned = await attempts.ReturnAsync(http, provider, query["state"]);
        if (!returned.IsGood) return TypedResults.Redirect(ReturnAddress.Lost(returned.Problem.Code));
        return TypedResults.Redirect(await signIn.FinishAsync(http, returned.Value, query.ContainsKey("error") ? null : query["code"].FirstOrDefault(), query["iss"].FirstOrDefault()));
    }

    private static async Task<Results<Ok<ExternalSignedIn>, Problem>> Redeem(HttpContext http, AppDirectory apps, RateLimiter limiter, ExternalSignIn signIn)
    {
        var app = apps.Of(http);
        if (limiter.Take(RateLimit.CompleteByAddress, http) is { } wait) return wait;
        if (RequestOrigin.Check(http, app, out _) is { } foreign) return foreign;
        var body = await JsonMembers.ReadAsync(http.Request, "code", "codeVerifier");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("code", out var code) is { } wrongCode) return wrongCode;
        if (body.Value.Text("codeVerifier", out var verifier) is { } wrongVerifier) return wrongVerifier;
        var signedIn = await signIn.RedeemAsync(http, app, code, verifier);
        return signedIn.IsGood ? TypedResults.Ok(signedIn.Value) : signedIn.Problem;
    }
}

/// <summary>The app's providers, for the buttons of a sign-in page.</summary>
internal sealed record ProviderList(IReadOnlyList<ProviderItem> Items, string? Next);

/// <summary>One provider and where its button leads.</summary>
internal sealed record ProviderItem(string Provider, string Name, string StartUrl);
