using System.Diagnostics;

namespace Keystile.Crash.Tests;

/// <summary>The whole of PostgreSQL killed under load, while the server that uses it lives on.</summary>
public sealed class A_killed_cluster : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-cluster-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task loses_nothing_and_is_found_again_without_a_restart()
    {
        var kills = Scale.Of("CLUSTER_KILLS", 4);
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.NewDatabaseAsync();
        await using var program = new Program(_folder, database);
        await program.StartAsync();
        await program.BePatientAsync();
        var load = new Load();
        load.Start(program.Http, program.Origin);
        var slowest = TimeSpan.Zero;

        for (var kill = 0; kill < kills; kill++)
        {
            await load.GrowAsync(30);
            // Half by SIGKILL of every process, half by PostgreSQL's own immediate stop.
            await (kill % 2 == 0 ? postgres.KillHardAsync() : postgres.KillAsync());
            (await program.IsReadyAsync()).ShouldBeFalse();
            await postgres.LaunchAsync();
            var back = await ReadyAfterAsync(program);
            if (back > slowest) slowest = back;
        }
        await load.GrowAsync(30);
        await load.StopAsync();

        (await load.FindLostAsync()).ShouldBeEmpty();
        // A name that was stored by an unanswered try is taken; nothing else is a refusal but "not now", which says when to come back.
        load.Refused.ShouldAllBe(reply => reply.Code == "username_taken");
        load.Unavailable.ShouldBeGreaterThan(0);
        Scale.Report($"kill of the PostgreSQL cluster under load: {kills} kills, {load.Acknowledged} acknowledged, 0 lost, {load.ProvenSpent} proven spent, 0 repeated, {load.Unavailable} told to come back; served again {slowest.TotalMilliseconds:0} ms after it at the slowest");
        await load.ShouldMissWhatIsTakenAwayAsync(sql => postgres.ExecuteAtAsync(database, sql));
    }

    [Fact]
    public async Task would_be_seen_to_lose_what_it_answered_before_it_was_written()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await postgres.SetAsync("synchronous_commit", "off");
        await postgres.SetAsync("wal_writer_delay", "10s");
        await using var program = new Program(_folder, await postgres.NewDatabaseAsync());
        await program.StartAsync();
        var (load, lost) = (new Load(), 0);
        for (var kill = 0; kill < 10 && lost == 0; kill++)
        {
            load.Start(program.Http, program.Origin);
            await load.GrowAsync(30);
            await postgres.KillHardAsync();
            await load.StopAsync();
            await postgres.LaunchAsync();
            await ReadyAfterAsync(program);
            lost = (await load.FindLostAsync()).Count;
        }

        lost.ShouldBeGreaterThan(0);
    }

    private static async Task<TimeSpan> ReadyAfterAsync(Program program)
    {
        var watch = Stopwatch.StartNew();
        while (!await program.IsReadyAsync())
        {
            watch.Elapsed.ShouldBeLessThan(Patience);
            await Task.Delay(10);
        }
        return watch.Elapsed;
    }
}
