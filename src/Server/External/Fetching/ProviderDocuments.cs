using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Keystile.Server.External;

/// <summary>What an issuer says of itself (OpenID Connect Discovery §3), as far as it matters here.</summary>
internal sealed record IssuerDocument(string AuthorizationEndpoint, string TokenEndpoint, string JwksUri, string? UserInfoEndpoint, bool SendsIssuer, bool TakesSecretInForm)
{
    /// <summary>Null where something needed is missing, is no safe address, or the issuer names another than itself.</summary>
    public static IssuerDocument? TryRead(JsonElement json, string issuer)
    {
        if (json.Text("issuer") != issuer) return null;
        var (authorize, token, keys, userInfo) = (json.Text("authorization_endpoint"), json.Text("token_endpoint"), json.Text("jwks_uri"), json.Text("userinfo_endpoint"));
        if (!ForeignUrl.IsSafe(authorize) || !ForeignUrl.IsSafe(token) || !ForeignUrl.IsSafe(keys) || (userInfo is not null && !ForeignUrl.IsSafe(userInfo))) return null;
        return new(authorize!, token!, keys!, userInfo, json.IsTrue("authorization_response_iss_parameter_supported"), TakesForm(json));
    }

    /// <summary>Basic is what a provider that lists nothing takes.</summary>
    private static bool TakesForm(JsonElement json) =>
        json.TryGetProperty("token_endpoint_auth_methods_supported", out var methods) && methods.ValueKind == JsonValueKind.Array
        && !methods.EnumerateArray().Any(method => method.ValueKind == JsonValueKind.String && method.ValueEquals("client_secret_basic"u8));
}

/// <summary>The documents and keys of issuers, fetched when needed.</summary>
internal sealed class ProviderDocuments
{
    private const int MostKeys = 64;

    private readonly Fetched<IssuerDocument> _documents;
    private readonly Fetched<IReadOnlyList<JsonWebKey>> _keys;

    public ProviderDocuments(ForeignHttp http, TimeProvider time)
    {
        _documents = new(async issuer => await http.GetAsync(IssuerName.DocumentUrl(issuer)) is { } json ? IssuerDocument.TryRead(json, issuer) : null, time);
        _keys = new(async url => await http.GetAsync(url) is { } json ? ReadKeys(json) : null, time);
    }

    public ValueTask<IssuerDocument?> FindAsync(string issuer) => _documents.FindAsync(issuer);

    /// <summary>The keys of that id at an address, or all where the token names none. A key id that is not there may be of a key that came just now.</summary>
    public async ValueTask<IReadOnlyList<JsonWebKey>?> KeysAsync(string url, string? keyId)
    {
        if (await _keys.FindAsync(url) is not { } keys) return null;
        if (Pick(keys, keyId) is { Count: > 0 } found) return found;
        return Pick(await _keys.RenewAsync(url, keys) ?? keys, keyId);
    }

    private static List<JsonWebKey> Pick(IReadOnlyList<JsonWebKey> keys, string? keyId) => [.. keys.Where(key => keyId is null || key.Kid == keyId)];

    /// <summary>The public keys for signatures; a secret in a key set would be everybody's.</summary>
    private static IReadOnlyList<JsonWebKey>? ReadKeys(JsonElement json)
    {
        try
        {
            return [.. JsonWebKeySet.Create(json.GetRawText()).Keys.Where(key => key.Kty is "RSA" or "EC" && string.IsNullOrEmpty(key.D) && key.Use is null or "" or "sig").Take(MostKeys)];
        }
        catch (Exception malformed) when (malformed is ArgumentException or JsonException or FormatException)
        {
            return null;
        }
    }
}
