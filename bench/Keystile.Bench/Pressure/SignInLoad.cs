using System.Collections.Concurrent;
using System.Diagnostics;

namespace Keystile.Bench;

/// <summary>Real sign-ins from many lines at once: each sends its next as soon as the last is answered. A line that is told to come back reads when, and comes back then.</summary>
internal sealed class SignInLoad(ConcurrentQueue<byte[]> waiting, TimeSpan time)
{
    private readonly ConcurrentBag<double> _taken = [];
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly ConcurrentBag<string> _otherwise = [];
    private int _count, _shed;

    /// <summary>In this first part of the time one line after the other begins; what is sent in it is not measured.</summary>
    private TimeSpan Start => time / 5;

    private TimeSpan Now => Stopwatch.GetElapsedTime(_began);

    /// <summary>Runs for that time, or until there are no more <paramref name="signIns"/>.</summary>
    public static async Task<LoadFigures> RunAsync(Uri server, IEnumerable<string> signIns, int count, TimeSpan time)
    {
        List<SignInLine> lines = [];
        foreach (var some in Enumerable.Range(0, count).Chunk(250)) lines.AddRange(await Task.WhenAll(some.Select(_ => SignInLine.OpenAsync(server))));
        var requests = new ConcurrentQueue<byte[]>(signIns.Select(body => SignInLine.Request(server, body)));
        var figures = await new SignInLoad(requests, time).RunAsync(lines);
        foreach (var line in lines) line.Dispose();
        return figures;
    }

    private async Task<LoadFigures> RunAsync(List<SignInLine> lines)
    {
        var working = Task.WhenAll(lines.Select(async (line, number) =>
        {
            await Task.Delay(Start * number / lines.Count);
            await WorkAsync(line);
        }));
        await Task.Delay(Start);
        var (began, before) = (Now, _count);
        while (Now < time && !waiting.IsEmpty) await Task.Delay(10);
        var rate = (_count - before) / (Now - began).TotalSeconds;
        await working;
        return new(rate, [.. _taken], _shed, [.. _otherwise]);
    }

    private async Task WorkAsync(SignInLine line)
    {
        while (Now < time && waiting.TryDequeue(out var request))
        {
            var sent = Now;
            switch (await line.SendAsync(request))
            {
                case (200, _):
                    Interlocked.Increment(ref _count);
                    if (sent >= Start) _taken.Add((Now - sent).TotalMilliseconds);
                    break;
                case (503, > 0 and var seconds):
                    Interlocked.Increment(ref _shed);
                    waiting.Enqueue(request);
                    await Task.Delay(TimeSpan.FromSeconds(seconds));
                    break;
                case var answer:
                    _otherwise.Add(answer is null ? "cut off" : line.ToString());
                    return;
            }
        }
    }
}

/// <summary>What became of a load.</summary>
/// <param name="Rate">How many were taken a second while all lines were busy.</param>
/// <param name="Taken">How long each that was taken took, in milliseconds.</param>
/// <param name="Shed">How often one was told when to come back.</param>
/// <param name="Otherwise">Every other answer.</param>
internal sealed record LoadFigures(double Rate, List<double> Taken, int Shed, IReadOnlyList<string> Otherwise);
