using System.Diagnostics;

namespace Keystile.Browser.Tests;

/// <summary>A program that a test starts and ends, once it has said that it is ready.</summary>
internal sealed class Started : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_nodesPatience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private Started(Process process) => _process = process;

    /// <summary>Starts Node in a folder and waits for a line that begins so.</summary>
    /// <remarks>Once in some hundred starts, Node's main thread waits for a lock of its own before anything runs; then another is started.</remarks>
    public static async Task<Started> ByNodeAsync(string ready, string[] arguments, string folder, Dictionary<string, string> environment)
    {
        try
        {
            return await TryByNodeAsync(ready, arguments, folder, environment);
        }
        catch (TimeoutException)
        {
            return await TryByNodeAsync(ready, arguments, folder, environment);
        }
    }

    private static async Task<Started> TryByNodeAsync(string ready, string[] arguments, string folder, Dictionary<string, string> environment)
    {
        var started = new Started(new Process { StartInfo = Node(arguments, folder, environment) });
        started._process.Start();
        using var patience = new CancellationTokenSource(s_nodesPatience);
        var (said, complaints) = (new List<string>(), started._process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            while (await started._process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                said.Add(line);
                if (line.Contains(ready, StringComparison.Ordinal)) return started;
            }
        }
        catch (OperationCanceledException)
        {
            var state = started._process.HasExited ? $"ended with {started._process.ExitCode}" : $"used {started._process.TotalProcessorTime.TotalSeconds:F1} s of the processor";
            await started.DisposeAsync();
            throw new TimeoutException($"{string.Join(' ', arguments)} did not get ready; it {state} and said: {string.Join('\n', said)}");
        }
        throw new InvalidOperationException($"{string.Join(' ', arguments)} ended: {string.Join('\n', said)} {await complaints}");
    }

    /// <summary>Runs a program to its good end.</summary>
    public static async Task RunAsync(string program, string[] arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(s_patience);
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        process.ExitCode.ShouldBe(0, await said + await complained);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo Node(string[] arguments, string folder, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }
}
