using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Keystile.Server.Tests;

public sealed class What_is_exported
{
    [Fact]
    public async Task reaches_a_collector_by_OTLP()
    {
        await using var collector = await TelemetryReceiver.StartAsync();
        await using var server = await TestServer.StartAsync(collector.Settings);
        await RegisterAndSignInAsync(server);

        TelemetryReceiver.Flush(server);

        string[] instruments =
        [
            "keystile.ceremonies", "keystile.tokens.spent", "keystile.db.unit.duration", "keystile.db.units", "keystile.db.commits", "keystile.db.waiting",
            "http.server.request.duration", "kestrel.active_connections", "dotnet.gc.collections",
        ];
        foreach (var instrument in instruments) collector.Metrics.ShouldContain(instrument);
        string[] words = ["registration", "authentication", "accepted", "challenge_used"];
        foreach (var word in words)
        {
            collector.Metrics.ShouldContain(word);
            collector.Traces.ShouldContain(word);
        }
        string[] spans = ["POST /api/webauthn/authenticate/complete", "database write", "database read"];
        foreach (var span in spans) collector.Traces.ShouldContain(span);
    }

    [Fact]
    public async Task tells_of_the_housekeeping()
    {
        await using var collector = await TelemetryReceiver.StartAsync();
        await using var server = await TestServer.StartAsync(collector.Settings);

        await server.Service<IEnumerable<IHostedService>>().OfType<Housekeeping>().Single().PurgeAsync(TestContext.Current.CancellationToken);
        TelemetryReceiver.Flush(server);

        foreach (var word in (string[])["keystile.rows.purged", "spent", "sessions", "events", "keystile.mail", "waiting", "dead"]) collector.Metrics.ShouldContain(word);
    }

    [Fact]
    public async Task is_the_route_and_never_the_path_that_somebody_asked_for()
    {
        await using var collector = await TelemetryReceiver.StartAsync();
        await using var server = await TestServer.StartAsync(collector.Settings);
        await server.Http.GetAsync("/docs/errors/canary-code?canary=query", TestContext.Current.CancellationToken);
        await server.Http.GetAsync("/canary-page", TestContext.Current.CancellationToken);
        await server.Http.GetAsync("/health/live", TestContext.Current.CancellationToken); // a span ends after its answer, but before the next request

        TelemetryReceiver.Flush(server);

        collector.Traces.ShouldContain("GET /docs/errors/{code}");
        (collector.Metrics + collector.Traces).ShouldNotContain("canary");
    }

    [Fact]
    public async Task is_nothing_where_no_endpoint_is_set()
    {
        await using var server = await TestServer.StartAsync();

        (server.Provider.GetService<MeterProvider>(), server.Provider.GetService<TracerProvider>()).ShouldBe((null, null));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://127.0.0.1:1/v1/metrics", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://127.0.0.1:1/v1/traces", false, true)]
    public async Task is_the_signal_that_has_an_endpoint(string setting, bool metrics, bool traces)
    {
        await using var server = await TestServer.StartAsync(setting);

        (server.Provider.GetService<MeterProvider>() is not null, server.Provider.GetService<TracerProvider>() is not null).ShouldBe((metrics, traces));
    }

    [Fact]
    public async Task is_not_what_the_operator_turned_off()
    {
        await using var collector = await TelemetryReceiver.StartAsync();
        await using var server = await TestServer.StartAsync([.. collector.Settings, "OTEL_TRACES_EXPORTER=none"]);

        (server.Provider.GetService<MeterProvider>() is not null, server.Provider.GetService<TracerProvider>() is not null).ShouldBe((true, false));
    }

    [Fact]
    public async Task carries_the_operators_name_for_the_service()
    {
        await using var collector = await TelemetryReceiver.StartAsync();
        await using var server = await TestServer.StartAsync([.. collector.Settings, "OTEL_SERVICE_NAME=login-of-the-shop"]);
        await RegisterAndSignInAsync(server);

        TelemetryReceiver.Flush(server);

        collector.Metrics.ShouldContain("login-of-the-shop");
        collector.Traces.ShouldContain("login-of-the-shop");
    }

    [Fact]
    public async Task has_an_address_or_the_server_does_not_start() =>
        (await Should.ThrowAsync<WrongSettingException>(() => TestServer.StartAsync("OTEL_EXPORTER_OTLP_ENDPOINT=collector"))).Message
            .ShouldBe("OTEL_EXPORTER_OTLP_ENDPOINT must be an address, such as http://localhost:4317.");

    /// <summary>A registration, a sign-in, and its answer a second time.</summary>
    private static async Task RegisterAndSignInAsync(TestServer server)
    {
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var begun = await browser.BeginAuthenticationAsync("ada");
        var signed = Browser.Sign(begun, passkey);
        (await browser.CompleteAuthenticationAsync(begun, signed)).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.CompleteAuthenticationAsync(begun, signed)).ShouldBeProblem(400, "challenge_used");
    }
}
