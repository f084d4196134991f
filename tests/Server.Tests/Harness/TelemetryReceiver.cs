using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Keystile.Server.Tests;

/// <summary>A collector on loopback that takes OTLP by HTTP and keeps every byte.</summary>
public sealed class TelemetryReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private TelemetryReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            _received.Enqueue((http.Request.Path, body.ToArray()));
        });
    }

    public static async Task<TelemetryReceiver> StartAsync()
    {
        var receiver = new TelemetryReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    public string Url => _app.Urls.First();

    /// <summary>What makes a server send everything here.</summary>
    public string[] Settings => [$"OTEL_EXPORTER_OTLP_ENDPOINT={Url}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"];

    /// <summary>The protobuf of all that came, as text: names and values of text stand in it as they are.</summary>
    public string Metrics => Text("/v1/metrics");

    public string Traces => Text("/v1/traces");

    /// <summary>All that came, byte by byte.</summary>
    public IReadOnlyCollection<byte[]> Bodies => [.. _received.Select(request => request.Body)];

    /// <summary>Makes the server send what it has, and waits until it is here.</summary>
    public static void Flush(TestServer server)
    {
        server.Service<MeterProvider>().ForceFlush().ShouldBeTrue();
        server.Service<TracerProvider>().ForceFlush().ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string Text(string path) => string.Join('\n', _received.Where(request => request.Path == path).Select(request => Encoding.UTF8.GetString(request.Body)));
}
