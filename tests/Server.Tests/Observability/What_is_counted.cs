using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Keystile.Server.Observability;

namespace Keystile.Server.Tests;

public sealed class What_is_counted
{
    [Fact]
    public async Task names_the_ceremony_and_its_outcome_and_nobody()
    {
        var counted = new ConcurrentQueue<string>();
        using var listener = new MeterListener { InstrumentPublished = static (instrument, listening) => { if (instrument.Meter.Name == Meters.Name) listening.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => counted.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        listener.Start();
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("canary-name");
        var begun = await browser.BeginAuthenticationAsync("canary-name");
        var signed = Browser.Sign(begun, passkey);

        await browser.CompleteAuthenticationAsync(begun, signed);
        await browser.CompleteAuthenticationAsync(begun, signed);

        counted.ShouldContain("keystile.ceremonies ceremony=registration outcome=accepted");
        counted.ShouldContain("keystile.ceremonies ceremony=authentication outcome=accepted");
        counted.ShouldContain("keystile.ceremonies ceremony=authentication outcome=challenge_used");
        counted.ShouldAllBe(line => !line.Contains("canary", StringComparison.Ordinal));
    }
}
