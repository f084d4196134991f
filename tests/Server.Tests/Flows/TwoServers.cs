using System.Net;
using Keystile.Storage;
using Keystile.Storage.Tests;
using Microsoft.Extensions.Hosting;

namespace Keystile.Server.Tests;

public sealed class Two_servers_on_one_PostgreSQL
{
    private static readonly string s_rootKey = "KEYSTILE_MASTER_KEY=" + new string('7', 64);

    [Fact]
    public async Task are_one_to_a_person_and_open_one_session_for_1000_answers_that_are_the_same()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = "KEYSTILE_DATABASE=" + await postgres.NewDatabaseAsync();
        await using var first = await TestServer.StartAsync(database, s_rootKey);
        await using var second = await TestServer.StartAsync(database, s_rootKey);
        var signingUp = new Browser(first);
        var (passkey, registered) = await signingUp.RegisterAsync("Ada");
        (await new Browser(second) { Cookie = signingUp.Cookie }.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        (await new Browser(second).SignInAsync(passkey, "ada"))["user"]["id"]!.GetValue<string>().ShouldBe(registered["user"]["id"]!.GetValue<string>());

        var begun = await new Browser(first).BeginAuthenticationAsync();
        var made = Browser.Sign(begun, passkey);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => new Browser(i % 2 == 0 ? first : second).CompleteAuthenticationAsync(begun, made)));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.ShouldAllBe(answer => (int)answer.Status < 500);
    }

    [Fact]
    public async Task delete_what_no_longer_matters_one_at_a_time()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = "KEYSTILE_DATABASE=" + await postgres.NewDatabaseAsync();
        var clock = new TestClock();
        await using var first = await TestServer.StartAsync(clock, database, s_rootKey);
        await using var second = await TestServer.StartAsync(clock, database, s_rootKey);
        await new Browser(first).RegisterAsync("ada");
        clock.Advance(TimeSpan.FromDays(400));

        await first.Database.WriteAsync(async writing =>
        {
            (await writing.TryLeadAsync(Job.Housekeeping)).ShouldBeTrue();
            await PurgeAsync(second);
            return 0;
        }, TestContext.Current.CancellationToken);
        (await LeftAsync()).ShouldBe((1, 1));
        await PurgeAsync(second);
        (await LeftAsync()).ShouldBe((0, 0));

        Task PurgeAsync(TestServer server) => server.Service<IEnumerable<IHostedService>>().OfType<Housekeeping>().Single().PurgeAsync(TestContext.Current.CancellationToken);
        async Task<(long Spent, long Sessions)> LeftAsync() =>
            ((long)(await postgres.ExecuteAsync("SELECT count(*) FROM spent", "test1"))!, (long)(await postgres.ExecuteAsync("SELECT count(*) FROM sessions", "test1"))!);
    }
}
