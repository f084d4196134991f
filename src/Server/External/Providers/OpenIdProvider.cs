using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace Keystile.Server.External;

/// <summary>Signs in at an OpenID provider: authorization code, PKCE, nonce (OpenID Connect Core §3.1, RFC 9700).</summary>
internal sealed class OpenIdProvider(ProviderDocuments documents, ForeignTokens tokens, ForeignHttp http)
{
    /// <summary>Where the person is sent; null where the provider does not answer.</summary>
    public async ValueTask<string?> AuthorizationUrlAsync(SignInAttempt attempt)
    {
        var provider = attempt.Provider;
        if (await documents.FindAsync(provider.Issuer) is not { } document) return null;
        return QueryHelpers.AddQueryString(document.AuthorizationEndpoint, new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = provider.ClientId,
            ["redirect_uri"] = attempt.RedirectUri,
            ["scope"] = string.Join(' ', provider.Scopes),
            ["state"] = attempt.State,
            ["nonce"] = attempt.Nonce,
            ["code_challenge"] = attempt.CodeChallenge,
            ["code_challenge_method"] = "S256",
        });
    }

    /// <summary>Who came back with <paramref name="code"/>.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="code">The code.</param>
    /// <param name="issuer">The <c>iss</c> that came with it: another provider's answer is not sent to this one (RFC 9207).</param>
    public async ValueTask<Outcome<ForeignIdentity>> RedeemAsync(SignInAttempt attempt, string code, string? issuer)
    {
        var provider = attempt.Provider;
        if (await documents.FindAsync(provider.Issuer) is not { } document) return Problem.ProviderUnavailable;
        if (issuer is null ? document.SendsIssuer : !IssuerName.Covers(provider.Issuer, issuer)) return Problem.ProviderAnswerRefused;
        if (await ExchangeAsync(attempt, document, code) is not { } answer) return Problem.ProviderUnavailable;
        if (answer.Text("id_token") is not { } idToken) return Problem.ProviderAnswerRefused;

        var claims = await tokens.ReadAsync(idToken, new(provider.Issuer, provider.ClientId, document.JwksUri));
        if (claims is null || (issuer is not null && claims.Issuer != issuer)) return Problem.ProviderAnswerRefused;
        if (!IsNonce(claims.Text("nonce"), attempt.Nonce) || !IsForUsAlone(claims, provider.ClientId)) return Problem.ProviderAnswerRefused;
        var profile = await ProfileAsync(document, claims, answer.Text("access_token"));
        return new ForeignIdentity(claims.Issuer, claims.Subject, VerifiedEmail(profile), profile.Text("name") ?? profile.Text("preferred_username"), claims.Time("auth_time"));
    }

    private Task<JsonElement?> ExchangeAsync(SignInAttempt attempt, IssuerDocument document, string code)
    {
        var (id, secret) = (attempt.Provider.ClientId, attempt.ClientSecret);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = attempt.RedirectUri,
            ["code_verifier"] = attempt.CodeVerifier,
        };
        if (secret is not null && !document.TakesSecretInForm)
        {
            // RFC 6749 §2.3.1: each half is form-encoded first.
            var pair = Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}");
            return http.PostAsync(document.TokenEndpoint, form, new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair)));
        }
        form["client_id"] = id;
        if (secret is not null) form["client_secret"] = secret;
        return http.PostAsync(document.TokenEndpoint, form, authorization: null);
    }

    private static bool IsNonce(string? given, string nonce) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(nonce));

    /// <summary>A token for several audiences was made for the one that <c>azp</c> names (OpenID Connect Core §3.1.3.7, 4 and 5).</summary>
    private static bool IsForUsAlone(ForeignClaims claims, string clientId)
    {
        var several = claims.Json.TryGetProperty("aud", out var audience) && audience.ValueKind == JsonValueKind.Array && audience.GetArrayLength() > 1;
        return claims.Json.TryGetProperty("azp", out _) ? claims.Text("azp") == clientId : !several;
    }

    /// <summary>The claims about the person: in the ID token, or at the UserInfo endpoint where the provider keeps them there. That answer must be about the same person.</summary>
    private async ValueTask<JsonElement> ProfileAsync(IssuerDocument document, ForeignClaims claims, string? accessToken)
    {
        if (claims.Text("email") is not null || document.UserInfoEndpoint is null || accessToken is null) return claims.Json;
        return await http.GetAsync(document.UserInfoEndpoint, accessToken) is { } profile && profile.Text("sub") == claims.Subject ? profile : claims.Json;
    }

    /// <summary>Only what the provider says it verified. Microsoft's administrators write any address they like; it marks those of a proven domain by <c>xms_edov</c>.</summary>
    private static EmailAddress? VerifiedEmail(JsonElement profile) =>
        profile.IsTrue("email_verified") || profile.IsTrue("xms_edov") ? EmailAddress.TryCreate(profile.Text("email")) : null;
}
