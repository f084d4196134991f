using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;

namespace Keystile.Bench;

/// <summary>A server as the system sees it from outside.</summary>
internal sealed class ServerProcess(int id)
{
    private const long CollectKeyword = 0x800000;

    /// <summary>What it holds in memory now, in MB.</summary>
    public int Resident => Megabytes("VmRSS");

    /// <summary>What it held at the most, in MB.</summary>
    public int Peak => Megabytes("VmHWM");

    /// <summary>Open files and connections.</summary>
    public int Handles => Directory.EnumerateFileSystemEntries($"/proc/{id}/fd").Count();

    /// <summary>Has it collect all garbage, so that what is resident is what it keeps.</summary>
    public async Task CollectAsync()
    {
        using var session = await new DiagnosticsClient(id).StartEventPipeSessionAsync(
            [new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectKeyword)], requestRundown: false, circularBufferMB: 1, CancellationToken.None);
        var told = session.EventStream.CopyToAsync(Stream.Null);
        await session.StopAsync(CancellationToken.None);
        await told;
    }

    private int Megabytes(string what) =>
        int.Parse(File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith(what, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
