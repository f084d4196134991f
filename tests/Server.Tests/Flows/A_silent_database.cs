using System.Diagnostics;
using System.Net;
using Keystile.Storage.Tests;

namespace Keystile.Server.Tests;

/// <summary>PostgreSQL says nothing more and hangs up on nobody: a machine that is frozen, or a network that drops every packet.</summary>
public sealed class A_silent_database
{
    private const int AtOnce = 90;

    // Generous, as this machine may be busy: the time limits of the connections add up to 9 s.
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task is_told_to_everybody_before_long_and_found_again_without_a_restart()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var server = await TestServer.StartAsync(new TestClock(rounds: false), "KEYSTILE_DATABASE=" + await postgres.NewDatabaseAsync(), "KEYSTILE_MASTER_KEY=" + new string('7', 64));
        var people = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async i =>
        {
            var browser = new Browser(server);
            var (passkey, _) = await browser.RegisterAsync($"ada-{i}");
            return (Browser: browser, Passkey: passkey, Begun: await browser.BeginAuthenticationAsync());
        }));

        var page = (await Tenant.AddAsync(server)).Browser(server);
        (await page.BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);

        await using (await postgres.SilenceAsync())
        {
            // A third reads its session, a third completes a sign-in, and a third begins one.
            var answers = people.Select((person, i) => AnswerAsync(() => (i % 3) switch
            {
                0 => person.Browser.GetAsync("/api/session"),
                1 => person.Browser.CompleteAuthenticationAsync(person.Begun, Browser.Sign(person.Begun, person.Passkey)),
                _ => new Browser(server).BeginAuthenticationAsync($"ada-{i}"),
            })).ToList();
            (await server.Http.GetAsync("/health/live", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            foreach (var (answer, took) in await Task.WhenAll(answers))
            {
                answer.ShouldBeProblem(503, "database_unavailable");
                answer.Header("Retry-After").ShouldBe("1");
                took.ShouldBeLessThan(s_bound);
            }
            // A page of another origin can read it, too.
            var told = await page.BeginAuthenticationAsync();
            told.ShouldBeProblem(503, "database_unavailable");
            told.Header("Access-Control-Allow-Origin").ShouldBe(Tenant.Origin);
        }

        foreach (var person in people) (await person.Browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        await new Browser(server).SignInAsync(people[0].Passkey);
        await new Browser(server).RegisterAsync("new");
    }

    private static async Task<(Answer Answer, TimeSpan Took)> AnswerAsync(Func<Task<Answer>> ask)
    {
        var began = Stopwatch.GetTimestamp();
        return (await ask(), Stopwatch.GetElapsedTime(began));
    }
}
