using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Keystile.Crash.Tests;

/// <summary>A disk that fails while the server runs: what cannot be stored is never said to be, and when the disk is well again so is the server.</summary>
public sealed class A_failing_disk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-disk-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(7)]
    [InlineData(3)]
    public async Task whose_every_nth_sync_fails_costs_a_503_and_nothing_that_was_acknowledged(int n)
    {
        await using var program = new Program(_folder)
        {
            Wrapper = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e", string.Create(CultureInfo.InvariantCulture, $"inject=fdatasync,fsync:error=EIO:when=40+{n}")],
        };
        await program.StartAsync();
        var load = new Load();
        load.Start(program.Http, program.Origin);
        await load.GrowAsync(Scale.Of("SYNC_ERRORS", 120));
        load.Unavailable.ShouldBeGreaterThan(0);
        load.Refused.ShouldBeEmpty();

        (await LostByAKillAsync(program, load)).ShouldBeEmpty();
        Scale.Report($"EIO at every {n}th sync: {load.Acknowledged} acknowledged, 0 lost, {load.ProvenSpent} proven spent, 0 repeated, {load.Unavailable} told to come back");
        await load.ShouldMissWhatIsTakenAwayAsync(program.ExecuteAsync);
    }

    [Fact]
    public async Task that_is_full_lets_people_in_again_the_moment_there_is_room()
    {
        var disk = new SmallDisk(_folder);
        await using var program = new Program(_folder) { Wrapper = disk.Wrapper };
        var load = await ShouldComeBackAsync(program, () => disk.FillAsync(program), () => disk.EmptyAsync(program));
        Scale.Report($"a full disk: {load.Acknowledged} acknowledged, 0 lost, {load.ProvenSpent} proven spent, 0 repeated, {load.Unavailable} told to come back, served again without a restart");
    }

    [Fact]
    public async Task that_may_only_be_read_any_more_lets_people_in_again_the_moment_it_may_be_written()
    {
        await using var program = new Program(_folder) { Wrapper = OwnMounts.Wrapper() };
        await using var disk = new BrokenDisk(program);
        var load = await ShouldComeBackAsync(program, disk.MakeReadOnlyAsync, disk.MakeWritableAsync);
        // On the disk, and not only in the memory of the server.
        (await LostByAKillAsync(program, load)).ShouldBeEmpty();
        Scale.Report($"a disk made read-only: {load.Acknowledged} acknowledged, 0 lost, {load.ProvenSpent} proven spent, 0 repeated, {load.Unavailable} told to come back, served again without a restart");
        await load.ShouldMissWhatIsTakenAwayAsync(program.ExecuteAsync);
    }

    /// <summary>The negative control: what a server acknowledges that cannot store it.</summary>
    [Fact]
    public async Task would_be_seen_to_have_kept_nothing_of_what_was_acknowledged()
    {
        await using var program = new Program(_folder) { Wrapper = OwnMounts.Wrapper() };
        await program.StartAsync();
        var load = new Load();
        load.Start(program.Http, program.Origin);
        await load.GrowAsync(10);
        await using var disk = new BrokenDisk(program);
        await disk.KeepNothingAsync();
        await load.GrowAsync(20);

        (await LostByAKillAsync(program, load)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task that_may_only_be_read_stops_the_start_with_a_line_that_says_so()
    {
        await using var program = new Program(_folder);
        await program.StartAsync();
        (await program.StopAsync()).ShouldBe(0);
        program.Wrapper = OwnMounts.Wrapper(OwnMounts.ReadOnly(_folder));

        (await Should.ThrowAsync<InvalidOperationException>(program.StartAsync)).Message.ShouldContain("keystile: The database");

        program.Wrapper = [];
        await program.StartAsync();
    }

    /// <summary>Breaks the disk under a load, and mends it. Everybody is told to come back, and served when it is mended.</summary>
    private static async Task<Load> ShouldComeBackAsync(Program program, Func<Task> breakIt, Func<Task> mendIt)
    {
        await program.StartAsync();
        var (load, ada) = (new Load(), new Person(program.Http, program.Origin, "ada"));
        (await ada.SignUpAsync()).Status.ShouldBe(HttpStatusCode.Created);
        load.Start(program.Http, program.Origin);
        await load.GrowAsync(20);

        await breakIt();
        await UntilAsync(() => Task.FromResult(load.Unavailable > 20));
        await load.StopAsync();
        await UntilAsync(async () => (await ada.SignInAsync()).Reply is { Status: HttpStatusCode.ServiceUnavailable, SaysWhenToComeBack: true, Code: "database_unavailable" });
        (await program.IsAliveAsync()).ShouldBeTrue();

        await mendIt();
        await UntilAsync(async () => (await ada.SignInAsync()).Reply.Status == HttpStatusCode.OK);
        load.Refused.ShouldBeEmpty();
        (await load.FindLostAsync()).ShouldBeEmpty();
        return load;
    }

    /// <summary>Kills the program, and has another in its place held against the book.</summary>
    private static async Task<IReadOnlyList<string>> LostByAKillAsync(Program program, Load load)
    {
        await program.KillAsync();
        await load.StopAsync();
        program.Wrapper = [];
        await program.StartAsync();
        return await load.FindLostAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var watch = Stopwatch.StartNew(); !await holds(); await Task.Delay(50)) watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }
}
