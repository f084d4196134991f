using Keystile.Storage;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Keystile.Server.Observability;

/// <summary>Sends meters and traces by OTLP, where the standard <c>OTEL_*</c> variables name an endpoint; otherwise none of it is loaded.</summary>
internal static class Telemetry
{
    private static readonly string[] s_meters =
        [Meters.Name, Database.TelemetryName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var (metrics, traces) = (IsWanted(builder.Configuration, "METRICS"), IsWanted(builder.Configuration, "TRACES"));
        if (!metrics && !traces) return;
        var telemetry = builder.Services.AddOpenTelemetry();
        if (metrics) telemetry.WithMetrics(meters => meters.SetResourceBuilder(Resource()).AddMeter(s_meters).AddOtlpExporter());
        if (traces) telemetry.WithTracing(tracing => tracing.SetResourceBuilder(Resource()).AddSource(Meters.Name, Database.TelemetryName, "Microsoft.AspNetCore").AddOtlpExporter());
    }

    /// <summary>Calls the span of a request by its route; the path may hold a token or a name.</summary>
    public static void UseRequestNames(this WebApplication app)
    {
        if (app.Services.GetService<TracerProvider>() is null) return;
        app.Use(async (http, next) =>
        {
            var span = http.Features.Get<IHttpActivityFeature>()?.Activity;
            if (span is { IsAllDataRequested: true } && http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
            {
                span.DisplayName = $"{http.Request.Method} {route}";
                span.SetTag("http.request.method", http.Request.Method).SetTag("http.route", route);
            }
            await next(http);
            span?.SetTag("http.response.status_code", http.Response.StatusCode);
        });
    }

    private static bool IsWanted(ConfigurationManager configuration, string signal)
    {
        if (configuration[$"OTEL_{signal}_EXPORTER"] == "none") return false;
        string[] variables = ["OTEL_EXPORTER_OTLP_ENDPOINT", $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"];
        var named = variables.Where(variable => !string.IsNullOrWhiteSpace(configuration[variable])).ToList();
        return named.FirstOrDefault(variable => !IsAddress(configuration[variable])) is { } wrong
            ? throw new WrongSettingException($"{wrong} must be an address, such as http://localhost:4317.")
            : named.Count > 0;
    }

    private static bool IsAddress(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    /// <summary>The operator's <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> go over ours.</summary>
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("keystile", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3))
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
