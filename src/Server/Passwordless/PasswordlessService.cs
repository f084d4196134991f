using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Passwordless;

/// <summary>The passkey service: the calls that clients of passwordless.dev make, at the root of the host.</summary>
internal static class PasswordlessService
{
    private static readonly KeyRule s_register = new(ApiKeyKind.Public, Scopes.Register);
    private static readonly KeyRule s_login = new(ApiKeyKind.Public, Scopes.Login);
    private static readonly KeyRule s_tokenRegister = new(ApiKeyKind.Secret, Scopes.TokenRegister);
    private static readonly KeyRule s_tokenVerify = new(ApiKeyKind.Secret, Scopes.TokenVerify);

    /// <summary>Reading needs a secret, of whatever scopes.</summary>
    private static readonly KeyRule s_secret = new(ApiKeyKind.Secret, null);

    public static IServiceCollection AddPasswordless(this IServiceCollection services) =>
        services.AddSingleton<ServiceTokens>().AddSingleton<ServiceRegistration>().AddSingleton<ServiceSignIn>().AddSingleton<ServiceBackend>()
            .AddSingleton<AliasKeys>().AddSingleton<AliasEndpoints>().AddSingleton<CredentialEndpoints>().AddSingleton<UserEndpoints>().AddSingleton<PurposeEndpoints>().AddSingleton<ServiceMagicLinks>();

    public static void MapPasswordless(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/register/token", (HttpContext http, ServiceBackend backend) => backend.RegisterTokenAsync(http)).WithMetadata(s_tokenRegister);
        routes.MapPost("/register/begin", (HttpContext http, ServiceRegistration registration) => registration.BeginAsync(http)).WithMetadata(s_register);
        routes.MapPost("/register/complete", (HttpContext http, ServiceRegistration registration) => registration.CompleteAsync(http)).WithMetadata(s_register);
        routes.MapPost("/signin/begin", (HttpContext http, ServiceSignIn signIn) => signIn.BeginAsync(http)).WithMetadata(s_login);
        routes.MapPost("/signin/complete", (HttpContext http, ServiceSignIn signIn) => signIn.CompleteAsync(http)).WithMetadata(s_login);
        routes.MapPost("/signin/token", (HttpContext http, ServiceBackend backend) => backend.SignInTokenAsync(http)).WithMetadata(s_tokenVerify);
        routes.MapPost("/signin/generate-token", (HttpContext http, ServiceBackend backend) => backend.GenerateTokenAsync(http)).WithMetadata(s_tokenVerify);
        routes.MapPost("/magic-links/send", (HttpContext http, ServiceMagicLinks links) => links.SendAsync(http)).WithMetadata(s_tokenVerify);
        routes.MapPost("/signin/verify", (HttpContext http, ServiceBackend backend) => backend.VerifyAsync(http)).WithMetadata(s_tokenVerify);
        routes.MapPost("/alias", (HttpContext http, AliasEndpoints aliases) => aliases.SetAsync(http)).WithMetadata(s_tokenRegister);
        routes.MapGet("/alias/list", (HttpContext http, AliasEndpoints aliases) => aliases.ListAsync(http)).WithMetadata(s_secret);
        routes.MapGet("/credentials/list", (HttpContext http, CredentialEndpoints credentials) => credentials.ListAsync(http)).WithMetadata(s_secret);
        routes.MapPost("/credentials/list", (HttpContext http, CredentialEndpoints credentials) => credentials.ListPostedAsync(http)).WithMetadata(s_secret);
        routes.MapPost("/credentials/delete", (HttpContext http, CredentialEndpoints credentials) => credentials.DeleteAsync(http)).WithMetadata(s_tokenRegister);
        routes.MapGet("/users/list", (HttpContext http, UserEndpoints users) => users.ListAsync(http)).WithMetadata(s_secret);
        routes.MapGet("/users/count", (HttpContext http, UserEndpoints users) => users.CountAsync(http)).WithMetadata(s_secret);
        routes.MapPost("/users/delete", (HttpContext http, UserEndpoints users) => users.DeleteAsync(http)).WithMetadata(s_tokenRegister);
        routes.MapGet("/auth-configs/list", (HttpContext http, PurposeEndpoints purposes) => purposes.List(http)).WithMetadata(s_secret);
        routes.MapPost("/auth-configs/add", (HttpContext http, PurposeEndpoints purposes) => purposes.AddAsync(http)).WithMetadata(s_tokenVerify);
        routes.MapPost("/auth-configs", (HttpContext http, PurposeEndpoints purposes) => purposes.SetAsync(http)).WithMetadata(s_tokenVerify);
        routes.MapPost("/auth-configs/delete", (HttpContext http, PurposeEndpoints purposes) => purposes.DeleteAsync(http)).WithMetadata(s_tokenVerify);
    }

    /// <summary>Clients whose base URL ends with a slash ask for <c>//register/begin</c>.</summary>
    public static void UseSingleSlashes(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Request.Path.Value is ['/', '/', ..] path) http.Request.Path = "/" + path.TrimStart('/');
        return next(http);
    });
}
