using System.Globalization;
using System.Security.Cryptography;
using Keystile.Fuzz.Tests;
using Microsoft.Data.Sqlite;

namespace Keystile.Crash.Tests;

/// <summary>The power goes at a random moment of a recorded run: the disk keeps what was synced before and chance decides of the rest. A kill alone would not show it, as the system's cache outlives the process.</summary>
public sealed class A_lost_power : IDisposable
{
    // What was acknowledged must be in one of these columns.
    private const string Names = "SELECT u.username FROM users AS u", Spent = "SELECT hex(jti) FROM spent";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-power-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task leaves_a_database_that_is_whole_and_has_all_that_was_acknowledged()
    {
        var (points, seed) = (Scale.Of("POWER_CUTS", 60), Scale.Of("SEED", RandomNumberGenerator.GetInt32(int.MaxValue)));
        var (acts, load) = await RecordAsync();
        Acknowledged[] book =
        [
            .. load.People.Select(person => new Acknowledged(Seconds(person.SignedUpAt), Names, person.Username)),
            .. load.SignIns.Select(signIn => new Acknowledged(Seconds(signIn.AcknowledgedAt), Spent, signIn.Jti)),
        ];
        book = [.. book.OrderBy(act => act.Time)];

        Faults(acts, book, honest: true, points, seed).ShouldBeEmpty($"seed {seed}");
        // The same disk, but its syncs do nothing: this must be seen, or the test sees nothing.
        Faults(acts, book, honest: false, points, seed).ShouldNotBeEmpty($"seed {seed}");
        Scale.Report($"power cut: {points} points in {acts.Count} acts on the disk, {book.Count(act => act.Kind == Names)} passkeys acknowledged, 0 lost, {book.Count(act => act.Kind == Spent)} sign-ins, 0 unspent, 0 damaged; with a disk that does not sync the same test fails; seed {seed}");
    }

    private async Task<(IReadOnlyList<DiskAct> Acts, Load Load)> RecordAsync()
    {
        var log = _folder.CreateSubdirectory("log");
        await using var program = new Program(_folder.CreateSubdirectory("data")) { Wrapper = DiskTrace.Wrapper(log) };
        await program.StartAsync();
        var load = new Load();
        load.Start(program.Http, program.Origin);
        await load.GrowAsync(Scale.Of("POWER_ACTS", 150));
        await program.KillAsync();
        await load.StopAsync();
        return (DiskTrace.Read(log), load);
    }

    private List<string> Faults(IReadOnlyList<DiskAct> acts, Acknowledged[] book, bool honest, int points, int seed)
    {
        var (chance, image, faults) = (new Dice((ulong)seed), new DiskImage(acts, honest), new List<string>());
        // From the first acknowledgement on: before it there may be no schema yet.
        var (first, last) = (book[0].Time, acts[^1].Ended);
        foreach (var time in Enumerable.Range(0, points).Select(_ => first + (chance.Next(1_000_000) / 1e6 * (last - first))).Order())
        {
            image.AdvanceTo(time);
            var left = Directory.CreateDirectory(Path.Combine(_folder.FullName, "left"));
            image.WriteTo(left, chance);
            if (Fault(Path.Combine(left.FullName, "keystile.db"), [.. book.TakeWhile(act => act.Time < time)]) is { } fault)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"at {time - first:0.000} s: {fault}"));
            left.Delete(recursive: true);
        }
        return faults;
    }

    private static string? Fault(string file, IReadOnlyList<Acknowledged> acknowledged)
    {
        try
        {
            using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
            connection.Open();
            if (Column(connection, "PRAGMA integrity_check") is not ["ok"]) return "not whole";
            if (Column(connection, "SELECT username FROM users AS u WHERE NOT EXISTS (SELECT 1 FROM webauthn_credentials AS c WHERE c.app_id = u.app_id AND c.user_id = u.id)") is { Count: > 0 } halves) return "without a passkey: " + halves[0];
            return Missing(Names) ?? Missing(Spent);

            string? Missing(string kind) => acknowledged.Where(act => act.Kind == kind).Select(act => act.Key).Except(Column(connection, kind)).FirstOrDefault() is { } missing ? $"not in {kind}: {missing}" : null;
        }
        catch (SqliteException failure)
        {
            return failure.Message;
        }
    }

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static List<string> Column(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        List<string> values = [];
        while (reader.Read()) values.Add(reader.GetString(0));
        return values;
    }

    /// <summary>A sign-up or a sign-in, in the words of the database, and when the answer arrived.</summary>
    private sealed record Acknowledged(double Time, string Kind, string Key);
}
