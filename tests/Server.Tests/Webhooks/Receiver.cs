using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Keystile.Server.Webhooks;
using Keystile.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.AspNetCore.Hosting;

namespace Keystile.Server.Tests.Webhooks;

/// <summary>A delivery as it came.</summary>
internal sealed record Delivery(string Body, string Signature, string Id)
{
    public JsonArray Events => JsonNode.Parse(Body)!["events"]!.AsArray();

    public IEnumerable<long> Ids => Events.Select(one => one!["id"]!.GetValue<long>());
}

/// <summary>A backend that takes webhooks: a real HTTP server on loopback.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Delivery> _deliveries = [];

    private Receiver(WebApplication app) => _app = app;

    /// <summary>What it answers to the how manieth delivery, from 1.</summary>
    public Func<int, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<Delivery> Deliveries => [.. _deliveries];

    public string Url => _app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/hook";

    /// <param name="certificate">What it shows over HTTPS; null: it speaks plain HTTP.</param>
    public static async Task<Receiver> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Makes a webhook that leads here; the secret comes with it.</summary>
    public async Task<(WebhookRow Row, string Secret)> HookAsync(TestServer server, string app = "home", params string[] kinds)
    {
        var (id, secret, now) = (Guid.CreateVersion7(server.Clock.GetUtcNow()), WebhookSecrets.New(), server.Clock.GetUtcNow());
        var row = new WebhookRow { AppId = app, Id = id, Url = Url, Secret = server.Service<WebhookSecrets>().Seal(app, id, secret), Kinds = kinds, CreatedAt = now, Cursor = EventCursor.Before(0), NextAttemptAt = now };
        (await server.Database.WriteAsync(writing => WebhookStore.TryAddAsync(writing, row))).ShouldBeTrue();
        return (row, secret);
    }

    /// <summary>Waits until so many events came, also such that came before.</summary>
    public Task EventsAsync(int count) => UntilAsync(() => Task.FromResult(Deliveries.Sum(delivery => delivery.Events.Count) >= count));

    /// <summary>Waits until so many deliveries were tried.</summary>
    public Task TriesAsync(int count) => UntilAsync(() => Task.FromResult(_deliveries.Count >= count));

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 2400; i++)
        {
            if (await holds()) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("It did not come to pass within two minutes.");
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        _deliveries.Enqueue(new(await reader.ReadToEndAsync(), http.Request.Headers["Keystile-Signature"].ToString(), http.Request.Headers["Keystile-Delivery"].ToString()));
        await Answer(_deliveries.Count, http);
    }
}
