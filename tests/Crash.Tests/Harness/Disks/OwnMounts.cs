using System.Diagnostics;
using System.Globalization;

namespace Keystile.Crash.Tests;

/// <summary>A mount namespace that only one program is in. Wants root, or user namespaces.</summary>
internal static class OwnMounts
{
    /// <summary>Runs a program in one, after a command that mounts there.</summary>
    public static string[] Wrapper(string mount = "true") => ["unshare", "--mount", "--map-root-user", "sh", "-c", $"{mount} && exec \"$@\"", "sh"];

    /// <summary>From then on nothing that is opened below the folder may be written.</summary>
    public static string ReadOnly(DirectoryInfo folder) => $"mount --bind {folder.FullName} {folder.FullName} && mount -o remount,ro,bind {folder.FullName}";

    /// <summary>From then on it may again.</summary>
    public static string Writable(DirectoryInfo folder) => $"mount -o remount,rw,bind {folder.FullName}";

    /// <summary>Runs a command in the program's.</summary>
    public static async Task RunAsync(Program program, string command)
    {
        using var process = Begin(program, "sh", "-c", command);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, command);
    }

    public static Process Begin(Program program, params string[] line) =>
        Process.Start("nsenter", ["-t", program.ProcessId.ToString(CultureInfo.InvariantCulture), "-U", "-m", "--preserve-credentials", .. line]);
}
