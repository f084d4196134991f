namespace Keystile.Crash.Tests;

/// <summary>SIGTERM, as every upgrade sends: what was taken is finished, and nothing is left to recover.</summary>
public sealed class A_stopped_server : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-stop-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task under_load_answers_what_it_took_and_ends_well()
    {
        var stops = Scale.Of("STOPS", 4);
        await using var program = new Program(_folder);
        var load = new Load();
        for (var stop = 0; stop < stops; stop++)
        {
            await program.StartAsync();
            (await load.FindRepeatedAsync()).ShouldBeEmpty();
            load.Start(program.Http, program.Origin);
            await load.GrowAsync(10);
            (await program.StopAsync()).ShouldBe(0);
            await load.StopAsync();
            // Folded into the file: a copy of that one file is a backup.
            File.Exists(program.DatabaseFile + "-wal").ShouldBeFalse();
        }
        await program.StartAsync();
        (await load.FindLostAsync()).ShouldBeEmpty();
        load.Refused.ShouldBeEmpty();
        Scale.Report($"SIGTERM under load: {stops} stops, {load.Acknowledged} acknowledged, 0 lost, {load.ProvenSpent} proven spent, 0 repeated");
        await load.ShouldMissWhatIsTakenAwayAsync(program.ExecuteAsync);
        // What is looked for after each stop, as a server leaves it that may not finish.
        await program.KillAsync();
        File.Exists(program.DatabaseFile + "-wal").ShouldBeTrue();
    }
}
