using Keystile.Server.Protection;

namespace Keystile.Server.OpenApi;

internal static partial class Operations
{
    /// <summary>What stands around the API.</summary>
    private static IEnumerable<Operation> Around =>
    [
        new("GET /health/live", "Whether the process lives.") { Answer = "" },
        new("GET /health/ready", "Whether requests will be answered.") { Answer = "" },
        new("GET /.well-known/webauthn", "The related origins."),
        new("GET /.well-known/passkey-endpoints", "Where passkeys are enrolled and managed."),
        new("GET /.well-known/assetlinks.json", "The Android apps that share the app's passkeys."),
        new("GET /.well-known/apple-app-site-association", "The Apple apps that share the app's passkeys."),
        new("GET /.well-known/jwks.json", "The keys that check access tokens."),
        new("GET /.well-known/security.txt", "Where reports about security go.") { Media = "text/plain", Refusals = [Problem.NotFound] },
        new("GET /docs/errors/{code}", "What an error code means, and the mend.") { Media = "text/html", Refusals = [Problem.NotFound] },
        new("GET /openapi/v1.json", "This document.") { Answer = "openapi:text! info:object! servers:list! paths:object! components:object!" },
    ];
}
