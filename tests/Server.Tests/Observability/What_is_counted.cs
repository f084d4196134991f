using System.Net;
using Keystile.Server.Tests.Events;
using Microsoft.Extensions.Hosting;

namespace Keystile.Server.Tests;

public sealed class What_is_counted
{
    [Fact]
    public async Task names_the_ceremony_and_its_outcome_and_nobody()
    {
        using var tally = new Tally();
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("canary-name");
        var begun = await browser.BeginAuthenticationAsync("canary-name");
        var signed = Browser.Sign(begun, passkey);

        await browser.CompleteAuthenticationAsync(begun, signed);
        await browser.CompleteAuthenticationAsync(begun, signed);

        tally.Lines.ShouldContain("keystile.ceremonies ceremony=registration outcome=accepted");
        tally.Lines.ShouldContain("keystile.ceremonies ceremony=authentication outcome=accepted");
        tally.Lines.ShouldContain("keystile.ceremonies ceremony=authentication outcome=challenge_used");
        tally.Lines.ShouldAllBe(line => !line.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task is_every_event_that_is_deleted_because_its_time_is_over()
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres: false);
        await ledger.FillAsync(50);
        ledger.Server.Clock.Advance(TimeSpan.FromDays(366));
        using var tally = new Tally();

        await ledger.Server.Service<IEnumerable<IHostedService>>().OfType<Housekeeping>().Single().PurgeAsync(TestContext.Current.CancellationToken);

        tally.Sum("keystile.rows.purged what=events").ShouldBeGreaterThanOrEqualTo(49); // the newest stays
    }

    [Fact]
    public async Task is_whom_a_limit_turned_away()
    {
        using var tally = new Tally();
        await using var server = await TestServer.StartAsync("KEYSTILE_RATE_LIMITS=on");
        var browser = new Browser(server);
        for (var i = 0; i < 10; i++) (await browser.BeginAuthenticationAsync("ada")).Status.ShouldBe(HttpStatusCode.OK);

        (await browser.BeginAuthenticationAsync("ada")).ShouldBeProblem(429, "rate_limited");

        tally.Lines.ShouldContain("keystile.requests.limited limit=begin/user");
    }
}
