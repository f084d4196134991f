using System.Globalization;

namespace Keystile.Bench;

/// <summary>Verifies on and on, all five ceremonies and a spoiled one of each in turn, and says what memory the process holds: it must be the same in the end as after a tenth of the way.</summary>
internal static class FlatMemory
{
    private const int Steps = 10, WarmUp = 40_000;
    private const long MostGrowth = 16L << 20, MostHeapGrowth = 1L << 20;

    public static int Run(long count, bool leak, TextWriter output)
    {
        var cases = PeerCases.Names.Select(name => PeerCases.Make(name)).Concat(PeerCases.Names.Select(name => PeerCases.Make(name, spoil: true))).ToArray();
        var (heap, resident) = (0L, 0L);
        var leaked = new List<byte[]>();
        for (var warming = 0; warming < WarmUp; warming++) cases[warming % cases.Length](); // until nothing is compiled any more
        output.WriteLine("| verifications | managed heap, KB | resident, KB |\n|---:|---:|---:|");
        for (var step = 1; step <= Steps; step++)
        {
            for (var done = 0L; done < count / Steps; done++)
            {
                if (!cases[done % cases.Length]()) throw new InvalidOperationException("A ceremony had another verdict.");
                if (leak) leaked.Add(new byte[256]);
            }
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var (nowHeap, nowResident) = (GC.GetTotalMemory(forceFullCollection: true), Resident());
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count / Steps * step:N0} | {nowHeap / 1024:N0} | {nowResident / 1024:N0} |"));
            if (step == 1) (heap, resident) = (nowHeap, nowResident);
            else if (nowHeap - heap > MostHeapGrowth || nowResident - resident > MostGrowth)
            {
                output.WriteLine("memory grows");
                return 1;
            }
        }
        output.WriteLine("memory is flat");
        return 0;
    }

    private static long Resident() =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
