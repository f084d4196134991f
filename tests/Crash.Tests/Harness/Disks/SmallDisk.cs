namespace Keystile.Crash.Tests;

/// <summary>A file system of a few megabytes over the folder of one program.</summary>
internal sealed class SmallDisk(DirectoryInfo folder)
{
    private const string Filler = "filler";

    /// <summary>Runs a program with the folder on the small disk.</summary>
    public string[] Wrapper => OwnMounts.Wrapper($"mount -t tmpfs -o size=12m,mode=700 none {folder.FullName}");

    public Task FillAsync(Program program) => OwnMounts.RunAsync(program, $"dd if=/dev/zero of={folder.FullName}/{Filler} bs=4k 2>/dev/null || true");

    public Task EmptyAsync(Program program) => OwnMounts.RunAsync(program, $"rm {folder.FullName}/{Filler}");
}
