using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Keystile.Bench;

/// <summary>Presses a running server from many sides, and says what became of it: a line a case.</summary>
internal sealed class PressureRun(Uri server, string database, ServerProcess process, int connections, TextWriter report) : IDisposable
{
    private const int AtOnce = 3072;

    // What the server lets in is 1,536: a little less is all let in, twice as many is far too many.
    private const int Few = 64, AtTheLimit = 1400, FarTooMany = 3072;

    // Those who are told to come back and the lines themselves take their share of the same cores. The short run says it and holds nobody to it: it may have any machine.
    private const double MostLate = 4, LeastRate = 0.5;

    // A second: a faster server ends a load sooner.
    private const int MostSignIns = 4000;

    // Of all that is resident, in MB, not only of the heap. Twice as many sign-ins at once as are let in go to its edge: 246 to 257 were seen, 273 in the short run, whose heap may be larger.
    private const int MostMemory = 256;

    private const string Begin = "/api/webauthn/authenticate/begin";
    private const string Post = $"POST {Begin} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2) }) { BaseAddress = server };
    private readonly bool _isShort = connections <= 1000;
    private readonly TimeSpan _flood = TimeSpan.FromSeconds(connections <= 1000 ? 2 : 5);
    private readonly int _mostInOverload = connections <= 1000 ? 320 : 272;
    private bool _holds = true;

    public async Task<bool> RunAsync()
    {
        for (var i = 0; i < 200; i++) await BeginAsync();
        await BesideAsync($"{connections} idle connections", connections, "", "", untilCut: false);
        await Task.WhenAll(
            BesideAsync($"{connections / 10} slow headers", connections / 10, "GET / HTTP/1.1\r\nHost: localhost\r\n", "X-More: 1\r\n", untilCut: true),
            BesideAsync($"{connections / 4} slow bodies", connections / 4, Post, $"96\r\n{new string(' ', 150)}\r\n", untilCut: true));
        await FloodAsync();
        await LockAsync();
        TellMemory("memory up to here", MostMemory);
        await OverloadAsync();
        TellMemory("memory with that overload", _mostInOverload);
        return _holds;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Begins go on beside the lines that press.</summary>
    private async Task BesideAsync(string name, int lines, string first, string more, bool untilCut)
    {
        var began = Stopwatch.GetTimestamp();
        var open = new List<PressingLine>(lines);
        foreach (var some in Enumerable.Range(0, lines).Chunk(250)) open.AddRange(await Task.WhenAll(some.Select(_ => PressingLine.OpenAsync(server, Encoding.ASCII.GetBytes(first)))));
        var pressing = open.Select(line => line.PressAsync(Encoding.ASCII.GetBytes(more), untilCut ? s_patience * 2 : TimeSpan.Zero)).ToList();
        var times = new List<double>();
        while (times.Count < 300 || (untilCut && pressing.Exists(line => !line.IsCompleted)))
        {
            times.Add(await BeginAsync());
            await Task.Delay(10);
        }
        var cut = (await Task.WhenAll(pressing)).Count(isCut => isCut);
        var stood = open.Count(line => line.IsOpen);
        foreach (var line in open) line.Dispose();
        var figures = untilCut ? $"{cut} cut off within {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s" : $"{stood} stand";
        Tell(name, (untilCut ? cut : stood) == lines, $"{figures}; {times.Count} begins beside them, p50 {At(times, 0.5):F1} ms, p99 {At(times, 0.99):F1} ms; {process.Resident} MB");
    }

    /// <summary>Begins as fast as they go; the database is not written to.</summary>
    private async Task FloodAsync()
    {
        var before = Written();
        var began = Stopwatch.GetTimestamp();
        var times = (await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            List<double> mine = [];
            while (Stopwatch.GetElapsedTime(began) < _flood) mine.Add(await BeginAsync());
            return mine;
        }))).SelectMany(mine => mine).ToList();
        var isUntouched = Written() == before;
        Tell("a flood of begins", isUntouched, $"{times.Count / _flood.TotalSeconds:F0} a second, p99 {At(times, 0.99):F0} ms, {(isUntouched ? "no byte" : "something")} written");
    }

    /// <summary>Another program holds the database's lock for a second while twice as many answers come as are let in: the rest is told to come back, and who is in is answered in time.</summary>
    private async Task LockAsync()
    {
        var tokens = new List<string>();
        foreach (var some in Enumerable.Range(0, AtOnce).Chunk(64)) tokens.AddRange(await Task.WhenAll(some.Select(_ => TokenAsync())));
        using var other = new SqliteConnection($"Data Source={database}");
        await other.OpenAsync();
        var held = other.BeginTransaction(deferred: false);
        var answering = tokens.Select(token => TimedAsync("/api/webauthn/authenticate/complete", JsonContent.Create(new { challengeToken = token, credential = new { } }))).ToList();
        await Task.Delay(1000);
        await held.RollbackAsync();
        var answers = await Task.WhenAll(answering);

        var taken = answers.Where(one => one.Status == HttpStatusCode.BadRequest).Select(one => one.Milliseconds).ToList();
        var shed = answers.Where(one => one.Status == HttpStatusCode.ServiceUnavailable).Select(one => one.Milliseconds).ToList();
        Tell($"{AtOnce} answers while the database is locked for a second", taken.Count > 0 && shed.Count > 0 && taken.Count + shed.Count == AtOnce && At(taken, 0.99) < 4000,
            $"{taken.Count} judged, p99 {At(taken, 0.99):F0} ms; {shed.Count} told to come back, half of them within {At(shed, 0.5):F0} ms; {AtOnce - taken.Count - shed.Count} otherwise");
    }

    /// <summary>Real sign-ins, without an end of them, from twice as many lines as the server lets in. Who is in is answered as soon as where nobody is left out, and as many are as at any other time.</summary>
    private async Task OverloadAsync()
    {
        using var pool = new CeremonyPool(server);
        await pool.SignUpAsync();
        var best = await LoadAsync(pool, Few, _isShort ? 1 : 5);
        var limit = await LoadAsync(pool, AtTheLimit, _isShort ? 2 : 10);
        var over = await LoadAsync(pool, FarTooMany, _isShort ? 2.5 : 10);

        var (late, most, maximum) = (At(over.Taken, 0.99), At(limit.Taken, 0.99), Math.Max(best.Rate, limit.Rate));
        string[] otherwise = [.. best.Otherwise, .. limit.Otherwise, .. over.Otherwise];
        var isInTime = _isShort || (late <= MostLate * most && over.Rate >= LeastRate * maximum);
        Tell($"sign-ins from {FarTooMany} at once, again and again", over.Shed > 0 && over.Taken.Count > 0 && otherwise.Length == 0 && isInTime,
            $"{over.Rate:F0} a second, {over.Rate / maximum:P0} of the most without overload; p99 of those let in {late:F0} ms, of {AtTheLimit} at the limit {most:F0} ms, of {Few} {At(best.Taken, 0.99):F0} ms; {over.Shed} times told when to come back; {otherwise.Length} otherwise {otherwise.FirstOrDefault()}");
    }

    private async Task<LoadFigures> LoadAsync(CeremonyPool pool, int lines, double seconds) =>
        await SignInLoad.RunAsync(server, await pool.MakeSignInsAsync(lines + (int)(seconds * MostSignIns)), lines, TimeSpan.FromSeconds(seconds));

    private async Task<string> TokenAsync()
    {
        using var answer = await _http.PostAsJsonAsync(Begin, new { });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("challengeToken").GetString()!;
    }

    private async Task<double> BeginAsync()
    {
        var (status, milliseconds) = await TimedAsync(Begin, JsonContent.Create(new { }));
        return status == HttpStatusCode.OK ? milliseconds : throw new InvalidOperationException($"A begin was answered {status}.");
    }

    private async Task<(HttpStatusCode Status, double Milliseconds)> TimedAsync(string path, JsonContent body)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await _http.PostAsync(path, body);
        return (answer.StatusCode, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private (long, DateTime, long, DateTime) Written()
    {
        var (file, log) = (new FileInfo(database), new FileInfo(database + "-wal"));
        return (file.Length, file.LastWriteTimeUtc, log.Length, log.LastWriteTimeUtc);
    }

    private static double At(List<double> times, double share) => times.Count == 0 ? double.PositiveInfinity : times.Order().ElementAt((int)(times.Count * share));

    private void TellMemory(string name, int most) => Tell(name, process.Peak <= most, $"{process.Resident} MB resident, {process.Peak} MB at the most, of {most} MB");

    private void Tell(string name, bool holds, string figures)
    {
        lock (report)
        {
            _holds &= holds;
            report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(holds ? "holds" : "FAILS")}  {name}: {figures}"));
        }
    }
}
