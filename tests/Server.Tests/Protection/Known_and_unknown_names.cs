using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Keystile.Server.Recovery;

namespace Keystile.Server.Tests;

/// <summary>Calls about names that are there and names that are not, mixed at random, and how often the slower of two is about one that is there: half of the time, or the time tells.</summary>
/// <remarks>2,000 calls of each kind here; <c>KEYSTILE_ENUMERATION_CALLS=20000</c> is the long run, which may be off by less. What is off is measured once more: the machine may be to blame once, a server that tells is always.
/// The names that are not there are some whose answers are about as long as the others': who has three passkeys waits microseconds longer than who has one, and that can be read in the answer anyway.</remarks>
[Collection("alone")]
public sealed class Known_and_unknown_names
{
    private const int Names = 20;
    private static readonly int s_calls = int.Parse(Environment.GetEnvironmentVariable("KEYSTILE_ENUMERATION_CALLS") ?? "2000", System.Globalization.CultureInfo.InvariantCulture);

    // The standard error of the area is 0.0041 for 20,000 calls and 0.013 for 2,000, and in a process that has run a whole suite the machine adds to it.
    private static readonly double s_tolerance = s_calls >= 20_000 ? 0.02 : 0.08;

    public static TheoryData<string> Calls => ["/api/webauthn/authenticate/begin", "/api/webauthn/register/begin", "/api/recovery/redeem", "/api/recovery/link"];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task cannot_be_told_apart_by_the_time_an_answer_takes(string path)
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync([.. mail.Settings, "Logging:LogLevel:Default=Error", "Logging:LogLevel:Microsoft=Error"]);
        string[] known = [.. Enumerable.Range(0, Names).Select(i => $"known{i:000}")];
        foreach (var name in known) await Person.SignUpAsync(server, mail, name + "@example.com", name);
        var unknown = await LikeAsync(server, path, known[0]);
        var area = await AreaAsync(server, path, known, unknown);
        if (Math.Abs(area - 0.5) > s_tolerance) area = await AreaAsync(server, path, known, unknown);
        area.ShouldBe(0.5, s_tolerance, path);
    }

    /// <summary>Names that nobody has, whose answers are as long as the one about a name that somebody has, or some characters shorter or longer.</summary>
    private static async Task<string[]> LikeAsync(TestServer server, string path, string known)
    {
        var browser = new Browser(server);
        var length = (await browser.PostAsync(path, Body(path, known))).Text.Length;
        List<string> found = [];
        for (var i = 0; found.Count < Names; i++)
        {
            i.ShouldBeLessThan(1000, "too few answers are like the one about a name that is there");
            var answer = await browser.PostAsync(path, Body(path, $"other{i:000}"));
            if (Math.Abs(answer.Text.Length - length) < 25) found.Add($"other{i:000}");
        }
        return [.. found];
    }

    private static async Task<double> AreaAsync(TestServer server, string path, string[] knownNames, string[] unknownNames)
    {
        var browser = new Browser(server);
        List<(double Time, bool Known)> times = [];
        for (var call = -400; call < s_calls; call++)
        {
            if (call % 500 == 0) await Post.ShouldBeNearlyEmptyAsync(server);
            var known = RandomNumberGenerator.GetInt32(2) == 1;
            var body = Body(path, RandomNumberGenerator.GetItems<string>(known ? knownNames : unknownNames, 1)[0]);
            var began = Stopwatch.GetTimestamp();
            var answer = await browser.PostAsync(path, body);
            var took = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            ((int)answer.Status).ShouldBe(path.EndsWith("redeem", StringComparison.Ordinal) ? 400 : path.EndsWith("link", StringComparison.Ordinal) ? 202 : 200, answer.Text);
            if (call >= 0) times.Add((took, known));
        }
        var area = Area(times);
        TestContext.Current.TestOutputHelper?.WriteLine($"{path}: area {area:0.0000} of {times.Count} calls, medians {Median(times, true):0} and {Median(times, false):0} us");
        return area;
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task cannot_be_told_apart_by_status_headers_or_body(string path)
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        await Person.SignUpAsync(server, mail, "known00@example.com", "known00");
        var (known, unknown) = (await new Browser(server).PostAsync(path, Body(path, "known00")), await new Browser(server).PostAsync(path, Body(path, "other00")));
        unknown.Status.ShouldBe(known.Status);
        unknown.Message.Headers.Select(header => header.Key).ShouldBe(known.Message.Headers.Select(header => header.Key));
        Shape(unknown.Json).ShouldBe(Shape(known.Json));
        if (path.Contains("recovery", StringComparison.Ordinal)) unknown.Text.Length.ShouldBe(known.Text.Length);
    }

    [Fact]
    public void would_be_told_apart_if_one_took_a_tenth_longer() =>
        Area([.. Enumerable.Range(0, 2000).Select(i => (i % 2 == 0 ? 100 + i % 50 : 110 + i % 50, i % 2 == 1)).Select(pair => ((double)pair.Item1, pair.Item2))]).ShouldBeGreaterThan(0.6);

    private static JsonObject Body(string path, string name) => path switch
    {
        "/api/recovery/link" => new() { ["email"] = name + "@example.com" },
        "/api/recovery/redeem" => new() { ["username"] = name, ["code"] = RecoveryCodes.New() },
        _ => new() { ["username"] = name },
    };

    /// <summary>The area under the curve, by ranks (Mann and Whitney); equal times share theirs.</summary>
    private static double Area(List<(double Time, bool Known)> times)
    {
        var sorted = times.OrderBy(time => time.Time).ToArray();
        double ranks = 0;
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            for (to = from; to < sorted.Length && sorted[to].Time.Equals(sorted[from].Time); to++) { }
            ranks += sorted[from..to].Count(time => time.Known) * ((from + 1 + to) / 2.0);
        }
        double known = times.Count(time => time.Known), unknown = times.Count - known;
        return (ranks - known * (known + 1) / 2) / (known * unknown);
    }

    private static double Median(List<(double Time, bool Known)> times, bool known)
    {
        var sorted = times.Where(time => time.Known == known).Select(time => time.Time).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static string Shape(JsonNode? node) => node switch
    {
        null => "",
        JsonObject members => "{" + string.Join(",", members.Select(member => member.Key + ":" + Shape(member.Value))) + "}",
        JsonArray items => "[" + (items.Count > 0 && items[0] is JsonObject first ? Shape(first) : "") + "]",
        _ => node.GetValueKind().ToString(),
    };
}

/// <summary>For what measures time: nothing else of this suite runs beside it.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
