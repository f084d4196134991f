namespace Keystile.Server.Conformance;

/// <summary>The transport that the FIDO Alliance's conformance tool speaks. It tells who has an account and enrols without asking: never on a server that people use.</summary>
internal static class ConformanceEndpoints
{
    public static void AddConformance(this IServiceCollection services, ServerOptions options)
    {
        if (options.Conformance) services.AddSingleton<ConformanceRegistration>().AddSingleton<ConformanceAuthentication>();
    }

    public static void MapConformance(this IEndpointRouteBuilder routes, ServerOptions options)
    {
        if (!options.Conformance) return;
        routes.MapPost("/attestation/options", (HttpContext http, ConformanceRegistration registration) => registration.BeginAsync(http));
        routes.MapPost("/attestation/result", (HttpContext http, ConformanceRegistration registration) => registration.CompleteAsync(http));
        routes.MapPost("/assertion/options", (HttpContext http, ConformanceAuthentication authentication) => authentication.BeginAsync(http));
        routes.MapPost("/assertion/result", (HttpContext http, ConformanceAuthentication authentication) => authentication.CompleteAsync(http));
    }
}
