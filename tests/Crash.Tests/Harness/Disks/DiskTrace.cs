using System.Globalization;
using System.Text.RegularExpressions;

namespace Keystile.Crash.Tests;

/// <summary>One thing a program did to a file.</summary>
/// <param name="File">The file's name without its folder.</param>
/// <param name="Begun">Seconds since 1970.</param>
/// <param name="Ended">The same.</param>
/// <param name="Offset">Where it wrote, or to how many bytes it cut.</param>
/// <param name="Bytes">What it wrote; null where it did something else.</param>
/// <param name="Deed">What it was.</param>
internal sealed record DiskAct(string File, double Begun, double Ended, long Offset, byte[]? Bytes, DiskDeed Deed)
{
    /// <summary>From when on it counts: a write may reach the disk as soon as it begins, a sync is worth something when it has ended.</summary>
    public double Counts => Deed == DiskDeed.Sync ? Ended : Begun;
}

/// <summary>The kinds of it.</summary>
internal enum DiskDeed
{
    Write,
    Cut,
    Sync,
    Delete,
}

/// <summary>What a program did to the files of its database, as strace saw it.</summary>
internal static partial class DiskTrace
{
    /// <summary>Runs a program so that <see cref="Read"/> can tell. One file a thread, so that no line is broken in two by another.</summary>
    public static string[] Wrapper(DirectoryInfo log) =>
        ["strace", "-ff", "--seccomp-bpf", "-qq", "-ttt", "-T", "-y", "-xx", "-s", "1000000", "-e", "trace=pwrite64,ftruncate,fdatasync,fsync,unlink", "-o", Path.Combine(log.FullName, "trace")];

    public static IReadOnlyList<DiskAct> Read(DirectoryInfo log) =>
        [.. log.EnumerateFiles("trace*").SelectMany(file => File.ReadLines(file.FullName)).Select(Parse).OfType<DiskAct>().OrderBy(act => act.Counts)];

    private static DiskAct? Parse(string line)
    {
        var match = Line().Match(line);
        if (!match.Success) return null;
        var file = Path.GetFileName(Unhex(match.Groups["path"].Value) is { Length: > 0 } hex ? System.Text.Encoding.UTF8.GetString(hex) : match.Groups["path"].Value);
        // The index over the log is shared memory: it is made anew from the log and never relied on.
        if (!file.StartsWith("keystile.db", StringComparison.Ordinal) || file.EndsWith("-shm", StringComparison.Ordinal)) return null;
        var begun = Number(match, "time");
        var ended = begun + Number(match, "took");
        return match.Groups["call"].Value switch
        {
            "pwrite64" => new(file, begun, ended, (long)Number(match, "offset"), Unhex(match.Groups["bytes"].Value), DiskDeed.Write),
            "ftruncate" => new(file, begun, ended, (long)Number(match, "offset"), null, DiskDeed.Cut),
            "unlink" => new(file, begun, ended, 0, null, DiskDeed.Delete),
            _ => new(file, begun, ended, 0, null, DiskDeed.Sync),
        };
    }

    private static double Number(Match match, string name) => double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    private static byte[] Unhex(string text) => text.StartsWith(@"\x", StringComparison.Ordinal) ? Convert.FromHexString(text.Replace(@"\x", "", StringComparison.Ordinal)) : [];

    [GeneratedRegex("""^(?<time>[\d.]+) (?<call>\w+)\((?:\d+<|")(?<path>[^>"]*)[>"](?:, "(?<bytes>[^"]*)", \d+)?(?:, (?<offset>\d+))?\) += \d+ <(?<took>[\d.]+)>$""")]
    private static partial Regex Line();
}
