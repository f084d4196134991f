using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Keystile.Bench;

/// <summary>Our rows of the peers' table, measured and written as theirs are: operations a CPU second of the process, rounds in turn, the median of them.</summary>
internal static class PeerRows
{
    private const double LeastWarming = 1;
    private static readonly TimeSpan PauseAfterWarming = TimeSpan.FromMilliseconds(300);

    public static int Write(TextWriter output)
    {
        var seconds = double.Parse(Environment.GetEnvironmentVariable("SECS") ?? "0.3", CultureInfo.InvariantCulture);
        var rounds = int.Parse(Environment.GetEnvironmentVariable("ROUNDS") ?? "5", CultureInfo.InvariantCulture);
        var cases = PeerCases.Names.Select(name => (Name: name, Verify: PeerCases.Make(name), Rates: new List<double>(), Allocated: new List<double>())).ToList();
        // The process is all that is timed, its compiler too: until that has settled, the figures are its.
        for (var warming = 0; warming < 3; warming++) cases.ForEach(each => Measure(each.Verify, Math.Max(seconds, LeastWarming)));
        Thread.Sleep(PauseAfterWarming);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var each in cases)
            {
                var (rate, allocated) = Measure(each.Verify, seconds);
                each.Rates.Add(rate);
                each.Allocated.Add(allocated);
            }
        }
        foreach (var (name, _, rates, allocated) in cases)
        {
            rates.Sort();
            allocated.Sort();
            var median = rates[rates.Count / 2];
            output.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["lib"] = "Keystile",
                ["case"] = name,
                ["ops"] = Math.Round(median),
                ["us"] = Math.Round(1e6 / median, 1),
                ["alloc"] = Math.Round(allocated[allocated.Count / 2]),
                ["min"] = Math.Round(rates[0]),
                ["max"] = Math.Round(rates[^1]),
            }));
        }
        return 0;
    }

    private static (double Rate, double Allocated) Measure(Func<bool> verify, double seconds)
    {
        var (count, bytes, from, cpu) = (0L, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        do
        {
            for (var i = 0; i < 16; i++)
            {
                if (!verify()) throw new InvalidOperationException("A ceremony did not verify.");
            }
            count += 16;
        }
        while (Stopwatch.GetElapsedTime(from).TotalSeconds < seconds);
        return (count / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)count);
    }
}
