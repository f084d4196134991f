using System.Globalization;
using System.Text.Json;
using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace Keystile.Server.External;

/// <summary>Signs in at GitHub or a GitHub Enterprise Server, which have no ID token: the code buys an access token, and the API says whose it is.</summary>
internal sealed class GitHubProvider(ForeignHttp http)
{
    public static string AuthorizationUrl(SignInAttempt attempt) => QueryHelpers.AddQueryString(attempt.Provider.Issuer + "/login/oauth/authorize", new Dictionary<string, string?>
    {
        ["client_id"] = attempt.Provider.ClientId,
        ["redirect_uri"] = attempt.RedirectUri,
        ["scope"] = string.Join(' ', attempt.Provider.Scopes),
        ["state"] = attempt.State,
        ["code_challenge"] = attempt.CodeChallenge,
        ["code_challenge_method"] = "S256",
    });

    /// <summary>Who came back with <paramref name="code"/>. The number of the account is its subject: names change hands.</summary>
    public async ValueTask<Outcome<ForeignIdentity>> RedeemAsync(SignInAttempt attempt, string code)
    {
        var issuer = attempt.Provider.Issuer;
        var answer = await http.PostAsync(issuer + "/login/oauth/access_token", new Dictionary<string, string>
        {
            ["client_id"] = attempt.Provider.ClientId,
            ["client_secret"] = attempt.ClientSecret ?? "",
            ["code"] = code,
            ["redirect_uri"] = attempt.RedirectUri,
            ["code_verifier"] = attempt.CodeVerifier,
        }, authorization: null);
        if (answer is null) return Problem.ProviderUnavailable;
        if (answer.Value.Text("access_token") is not { } accessToken) return Problem.ProviderAnswerRefused;

        var api = issuer == "https://github.com" ? "https://api.github.com" : issuer + "/api/v3";
        if (await http.GetAsync(api + "/user", accessToken) is not { } user || await http.GetAsync(api + "/user/emails", accessToken) is not { } emails) return Problem.ProviderUnavailable;
        if (user.ValueKind != JsonValueKind.Object || !user.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.Number || !id.TryGetInt64(out var number)) return Problem.ProviderAnswerRefused;
        return new ForeignIdentity(issuer, number.ToString(CultureInfo.InvariantCulture), VerifiedEmail(emails), user.Text("name") ?? user.Text("login"), AuthenticatedAt: null);
    }

    private static EmailAddress? VerifiedEmail(JsonElement emails) =>
        emails.ValueKind != JsonValueKind.Array ? null
        : emails.EnumerateArray().Where(email => email.IsTrue("primary") && email.IsTrue("verified")).Select(email => EmailAddress.TryCreate(email.Text("email"))).FirstOrDefault();
}
