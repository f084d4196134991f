using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Keystile.Fuzz.Tests;

namespace Keystile.Crash.Tests;

/// <summary>One bit of the database file turned over, as a dying disk does, before the start or under a server that runs: the start says so, or what is damaged fails closed and is called our fault. Nobody gets in as another.</summary>
public sealed class A_damaged_file : IDisposable
{
    private static readonly int[] s_good = [200, 400, 403, 500, 503];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-damage-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task never_lets_anyone_in_as_another_nor_takes_the_server_down()
    {
        var (flips, seed) = (Scale.Of("FLIPS", 6), Scale.Of("SEED", RandomNumberGenerator.GetInt32(int.MaxValue)));
        await using var program = new Program(_folder);
        var people = await SignUpAsync(program, 20);
        (await program.StopAsync()).ShouldBe(0);
        var (sound, chance, refused, served) = (await File.ReadAllBytesAsync(program.DatabaseFile, TestContext.Current.CancellationToken), new Dice((ulong)seed), 0, 0);

        for (var flip = 0; flip < flips; flip++)
        {
            var when = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, flip {flip}");
            var damaged = (byte[])sound.Clone();
            var at = chance.Next(damaged.Length);
            damaged[at] ^= (byte)(1 << chance.Next(8));
            foreach (var beside in _folder.EnumerateFiles("keystile.db-*")) beside.Delete();
            var underway = flip % 2 == 1;
            await File.WriteAllBytesAsync(program.DatabaseFile, underway ? sound : damaged, TestContext.Current.CancellationToken);
            try
            {
                await program.StartAsync();
            }
            catch (InvalidOperationException refusal) when (!underway)
            {
                refusal.Message.ShouldContain("keystile: ", Case.Sensitive, when);
                refused++;
                continue;
            }
            if (underway)
            {
                await program.LeaveAllInTheFileAsync();
                Damage(program.DatabaseFile, at, damaged[at]);
            }
            served += await Honesty.ServeAsync(people, people, s_good, when);
            (await program.IsAliveAsync()).ShouldBeTrue();
            await program.KillAsync();
        }
        Scale.Report($"a bit turned over, {flips} times, every second under a running server: {refused} starts refused, {served} of {(flips - refused) * people.Length} sign-ins served, none as another; seed {seed}");
    }

    /// <summary>The negative control.</summary>
    [Fact]
    public async Task would_be_seen_to_let_one_in_as_another()
    {
        await using var program = new Program(_folder);
        var people = await SignUpAsync(program, 2);
        (await Honesty.ServeAsync(people, people, s_good, "before")).ShouldBe(2);
        await program.ExecuteAsync("UPDATE users SET username = CASE username WHEN 'ada0' THEN 'ada1' ELSE 'ada0' END");

        (await Assert.ThrowsAsync<ShouldAssertException>(() => Honesty.ServeAsync(people, people, s_good, "as another"))).Message.ShouldContain("as another");
    }

    /// <summary>The byte may lie in the description of the tables.</summary>
    [Fact]
    public async Task whose_tables_are_others_is_refused_at_the_start_in_a_sentence()
    {
        await using var program = new Program(_folder);
        await program.StartAsync();
        (await program.StopAsync()).ShouldBe(0);
        var file = await File.ReadAllBytesAsync(program.DatabaseFile, TestContext.Current.CancellationToken);
        var keys = file.AsSpan().IndexOf("CREATE TABLE signing_keys"u8);
        file[keys + file.AsSpan(keys).IndexOf("created_at"u8)] ^= 1;
        await File.WriteAllBytesAsync(program.DatabaseFile, file, TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<InvalidOperationException>(program.StartAsync())).Message.ShouldContain("keystile: The database is not as this program left it");
    }

    private static async Task<Person[]> SignUpAsync(Program program, int count)
    {
        await program.StartAsync();
        var people = Enumerable.Range(0, count).Select(i => new Person(program.Http, program.Origin, string.Create(CultureInfo.InvariantCulture, $"ada{i}"))).ToArray();
        foreach (var person in people) (await person.SignUpAsync()).Status.ShouldBe(HttpStatusCode.Created);
        return people;
    }

    private static void Damage(string file, long at, byte value)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite) { Position = at };
        stream.WriteByte(value);
    }
}
