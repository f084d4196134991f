using System.Globalization;
using Keystile.Server.Apps;
using Keystile.Server.Tokens;

namespace Keystile.Server.WellKnown;

/// <summary>Which other origins may use the RP ID (WebAuthn Level 3 §5.11).</summary>
internal sealed record RelatedOrigins(IReadOnlyCollection<string> Origins);

/// <summary>Where a password manager sends people to make and manage passkeys (W3C "A Well-Known URL for Relying Party Passkey Endpoints").</summary>
internal sealed record PasskeyEndpoints(string Enroll, string Manage);

/// <summary>What others look up at a fixed address.</summary>
internal static class WellKnownEndpoints
{
    public static void MapWellKnown(this IEndpointRouteBuilder routes)
    {
        var wellKnown = routes.MapGroup("/.well-known");
        wellKnown.MapGet("/webauthn", (AppDirectory apps, HttpContext http) => new RelatedOrigins([.. apps.Of(http).RelyingParty.Options.Origins.Where(origin => origin.Contains("://", StringComparison.Ordinal))]));
        wellKnown.MapGet("/passkey-endpoints", (ServerOptions options) => new PasskeyEndpoints($"{options.Origin}/account", $"{options.Origin}/account"));
        wellKnown.MapGet("/assetlinks.json", (AppDirectory apps, HttpContext http) => AssetLink.Of(apps.Of(http).Settings));
        wellKnown.MapGet("/apple-app-site-association", (AppDirectory apps, HttpContext http) => AppleAssociation.Of(apps.Of(http).Settings));
        wellKnown.MapGet("/jwks.json", Keys);
        wellKnown.MapGet("/security.txt", SecurityText);
    }

    private static JwkSet Keys(SigningKeys keys, HttpContext http)
    {
        http.Response.Headers.CacheControl = "public, max-age=300";
        return keys.Published;
    }

    private static IResult SecurityText(ServerOptions options, TimeProvider time) =>
        options.SecurityContact is not { } contact ? Protection.Problem.NotFound
        : Results.Text(string.Create(CultureInfo.InvariantCulture, $"Contact: {contact}\nExpires: {time.GetUtcNow().AddDays(180):yyyy-MM-dd'T'00:00:00'Z'}\nCanonical: {options.Origin}/.well-known/security.txt\n"));
}
