using System.Diagnostics;
using System.Globalization;

namespace Keystile.Bench;

/// <summary>Puts a running server under steady mixed load and holds its memory in the last quarter against that in the second.</summary>
internal sealed class SoakRun(Uri server, ServerProcess process, TimeSpan time, TextWriter report)
{
    private const int Clients = 16, Samples = 40, MostGrowth = 16;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(15);

    public async Task<bool> RunAsync()
    {
        var isOver = false;
        SoakClient[] clients = [.. Enumerable.Range(0, Clients).Select(number => new SoakClient(server, number))];
        var working = clients.Select(client => Task.Run(() => client.WorkAsync(() => Volatile.Read(ref isOver)))).ToList();
        await Task.Delay(s_warmUp);
        var began = Stopwatch.GetTimestamp();
        var before = SignIns();
        var sizes = new List<int>();
        report.WriteLine("| seconds | sign-ins | resident after a collection, MB | at the most, MB | handles |\n|---:|---:|---:|---:|---:|");
        for (var sample = 1; sample <= Samples && working.TrueForAll(work => !work.IsCompleted); sample++)
        {
            var rest = (time / Samples * sample) - Stopwatch.GetElapsedTime(began);
            if (rest > TimeSpan.Zero) await Task.Delay(rest);
            await process.CollectAsync();
            sizes.Add(process.Resident);
            if (sample % 4 == 0) report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} | {SignIns():N0} | {sizes[^1]} | {process.Peak} | {process.Handles} |"));
        }
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Volatile.Write(ref isOver, true);
        await Task.WhenAll(working);

        report.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{SignIns():N0} sign-ins ({(SignIns() - before) / seconds:F0} a second), {clients.Sum(client => client.Registrations):N0} registrations, {clients.Sum(client => client.Reads):N0} sessions read, {clients.Sum(client => client.Refusals):N0} refused, {clients.Sum(client => client.Limited):N0} over a limit"));
        if (clients.Select(client => client.Surprise).FirstOrDefault(surprise => surprise is not null) is { } wrong)
        {
            report.WriteLine(wrong);
            return false;
        }
        var growth = Median(sizes[^(Samples / 4)..]) - Median(sizes[(Samples / 4)..(Samples / 2)]);
        report.WriteLine($"memory {(growth <= MostGrowth ? "is flat" : "grows")}: {growth:+0;-0;0} MB from the second quarter to the last");
        return growth <= MostGrowth;

        long SignIns() => clients.Sum(client => client.SignIns);
    }

    private static int Median(List<int> sizes) => sizes.Order().ElementAt(sizes.Count / 2);
}
