using System.Net;
using System.Security.Cryptography;
using Keystile.Fuzz.Tests;

namespace Keystile.Crash.Tests;

/// <summary>One byte of the database file turned over, as a dying disk does: the start says so, or what is damaged fails closed and is called our fault. Nobody gets in as another.</summary>
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
        await program.StartAsync();
        var people = Enumerable.Range(0, 20).Select(i => new Person(program.Http, program.Origin, "ada" + i)).ToArray();
        foreach (var person in people) (await person.SignUpAsync()).Status.ShouldBe(HttpStatusCode.Created);
        (await program.StopAsync()).ShouldBe(0);
        var (sound, chance, refused, served) = (await File.ReadAllBytesAsync(program.DatabaseFile, TestContext.Current.CancellationToken), new Dice((ulong)seed), 0, 0);

        for (var flip = 0; flip < flips; flip++)
        {
            var damaged = (byte[])sound.Clone();
            damaged[chance.Next(damaged.Length)] ^= (byte)(1 << chance.Next(8));
            foreach (var beside in _folder.EnumerateFiles("keystile.db-*")) beside.Delete();
            await File.WriteAllBytesAsync(program.DatabaseFile, damaged, TestContext.Current.CancellationToken);
            try
            {
                await program.StartAsync();
            }
            catch (InvalidOperationException refusal)
            {
                refusal.Message.ShouldContain("keystile: ", Case.Sensitive, $"seed {seed}, flip {flip}");
                refused++;
                continue;
            }
            foreach (var person in people)
            {
                var (reply, body) = await person.SignInAsync();
                s_good.ShouldContain((int)reply.Status, $"seed {seed}, flip {flip}: {reply.Text}");
                if (body is null || reply.Status != HttpStatusCode.OK) continue;
                // The text itself may be what was damaged: one byte of it, not another person's.
                var name = (string)reply.Json["user"]!["username"]!;
                people.Where(other => other != person).ShouldNotContain(other => other.Username == name, $"seed {seed}, flip {flip}");
                served++;
            }
            (await program.IsAliveAsync()).ShouldBeTrue();
            await program.KillAsync();
        }
        Scale.Report($"a bit turned over, {flips} times: {refused} starts refused, {served} of {(flips - refused) * people.Length} sign-ins served, none as another; seed {seed}");
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
}
