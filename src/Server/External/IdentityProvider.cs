namespace Keystile.Server.External;

/// <summary>How a provider signs people in.</summary>
internal enum ProviderKind
{
    /// <summary>OpenID Connect: an ID token says who it is.</summary>
    OpenId,

    /// <summary>GitHub, or a GitHub Enterprise Server: OAuth 2.0, and an API that says who it is.</summary>
    GitHub,
}

/// <summary>Where people of an app may sign in besides: one entry of its settings.</summary>
internal sealed record IdentityProvider
{
    /// <summary>Its name in addresses: <c>[a-z0-9-]{1,32}</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Its name on a button.</summary>
    public required string Name { get; init; }

    public ProviderKind Kind { get; set; }

    /// <summary>Its issuer, letter by letter; for one with many tenants see <see cref="IssuerName"/>.</summary>
    public required string Issuer { get; init; }

    /// <summary>The app's name at the provider.</summary>
    public required string ClientId { get; init; }

    /// <summary>The secret that goes with it, sealed under the root key; null where the provider takes PKCE alone.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What is asked for.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = ["openid", "email", "profile"];
}

/// <summary>The issuer of an app's own access tokens: whoever shows one is signed in as that user of the app.</summary>
internal sealed record TokenIssuer
{
    /// <summary>What <c>iss</c> must be, letter by letter.</summary>
    public required string Issuer { get; init; }

    /// <summary>What <c>aud</c> must hold.</summary>
    public required string Audience { get; init; }

    /// <summary>Where the issuer's keys are.</summary>
    public required string JwksUrl { get; init; }

    /// <summary>The claim that is the app's own id of the user: the <c>userId</c> of the passkey service.</summary>
    public string UserClaim { get; set; } = "sub";
}

/// <summary>What is known of the large providers, so that an operator gives a client id and a secret only.</summary>
internal static class ProviderPresets
{
    public static readonly IReadOnlyList<IdentityProvider> All =
    [
        new() { Key = "google", Name = "Google", Issuer = "https://accounts.google.com", ClientId = "" },
        new() { Key = "microsoft", Name = "Microsoft", Issuer = "https://login.microsoftonline.com/{tenantid}/v2.0", ClientId = "" },
        new() { Key = "github", Name = "GitHub", Kind = ProviderKind.GitHub, Issuer = "https://github.com", ClientId = "", Scopes = ["read:user", "user:email"] },
    ];
}
