using System.Diagnostics;
using System.Globalization;

namespace Keystile.Crash.Tests;

/// <summary>A disk that goes wrong under a running program: strace joins it and answers its writes to the database in the kernel's place.</summary>
/// <param name="program">It runs in <see cref="OwnMounts"/>.</param>
internal sealed class BrokenDisk(Program program) : IAsyncDisposable
{
    // More than SQLite writes at once, so that it takes each for whole.
    private const string AllWritten = "pwrite64:retval=131071";

    private const string ReadOnly = "pwrite64,ftruncate,fallocate:error=EROFS";

    private Process? _strace;

    /// <summary>As the kernel makes it when it trusts the disk no more. What is opened from now on meets the mount, and what is open already strace: the kernel itself would wait for those files to be closed.</summary>
    public async Task MakeReadOnlyAsync()
    {
        await OwnMounts.RunAsync(program, OwnMounts.ReadOnly(program.Folder));
        await BeginAsync(ReadOnly);
    }

    /// <summary>The negative control: each write is said to be done, and is not.</summary>
    public Task KeepNothingAsync() => BeginAsync(AllWritten);

    /// <summary>Mends what <see cref="MakeReadOnlyAsync"/> did.</summary>
    public async Task MakeWritableAsync()
    {
        await DisposeAsync();
        await OwnMounts.RunAsync(program, OwnMounts.Writable(program.Folder));
    }

    public async ValueTask DisposeAsync()
    {
        if (_strace is null) return;
        // It lets go of the program. Where that was killed, it may be gone by itself.
        using (var kill = Process.Start("sh", ["-c", $"kill -TERM {Text(_strace.Id)} 2>/dev/null || true"])) await kill.WaitForExitAsync();
        await _strace.WaitForExitAsync();
        _strace.Dispose();
        _strace = null;
    }

    private async Task BeginAsync(string injection)
    {
        _strace = OwnMounts.Begin(program, "strace", "-f", "-qq", "-o", "/dev/null", "-p", Text(program.ProcessId), "-P", program.DatabaseFile, "-P", program.DatabaseFile + "-wal",
            "-e", "trace=" + injection.Split(':')[0], "-e", "inject=" + injection);
        while (File.ReadLines($"/proc/{Text(program.ProcessId)}/status").Contains("TracerPid:\t0"))
        {
            _strace.HasExited.ShouldBeFalse("strace may not join the program");
            await Task.Delay(10);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
