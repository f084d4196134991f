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
    private const string Begin = "/api/webauthn/authenticate/begin";
    private const string Post = $"POST {Begin} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_flood = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2) }) { BaseAddress = server };
    private bool _holds = true;

    public async Task<bool> RunAsync()
    {
        for (var i = 0; i < 200; i++) await BeginAsync();
        await BesideAsync($"{connections} idle connections", connections, "", "", untilCut: false);
        await BesideAsync($"{connections / 10} slow headers", connections / 10, "GET / HTTP/1.1\r\nHost: localhost\r\n", "X-More: 1\r\n", untilCut: true);
        await BesideAsync($"{connections / 4} slow bodies", connections / 4, Post, $"96\r\n{new string(' ', 150)}\r\n", untilCut: true);
        await FloodAsync();
        await OverloadAsync();
        Tell("memory", process.Peak < 400, $"{process.Resident} MB resident, {process.Peak} MB at the most, with a heap of at most 256 MB");
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
            while (Stopwatch.GetElapsedTime(began) < s_flood) mine.Add(await BeginAsync());
            return mine;
        }))).SelectMany(mine => mine).ToList();
        var isUntouched = Written() == before;
        Tell("a flood of begins", isUntouched, $"{times.Count / s_flood.TotalSeconds:F0} a second, p99 {At(times, 0.99):F0} ms, {(isUntouched ? "no byte" : "something")} written");
    }

    /// <summary>Another program holds the database's lock for a second while twice as many answers come as are let in: the rest is told to come back, and who is in is answered in time.</summary>
    private async Task OverloadAsync()
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

    private void Tell(string name, bool holds, string figures)
    {
        _holds &= holds;
        report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(holds ? "holds" : "FAILS")}  {name}: {figures}"));
    }
}
