using System.Diagnostics;
using System.Globalization;

namespace Keystile.Crash.Tests;

/// <summary>A file system of a few megabytes over a folder, in a mount namespace that only one program is in. Wants root, or user namespaces.</summary>
internal sealed class SmallDisk(DirectoryInfo folder)
{
    private const string Filler = "filler";

    /// <summary>Runs a program with the folder on the small disk.</summary>
    public string[] Wrapper => Inside($"mount -t tmpfs -o size=12m,mode=700 none {folder.FullName}");

    /// <summary>Runs a program that may read the folder and change nothing in it.</summary>
    public static string[] ReadOnly(DirectoryInfo folder) => Inside($"mount --bind {folder.FullName} {folder.FullName} && mount -o remount,ro,bind {folder.FullName}");

    public Task FillAsync(Program program) => RunBesideAsync(program, $"dd if=/dev/zero of={folder.FullName}/{Filler} bs=4k 2>/dev/null || true");

    public Task EmptyAsync(Program program) => RunBesideAsync(program, $"rm {folder.FullName}/{Filler}");

    private static string[] Inside(string mount) => ["unshare", "--mount", "--map-root-user", "sh", "-c", $"{mount} && exec \"$@\"", "sh"];

    private static async Task RunBesideAsync(Program program, string command)
    {
        using var process = Process.Start("nsenter", ["-t", program.ProcessId.ToString(CultureInfo.InvariantCulture), "-U", "-m", "--preserve-credentials", "sh", "-c", command]);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, command);
    }
}
