using System.Globalization;

namespace Keystile.Crash.Tests;

/// <summary>A clock of its own for a program, by <c>faketime</c>.</summary>
internal static class OtherClock
{
    private const string Memory = "/dev/shm";

    /// <summary>What stands before the command of a program whose clock is so many seconds ahead, or behind.</summary>
    public static string[] Ahead(int seconds)
    {
        ForgetTheDead();
        return ["faketime", "-f", string.Create(CultureInfo.InvariantCulture, $"{seconds:+0;-0}s")];
    }

    /// <summary>It names what it shares by its process, and leaves that there where it is killed: the next of that number could not begin.</summary>
    private static void ForgetTheDead()
    {
        foreach (var file in Directory.EnumerateFiles(Memory, "*faketime_s*_*").Where(file => !Directory.Exists("/proc/" + file[(file.LastIndexOf('_') + 1)..]))) File.Delete(file);
    }
}
