using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Keystile.Fuzz.Tests;

namespace Keystile.Crash.Tests;

/// <summary>A whole page turned to nonsense under a server that runs, in the file or in its log: who needs it is told to come back, the others are served, and when it is mended so is the server.</summary>
public sealed class A_damaged_page : IDisposable
{
    // So few sign-ins that no life folds its log, which would carry a damaged page of it into the file.
    private const int PagesInALife = 3, SignIns = 30;

    private static readonly int[] s_good = [200, 503];
    private static readonly string?[] s_refusals = ["challenge_used", "database_unavailable"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-page-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task is_told_to_those_who_need_it_and_lets_nobody_in_twice_nor_as_another()
    {
        var (pages, seed) = (Scale.Of("PAGES", 3), Scale.Of("SEED", RandomNumberGenerator.GetInt32(int.MaxValue)));
        await using var program = new Program(_folder);
        await program.StartAsync();
        await program.BePatientAsync();
        var load = new Load();
        load.Start(program.Http, program.Origin);
        await load.GrowAsync(200);
        await load.StopAsync();
        var (people, spent, chance, served, again) = (load.People.ToArray(), load.SignIns.ToArray(), new Dice((ulong)seed), 0, 0);

        for (var page = 0; page < pages; page++)
        {
            if (page % PagesInALife == 0)
            {
                (await program.StopAsync()).ShouldBe(0);
                await program.StartAsync();
            }
            var when = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, page {page}");
            Person[] some = [.. Enumerable.Range(0, SignIns).Select(_ => chance.Pick(people))];
            using (await DamageAsync(page % PagesInALife, some[0]))
            {
                served += await Honesty.ServeAsync(some, people, s_good, when);
                foreach (var _ in some) s_refusals.ShouldContain((await chance.Pick(spent).SendAgainAsync()).Code, when);
                (await program.IsAliveAsync()).ShouldBeTrue();
            }
            again += await Honesty.ServeAsync(some, people, s_good, when);
        }

        again.ShouldBe(pages * SignIns);
        served.ShouldBeInRange(1, again - 1);
        load.Refused.ShouldBeEmpty();
        (await program.ExecuteAsync("PRAGMA integrity_check")).ShouldBe("ok");
        (await load.FindLostAsync()).ShouldBeEmpty();
        Scale.Report($"a page turned to nonsense under a running server: {pages} pages, {served} of {again} sign-ins served and the others told to come back, none as another, none twice; all served when it was mended, without a restart; {load.Acknowledged} acknowledged, 0 lost; seed {seed}");
        await load.ShouldMissWhatIsTakenAwayAsync(program.ExecuteAsync);

        async Task<DamagedPage> DamageAsync(int kind, Person person)
        {
            if (kind < 2) await program.LeaveAllInTheFileAsync();
            else await program.ForgetPagesAsync();
            return kind switch
            {
                0 => DamagedPage.With(Encoding.UTF8.GetBytes(person.Username), program.DatabaseFile, chance),
                1 => DamagedPage.Of(program.DatabaseFile, chance),
                _ => DamagedPage.OfLog(program.DatabaseFile + "-wal", chance),
            };
        }
    }
}
