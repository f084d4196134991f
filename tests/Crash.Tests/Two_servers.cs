using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Crash.Tests;

/// <summary>Two servers on one PostgreSQL: nobody notices which one answers, and nothing is done twice.</summary>
public sealed class Two_servers : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-two-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task accept_each_of_many_assertions_once_however_often_it_is_sent()
    {
        var (assertions, times) = (Scale.Of("ASSERTIONS", 10), Scale.Of("REDEEMS", 200));
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.NewDatabaseAsync();
        await using var first = new Program(_folder, database);
        await using var second = new Program(_folder, database) { PublicUrl = first.Origin };
        await first.StartAsync();
        await second.StartAsync();
        var (accepted, refused) = (0, 0);

        for (var i = 0; i < assertions; i++)
        {
            var person = new Person(first.Http, first.Origin, string.Create(CultureInfo.InvariantCulture, $"ada{i}"));
            (await person.SignUpAsync()).Status.ShouldBe(HttpStatusCode.Created);
            var body = await person.PrepareSignInAsync();
            await Parallel.ForEachAsync(Enumerable.Range(0, times), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (send, _) =>
            {
                var reply = await person.At((send % 2 == 0 ? first : second).Http).SendAgainAsync(body);
                if (reply.Status == HttpStatusCode.OK) Interlocked.Increment(ref accepted);
                else if (reply.Code == "challenge_used") Interlocked.Increment(ref refused);
            });
        }

        (accepted, refused).ShouldBe((assertions, assertions * (times - 1)));
        Scale.Report($"{assertions} assertions, each sent {times} times over two servers: {accepted} accepted, {refused} refused as used, 0 broken");
    }

    [Fact]
    public async Task behind_nginx_go_on_when_one_of_them_is_killed()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.NewDatabaseAsync();
        var front = new Nginx(_folder);
        await using var first = new Program(_folder, database) { PublicUrl = front.Origin };
        await using var second = new Program(_folder, database) { PublicUrl = front.Origin };
        await first.StartAsync();
        await second.StartAsync();
        await using var running = await front.StartAsync(first.Origin, second.Origin);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(front.Origin) };
        await first.BePatientAsync();
        var load = new Load { ToleratesGateways = true };
        load.Start(http, front.Origin);
        await load.GrowAsync(60);

        await first.KillAsync();
        await load.GrowAsync(60);
        await first.StartAsync();
        await load.GrowAsync(60);
        await load.StopAsync();

        (await load.FindLostAsync()).ShouldBeEmpty();
        load.Refused.ShouldBeEmpty();
        Scale.Report($"nginx before two servers, one killed and started again: {load.Acknowledged} acknowledged, 0 lost, {load.ProvenSpent} proven spent, 0 repeated, {load.Unavailable} told to come back");
        await load.ShouldMissWhatIsTakenAwayAsync(sql => postgres.ExecuteAtAsync(database, sql));
    }

    [Fact]
    public async Task whose_clocks_are_up_to_half_a_minute_apart_take_each_others_challenges_and_none_from_further_ahead()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.NewDatabaseAsync();
        await using var first = new Program(_folder, database);
        await first.StartAsync();
        var ada = new Person(first.Http, first.Origin, "ada");
        (await ada.SignUpAsync()).Status.ShouldBe(HttpStatusCode.Created);

        // A challenge from the past is good while it lives, so that only whoever is late can meet one that he must refuse.
        foreach (var (apart, byFirst, byOther) in new[] { (-30, "", ""), (30, "", ""), (-35, "", "invalid_challenge_token"), (35, "invalid_challenge_token", "") })
        {
            await using var other = new Program(_folder, database) { PublicUrl = first.Origin, Wrapper = OtherClock.Ahead(apart) };
            await other.StartAsync();
            using var alive = await other.Http.GetAsync("/health/live", TestContext.Current.CancellationToken);
            (alive.Headers.Date!.Value - TimeProvider.System.GetUtcNow()).TotalSeconds.ShouldBe(apart, 4);

            await ShouldBeTakenAsync(ada.At(other.Http), await ada.PrepareSignInAsync(), byOther);
            await ShouldBeTakenAsync(ada, await ada.At(other.Http).PrepareSignInAsync(), byFirst);
        }
        Scale.Report("two servers whose clocks are 30 s apart, one way and the other, take each other's challenges; 35 s apart, the one that is behind refuses");

        static async Task ShouldBeTakenAsync(Person person, JsonObject signIn, string unless)
        {
            var reply = await person.SendAgainAsync(signIn);
            (reply.Status == HttpStatusCode.OK ? "" : reply.Code).ShouldBe(unless, reply.Text);
        }
    }
}
