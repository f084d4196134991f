using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Storage;

namespace Keystile.Server.External;

/// <summary>What the settings about other issuers may be.</summary>
internal static class ProviderRules
{
    private const int MostProviders = 20;
    private const int MaxKey = 32;
    private const int MaxText = 512;

    /// <summary>One sentence with the mend, or null.</summary>
    public static string? WhatIsWrong(AppSettings settings)
    {
        if (settings.IdentityProviders.Count > MostProviders) return $"an app has at most {MostProviders} identity providers.";
        if (settings.IdentityProviders.Select(provider => provider.Key).Distinct(StringComparer.Ordinal).Count() < settings.IdentityProviders.Count) return "each identity provider has a key of its own.";
        if (settings.ReturnUrls.FirstOrDefault(url => !ForeignUrl.IsSafe(url)) is { } wrong) return $"returnUrls: '{wrong}' is no address of a page, such as https://shop.example.com/signed-in; http for localhost alone.";
        if (settings.ConnectWithinSeconds is < 30 or > 86_400) return "connectWithinSeconds is a number from 30 to 86400.";
        return settings.IdentityProviders.Select(WhatIsWrong).FirstOrDefault(wrong => wrong is not null) ?? (settings.TokenIssuer is { } issuer ? WhatIsWrong(issuer) : null);
    }

    /// <summary>Names a client secret that was not sealed there before: written by hand it would lie readable in the database, and open nothing.</summary>
    public static string? UnsealedSecret(AppSettings before, AppSettings after) =>
        after.IdentityProviders.FirstOrDefault(provider => provider.ClientSecret is { } secret && !before.IdentityProviders.Any(kept => kept.Key == provider.Key && kept.ClientSecret == secret)) is { } wrong
            ? $"the client secret of {wrong.Key} is not written into the settings; keystile providers add seals it." : null;

    private static string? WhatIsWrong(IdentityProvider provider)
    {
        if (provider.Key.Length is < 1 or > MaxKey || !provider.Key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) return "the key of an identity provider has 1 to 32 of a-z, 0-9 and -.";
        if (DisplayText.TryParse(provider.Name) is null) return "the name of an identity provider has 1 to 100 characters and none that cannot be seen.";
        if (!ForeignUrl.IsSafe(IssuerName.DocumentUrl(provider.Issuer)) || provider.Issuer.Length > IdentityRow.MaxIssuer || provider.Issuer.EndsWith('?')) return $"'{provider.Issuer}' is no issuer, such as https://accounts.google.com; http for localhost alone.";
        if (provider.ClientId.Length is < 1 or > MaxText) return $"the identity provider {provider.Key} needs the client id that it gave the app.";
        return provider.Kind == ProviderKind.OpenId && !provider.Scopes.Contains("openid") ? "the scopes of an OpenID provider hold openid." : null;
    }

    private static string? WhatIsWrong(TokenIssuer issuer)
    {
        if (issuer.Issuer.Length is < 1 or > IdentityRow.MaxIssuer) return "tokenIssuer.issuer is what the tokens' iss says, letter by letter.";
        if (issuer.Audience.Length is < 1 or > MaxText) return "tokenIssuer.audience is what the tokens' aud says for this app.";
        if (issuer.UserClaim.Length is < 1 or > MaxText) return "tokenIssuer.userClaim is the claim that holds the app's id of the user; sub where it is left out.";
        return ForeignUrl.IsSafe(issuer.JwksUrl) ? null : "tokenIssuer.jwksUrl is the https address of the issuer's keys; http for localhost alone.";
    }
}
