namespace Keystile.Server.Protection;

/// <summary>The headers of every answer. Pages loosen the first line just as far as a page needs.</summary>
internal static class SecurityHeaders
{
    /// <summary>For pages: our own files and nothing inline, nothing foreign, no frame around them.</summary>
    public const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
    private const string TwoYears = "max-age=63072000; includeSubDomains";

    public static void UseSecurityHeaders(this IApplicationBuilder app, ServerOptions options) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = DataPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), geolocation=(), microphone=(), payment=()";
        headers.CacheControl = "no-store";
        if (options.IsHttps) headers.StrictTransportSecurity = TwoYears;
        return next(http);
    });
}
