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
        await load.StopAsync();
        await program.KillAsync();
        load.Unavailable.ShouldBeGreaterThan(0);
        load.Refused.ShouldBeEmpty();

        program.Wrapper = [];
        await program.StartAsync();
        (await load.FindLostAsync()).ShouldBeEmpty();
        Scale.Report($"EIO at every {n}th sync: {load.Acknowledged} acknowledged, 0 lost, {load.ProvenSpent} proven spent, 0 repeated, {load.Unavailable} told to come back");
    }

    [Fact]
    public async Task that_is_full_lets_people_in_again_the_moment_there_is_room()
    {
        var disk = new SmallDisk(_folder);
        await using var program = new Program(_folder) { Wrapper = disk.Wrapper };
        await program.StartAsync();
        var (load, ada) = (new Load(), new Person(program.Http, program.Origin, "ada"));
        (await ada.SignUpAsync()).Status.ShouldBe(HttpStatusCode.Created);
        load.Start(program.Http, program.Origin);
        await load.GrowAsync(20);

        await disk.FillAsync(program);
        await UntilAsync(() => Task.FromResult(load.Unavailable > 20));
        await load.StopAsync();
        await UntilAsync(async () => (await ada.SignInAsync()).Reply is { Status: HttpStatusCode.ServiceUnavailable, SaysWhenToComeBack: true });
        (await program.IsAliveAsync()).ShouldBeTrue();

        await disk.EmptyAsync(program);
        await UntilAsync(async () => (await ada.SignInAsync()).Reply.Status == HttpStatusCode.OK);
        load.Refused.ShouldBeEmpty();
        (await load.FindLostAsync()).ShouldBeEmpty();
        Scale.Report($"a full disk: {load.Acknowledged} acknowledged, 0 lost, {load.ProvenSpent} proven spent, 0 repeated, {load.Unavailable} told to come back, served again without a restart");
    }

    [Fact]
    public async Task that_may_only_be_read_stops_the_start_with_a_line_that_says_so()
    {
        await using var program = new Program(_folder);
        await program.StartAsync();
        (await program.StopAsync()).ShouldBe(0);
        program.Wrapper = SmallDisk.ReadOnly(_folder);

        (await Should.ThrowAsync<InvalidOperationException>(program.StartAsync)).Message.ShouldContain("keystile: The database");

        program.Wrapper = [];
        await program.StartAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var watch = Stopwatch.StartNew(); !await holds(); await Task.Delay(50)) watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }
}
