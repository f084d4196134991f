using System.Diagnostics;

namespace Keystile.Mutation;

/// <summary>Has every mutant played by the tests that meet it, the quickest first, and writes a line each. What was written is not played again, so a run may be broken off and go on.</summary>
internal sealed class Foreman(IReadOnlyList<Mutant> mutants, string results)
{
    // A mutant that nearly every test could meet and none has minded is not played by the slowest: they would take most of a day between them.
    private const int QuickMilliseconds = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), PatienceOfCover = TimeSpan.FromMinutes(5);
    private readonly Dictionary<int, List<Meeting>> _meeting = [];
    private readonly List<Meeting> _all = [];
    private readonly HashSet<int> _inSetUp = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Killers _killers = new();
    private WorkerProcess? _worker;

    public async Task<int> RunAsync()
    {
        await CoverAsync();
        var done = File.Exists(results) ? File.ReadLines(results).Select(line => line.Split('\t', 2)).DistinctBy(words => words[0]).ToDictionary(words => int.Parse(words[0], null), words => words[1]) : [];
        foreach (var mutant in mutants) if (done.TryGetValue(mutant.Id, out var outcome)) _killers.Remember(mutant, outcome);
        using var output = File.AppendText(results);
        var later = new List<Mutant>();
        foreach (var mutant in mutants.Where(mutant => !done.ContainsKey(mutant.Id)))
        {
            var outcome = _meeting.TryGetValue(mutant.Id, out var tests) ? await PlayAsync(mutant, tests.OrderBy(test => test.Milliseconds)) : "uncovered";
            // What is set up once is met by the first test at most, and any may be the one that minds.
            if ((_inSetUp.Contains(mutant.Id) || tests is not { Count: > 1 }) && !outcome.StartsWith("killed", StringComparison.Ordinal)) later.Add(mutant);
            else Say(mutant, outcome);
        }
        // All of them, then, in a process that was set up by the mutant; first those that found out its neighbours.
        foreach (var mutant in later)
        {
            Replace();
            var outcome = await PlayAsync(mutant, _killers.Near(mutant).Where(_numbers.ContainsKey).Select(name => new Meeting(_numbers[name], 0)));
            if (outcome == "survived") outcome = await PlayAsync(mutant, _all.Where(test => test.Milliseconds <= QuickMilliseconds));
            Say(mutant, outcome == "survived" && !_inSetUp.Contains(mutant.Id) && !_meeting.ContainsKey(mutant.Id) ? "uncovered" : outcome);
        }
        Replace();
        return 0;

        void Say(Mutant mutant, string outcome)
        {
            output.WriteLine($"{mutant.Id}\t{outcome}");
            output.Flush();
            _killers.Remember(mutant, outcome);
        }
    }

    private async Task CoverAsync()
    {
        _worker = new();
        _worker.Say("cover");
        while (await _worker.HearAsync(PatienceOfCover) is var line && line != "covered")
        {
            if (line is null) throw new InvalidOperationException("The worker died before every test was met.");
            var words = line.Split(' ');
            if (words[0] == "fails")
            {
                Console.WriteLine($"left out, for it fails without any mutant: {line["fails ".Length..]}");
                continue;
            }
            _inSetUp.UnionWith(Ids(words[3]));
            if (words[0] == Worker.Discovery)
            {
                _inSetUp.UnionWith(Ids(words[2]));
                continue;
            }
            var test = new Meeting(int.Parse(words[0], null), int.Parse(words[1], null));
            _all.Add(test);
            _numbers.TryAdd(string.Join(' ', words[4..]), test.Test);
            foreach (var id in Ids(words[2])) (_meeting.TryGetValue(id, out var tests) ? tests : _meeting[id] = []).Add(test);
        }
        _all.Sort((left, right) => left.Milliseconds - right.Milliseconds);
        static IEnumerable<int> Ids(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, null));
    }

    /// <summary>What came of a mutant, and the test that found it out.</summary>
    private async Task<string> PlayAsync(Mutant mutant, IEnumerable<Meeting> tests)
    {
        _worker ??= new();
        _worker.Say($"play {mutant.Id} {string.Join(' ', tests.Select(test => test.Test))}");
        var answer = await _worker.HearAsync(Patience);
        if (answer is null) Replace();
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

/// <summary>A test, and how long it takes.</summary>
internal readonly record struct Meeting(int Test, int Milliseconds);

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

    /// <summary>The next line; null where neither it nor a sign of life comes in time, or the process has died, as one does whose stack a mutant overflowed.</summary>
    public async Task<string?> HearAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line != Worker.Beat) return line;
                limit.CancelAfter(patience);
            }
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void End()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
