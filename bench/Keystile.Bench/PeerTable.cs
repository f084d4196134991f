using System.Globalization;
using System.Text.Json;

namespace Keystile.Bench;

/// <summary>Reads the rows of several runs in turn and says how we stand: beside the limit that C sets, and beside the fastest peer. Ratios of one run hold; times drift.</summary>
internal static class PeerTable
{
    /// <summary>A case's limit, the libraries whose fastest row is it, and how much longer we may take.</summary>
    private static readonly (string Case, double Times, string[] Limits)[] Targets =
    [
        ("auth-es256", 1.10, ["C libcrypto EC_KEY_oct2key+ECDSA_verify (import each time)"]),
        ("auth-rs256", 1.15, ["C libcrypto RSA_set0_key+RSA_verify (import each time)"]),
        ("auth-ed25519", 1.15, ["C libcrypto Ed25519 (import each time)", "C libsodium Ed25519"]),
        ("reg-es256-packed-x5c", 1.15, ["C libcrypto packed: d2i_X509 + verify + X509_verify_cert to root"]),
    ];

    private const double LongestNoneRegistration = 6.0, MostAllocated = 2048;

    public static int Write(IEnumerable<string> files, TextWriter output)
    {
        var rows = files.SelectMany(File.ReadLines).Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(row => row.TryGetProperty("us", out _))
            .GroupBy(row => (Case: row.GetProperty("case").GetString()!, Library: row.GetProperty("lib").GetString()!))
            .ToDictionary(group => group.Key, group => (Time: Median(group, "us") ?? double.NaN, Allocated: Median(group, "alloc")));
        var missed = 0;
        foreach (var name in PeerCases.Names)
        {
            output.WriteLine($"\n### {name}\n\n| library | µs | B | times ours |\n|---|---:|---:|---:|");
            var ours = rows[(name, "Keystile")];
            foreach (var ((_, library), (time, allocated)) in rows.Where(row => row.Key.Case == name).OrderBy(row => row.Value.Time))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {library} | {time:F1} | {(allocated is { } bytes ? bytes.ToString("F0", CultureInfo.InvariantCulture) : "")} | {time / ours.Time:F2} |"));
            }
        }
        output.WriteLine("\n| target | is | met |\n|---|---:|---|");
        foreach (var (name, times, limits) in Targets)
        {
            var limit = limits.Where(library => rows.ContainsKey((name, library))).Select(library => rows[(name, library)].Time).DefaultIfEmpty(double.NaN).Min();
            Say($"{name}: at most {times:F2} times C", rows[(name, "Keystile")].Time / limit, times);
        }
        Say($"reg-es256-none: under {LongestNoneRegistration:F0} µs", rows[("reg-es256-none", "Keystile")].Time, LongestNoneRegistration);
        foreach (var name in PeerCases.Names.Where(name => name.StartsWith("auth", StringComparison.Ordinal))) Say($"{name}: at most 2 KB allocated", rows[(name, "Keystile")].Allocated ?? double.NaN, MostAllocated);
        return missed == 0 ? 0 : 1;

        void Say(string target, double value, double most)
        {
            if (!(value <= most)) missed++;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {target} | {value:F2} | {(value <= most ? "yes" : "no")} |"));
        }
    }

    private static double? Median(IEnumerable<JsonElement> rows, string member)
    {
        var values = rows.Where(row => row.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number).Select(row => row.GetProperty(member).GetDouble()).Order().ToList();
        return values.Count == 0 ? null : values[values.Count / 2];
    }
}
