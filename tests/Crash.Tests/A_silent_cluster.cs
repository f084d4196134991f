using System.Security.Cryptography;

namespace Keystile.Crash.Tests;

/// <summary>Every process of PostgreSQL stopped in the middle of commits, and then let go on, or killed: nobody waits without end, and what became of an act its token tells.</summary>
public sealed class A_silent_cluster : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-silence-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task lets_nobody_wait_without_end_and_does_each_act_once()
    {
        var silences = Scale.Of("SILENCES", 1);
        await using var postgres = await PostgresServer.StartAsync();
        // Each commit sleeps before it is written, so that at any moment some are under way.
        await postgres.SetAsync("commit_siblings", "0");
        await postgres.SetAsync("commit_delay", "20000");
        var database = await postgres.NewDatabaseAsync();
        await using var program = new Program(_folder, database);
        await program.StartAsync();
        await program.BePatientAsync();
        // Who is told "not now" sends the same again, until he hears what became of it. Who hears nothing for 20 s fails the load.
        var load = new Load { Insists = true };
        load.Start(program.Http, program.Origin);

        for (var silence = 0; silence < silences; silence++)
        {
            await load.GrowAsync(30);
            await Task.Delay(RandomNumberGenerator.GetInt32(100), TestContext.Current.CancellationToken);
            await using (await postgres.SilenceAsync())
            {
                var told = load.Unavailable;
                await UntilAsync(() => Task.FromResult(load.Unavailable > told));
                if (silence % 2 == 0) continue;
                await postgres.KillHardAsync();
                await postgres.LaunchAsync();
            }
        }
        await UntilAsync(program.IsReadyAsync);
        await load.GrowAsync(30);
        await load.StopAsync();

        load.Refused.ShouldBeEmpty();
        load.Unavailable.ShouldBeGreaterThanOrEqualTo(silences);
        var (people, signIns) = (load.People.LongCount(), load.SignIns.LongCount());
        (await CountAsync("users"), await CountAsync("webauthn_credentials"), await CountAsync("sessions"), await CountAsync("events WHERE kind = 3")).ShouldBe((people, people, people + signIns, signIns));
        (await load.FindLostAsync()).ShouldBeEmpty();
        Scale.Report($"PostgreSQL stopped in the middle of commits: {silences} times, and then killed {silences / 2} times, {load.Acknowledged} acts, each stored once, 0 lost, {load.ProvenSpent} proven spent, 0 repeated; {load.Unavailable} told to come back, {load.Settled} of whom had been served and heard so when they did");
        await load.ShouldMissWhatIsTakenAwayAsync(sql => postgres.ExecuteAtAsync(database, sql));

        async Task<long> CountAsync(string what) => (long)(await postgres.ExecuteAtAsync(database, "SELECT count(*) FROM " + what))!;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var since = TimeProvider.System.GetTimestamp(); !await holds(); await Task.Delay(20)) TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(Patience);
    }
}
