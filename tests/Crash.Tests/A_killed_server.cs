using System.Security.Cryptography;

namespace Keystile.Crash.Tests;

/// <summary>SIGKILL in the middle of sign-ups and sign-ins, again and again on one database.</summary>
public sealed class A_killed_server : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-kills-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task on_SQLite_loses_nothing_that_it_acknowledged_and_repeats_nothing_that_was_spent()
    {
        var kills = Scale.Of("KILLS", 6);
        await using var program = new Program(_folder);
        await ShouldLoseNothingAsync(program, kills, "SQLite", program.ExecuteAsync);
    }

    [Fact]
    public async Task on_PostgreSQL_loses_nothing_that_it_acknowledged_and_repeats_nothing_that_was_spent()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.NewDatabaseAsync();
        await using var program = new Program(_folder, database);
        await ShouldLoseNothingAsync(program, Scale.Of("KILLS_POSTGRES", 2), "PostgreSQL", sql => postgres.ExecuteAtAsync(database, sql));
    }

    [Fact]
    public async Task would_be_seen_to_lose_what_was_taken_for_done_before_it_was_answered()
    {
        await using var program = new Program(_folder);
        var load = new Load { Hasty = true };
        var lost = 0;
        for (var kill = 0; kill < 10 && lost == 0; kill++)
        {
            (await KillAsync(program, load, 1)).Repeated.ShouldBeEmpty();
            lost = (await load.FindLostAsync()).Count;
            await program.KillAsync();
        }

        lost.ShouldBeGreaterThan(0);
    }

    private static async Task ShouldLoseNothingAsync(Program program, int kills, string engine, Func<string, Task<object?>> execute)
    {
        var load = new Load();
        await program.StartAsync();
        await program.BePatientAsync();
        await program.KillAsync();
        var (slowest, repeated) = await KillAsync(program, load, kills);
        repeated.ShouldBeEmpty();
        (await load.FindLostAsync()).ShouldBeEmpty();
        load.Refused.ShouldBeEmpty();
        load.Acknowledged.ShouldBeGreaterThanOrEqualTo(kills * 10);
        Scale.Report($"kill -9 on {engine}: {kills} kills, {load.Acknowledged} acknowledged, 0 lost, {load.ProvenSpent} proven spent, 0 repeated; ready again after {slowest.TotalMilliseconds:0} ms at the slowest");
        await load.ShouldMissWhatIsTakenAwayAsync(execute);
    }

    /// <summary>Kills it so often, and once more starts it. Tells the longest it took to be ready, and which of the sign-ins from before a kill it took again after it.</summary>
    private static async Task<(TimeSpan Slowest, IReadOnlyList<string> Repeated)> KillAsync(Program program, Load load, int kills)
    {
        var slowest = TimeSpan.Zero;
        List<string> repeated = [];
        for (var kill = 0; kill < kills; kill++)
        {
            await StartAsync();
            load.Start(program.Http, program.Origin);
            // A cold server needs a while for its first answer; the kill falls into what comes after.
            await load.GrowAsync(10);
            await Task.Delay(RandomNumberGenerator.GetInt32(5, 300));
            await program.KillAsync();
            await load.StopAsync();
        }
        await StartAsync();
        return (slowest, repeated);

        async Task StartAsync()
        {
            var took = await program.StartAsync();
            if (took > slowest) slowest = took;
            repeated.AddRange(await load.FindRepeatedAsync());
        }
    }
}
