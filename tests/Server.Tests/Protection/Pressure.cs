using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Keystile.Server.Protection;

namespace Keystile.Server.Tests;

public sealed class Under_pressure
{
    private const int AtOnce = Admission.MostAtWork + Admission.MostWaiting;
    private const int TooMany = 100;

    [Fact]
    public async Task what_is_in_is_answered_and_what_comes_beyond_is_told_at_once_to_come_back()
    {
        using var tally = new Tally();
        await using var server = await TestServer.StartAsync();
        var stop = TestContext.Current.CancellationToken;
        var page = (await Tenant.AddAsync(server)).Browser(server);
        (await page.BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);
        var tokens = await Task.WhenAll(Enumerable.Range(0, AtOnce + TooMany).Select(async _ => (await new Browser(server).BeginAuthenticationAsync())["challengeToken"].GetValue<string>()));
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = server.Database.WriteAsync(async _ =>
        {
            begun.SetResult();
            await gate.Task;
            return 0;
        }, stop);
        await begun.Task;

        // Each is refused, and its token spent: that waits for the writer.
        var answers = tokens.Select(token => new Browser(server).PostAsync("/api/webauthn/authenticate/complete", new JsonObject { ["challengeToken"] = token, ["credential"] = new JsonObject() })).ToList();
        var first = await Task.WhenAll(await FirstAsync(answers, TooMany));
        first.ShouldAllBe(answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        first[0].ShouldBeProblem(503, "overloaded");
        first[0].Header("Retry-After").ShouldBe("1");
        tally.Lines.Count(line => line == "keystile.requests.shed").ShouldBe(TooMany);
        (await server.Http.GetAsync("/health/live", stop)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var told = await page.BeginAuthenticationAsync();
        told.ShouldBeProblem(503, "overloaded");
        told.Header("Access-Control-Allow-Origin").ShouldBe(Tenant.Origin);

        gate.SetResult();
        await held;
        (await Task.WhenAll(answers)).Count(answer => answer.Status == HttpStatusCode.BadRequest).ShouldBe(AtOnce);
        (await new Browser(server).BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task begins_write_nothing()
    {
        await using var server = await TestServer.StartAsync(new TestClock(rounds: false));
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        var before = server.Database.Written;

        for (var i = 0; i < 50; i++)
        {
            (await browser.BeginAuthenticationAsync("ada")).Status.ShouldBe(HttpStatusCode.OK);
            (await browser.BeginAuthenticationAsync("nobody")).Status.ShouldBe(HttpStatusCode.OK);
            (await browser.BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);
            (await browser.BeginRegistrationAsync("eve")).Status.ShouldBe(HttpStatusCode.OK);
        }

        server.Database.Written.ShouldBe(before);
    }

    [Fact]
    public async Task a_sign_in_reads_in_one_unit_and_writes_in_one()
    {
        await using var server = await TestServer.StartAsync(new TestClock(rounds: false));
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var begun = await browser.BeginAuthenticationAsync("ada");
        using var tally = new Tally(server.Database.Meter);

        (await browser.CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey))).Status.ShouldBe(HttpStatusCode.OK);

        tally.Lines.ShouldBe(["keystile.db.unit.duration unit=read outcome=done", "keystile.db.unit.duration unit=write outcome=done", "keystile.tokens.spent"]);
    }

    [Theory]
    [InlineData("Content-Length: 30000")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task slow_senders_hold_up_nobody_and_are_heard_for_ten_seconds(string length)
    {
        await using var server = await TestServer.StartAsync();
        var stop = TestContext.Current.CancellationToken;
        var began = Stopwatch.GetTimestamp();
        var senders = await Task.WhenAll(Enumerable.Range(0, AtOnce + 1).Select(_ => SlowSender.StartAsync(server, length)));

        (await new Browser(server).BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Admission.Patience);

        foreach (var sender in senders.Skip(1)) sender.Dispose();
        var answer = await senders[0].SendAsync(stop);
        answer.ShouldStartWith("HTTP/1.1 408 ");
        answer.ShouldContain("request_timeout");
        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThanOrEqualTo(Admission.Patience);
    }

    private static async Task<List<Task<Answer>>> FirstAsync(List<Task<Answer>> all, int count)
    {
        var patience = Task.Delay(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        while (all.Count(answer => answer.IsCompleted) < count && !patience.IsCompleted) await Task.Delay(10, TestContext.Current.CancellationToken);
        return [.. all.Where(answer => answer.IsCompleted)];
    }
}
