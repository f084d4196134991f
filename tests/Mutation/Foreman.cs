using System.Diagnostics;

namespace Keystile.Mutation;

/// <summary>Has every mutant played by the tests that meet it, the quickest first, and writes a line each. What was written is not played again, so a run may be broken off and go on.</summary>
internal sealed class Foreman(IReadOnlyList<Mutant> mutants, string results)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Dictionary<int, List<(int Test, int Milliseconds)>> _meeting = [];
    private readonly HashSet<int> _inSetUp = [];
    private WorkerProcess? _worker;

    public int Run()
    {
        Cover();
        var done = File.Exists(results) ? File.ReadLines(results).Select(line => int.Parse(line.Split('\t')[0], null)).ToHashSet() : [];
        using var output = File.AppendText(results);
        foreach (var mutant in mutants.Where(mutant => !done.Contains(mutant.Id)).OrderBy(mutant => _inSetUp.Contains(mutant.Id)))
        {
            output.WriteLine($"{mutant.Id}\t{Play(mutant)}");
            output.Flush();
        }
        _worker?.End();
        return 0;
    }

    private void Cover()
    {
        _worker = new();
        _worker.Say("cover");
        while (_worker.Hear(Patience) is { } line && line != "covered")
        {
            var words = line.Split(' ');
            if (words[0] == "fails")
            {
                Console.WriteLine($"left out, for it fails without any mutant: {line["fails ".Length..]}");
                continue;
            }
            foreach (var id in Ids(words[2]).Concat(Ids(words[3])).Distinct()) (_meeting.TryGetValue(id, out var tests) ? tests : _meeting[id] = []).Add((int.Parse(words[0], null), int.Parse(words[1], null)));
            _inSetUp.UnionWith(Ids(words[3]));
        }
        // What is set up once is met by the first test only; any test may be the one that minds.
        var all = _meeting.Values.SelectMany(tests => tests).Distinct().ToList();
        foreach (var id in _inSetUp) _meeting[id] = all;
        static IEnumerable<int> Ids(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, null));
    }

    private string Play(Mutant mutant)
    {
        if (!_meeting.TryGetValue(mutant.Id, out var tests)) return "uncovered";
        if (_inSetUp.Contains(mutant.Id)) Replace();
        _worker ??= new();
        _worker.Say($"play {mutant.Id} {string.Join(' ', tests.OrderBy(test => test.Milliseconds).Select(test => test.Test))}");
        var answer = _worker.Hear(Patience);
        if (answer is null || _inSetUp.Contains(mutant.Id)) Replace();
        return answer?.Split(' ', 2) switch
        {
            null => "killed\tno answer",
            [var outcome, var by] => $"{outcome}\t{by}",
            var only => only[0],
        };
    }

    private void Replace()
    {
        _worker?.End();
        _worker = null;
    }
}

/// <summary>A worker in its own process.</summary>
internal sealed class WorkerProcess
{
    private readonly Process _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, "work")
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    public WorkerProcess()
    {
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
    }

    public void Say(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>The next line; null where none comes in time or the process has died, as one does whose stack a mutant overflowed.</summary>
    public string? Hear(TimeSpan patience)
    {
        var reading = _process.StandardOutput.ReadLineAsync();
        return reading.Wait(patience) ? reading.Result : null;
    }

    public void End()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
