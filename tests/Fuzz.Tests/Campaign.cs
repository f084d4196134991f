using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Keystile.WebAuthn;

namespace Keystile.Fuzz.Tests;

/// <summary>Runs mutants against their relying parties until enough of them were not mere other spellings.</summary>
internal sealed class Campaign(ulong seed)
{
    private static readonly TimeSpan LongestJudgement = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentDictionary<string, int> _outcomes = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private long _slowest;

    /// <summary>How many mutants met each outcome, by the rejection's code; those of the unchanged meaning under their own name.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;

    /// <summary>Mutants that were accepted, threw or took too long, with all that is needed to look at them.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public TimeSpan Slowest => TimeSpan.FromTicks(_slowest);

    /// <summary>Runs <paramref name="count"/> mutants on all cores.</summary>
    /// <param name="specimens">What to mutate.</param>
    /// <param name="count">How many mutants of another meaning.</param>
    /// <param name="ignored">The negative control, a check to leave out: a refusal for this reason counts as accepted, and the first such ends the run.</param>
    public void Run(IReadOnlyList<Specimen> specimens, int count, Rejection? ignored = null)
    {
        var workers = Environment.ProcessorCount;
        var credentials = specimens.Select(specimen => specimen.Credential).OfType<string>().ToHashSet();
        Parallel.For(0, workers, worker =>
        {
            var dice = new Dice(seed + (ulong)worker);
            var mutator = new Mutator(specimens, dice);
            for (var left = (count / workers) + 1; left > 0 && (ignored is null || _failures.IsEmpty);)
            {
                var specimen = dice.Pick(specimens);
                if (!Try(specimen, mutator.Mutate(specimen), credentials, ignored)) left--;
            }
        });
    }

    /// <summary>Judges one mutant; true where it means the same as its specimen, so that either verdict is right.</summary>
    private bool Try(Specimen specimen, byte[] mutant, IReadOnlySet<string> credentials, Rejection? ignored)
    {
        var same = specimen.MeansTheSame(mutant, credentials);
        try
        {
            var rejection = Judge(specimen, mutant);
            var accepted = rejection is null || rejection == ignored;
            _outcomes.AddOrUpdate(same ? "of the same meaning" : rejection?.Code ?? "accepted", 1, (_, times) => times + 1);
            if (!same && accepted) Fail(specimen, mutant, "was accepted");
        }
        catch (Exception thrown) // the very thing looked for: nothing may be thrown for what a client sends
        {
            Fail(specimen, mutant, $"threw {thrown}");
        }
        return same;
    }

    /// <summary>Judges and measures; what took long is measured again, so that a busy machine is not blamed on the library.</summary>
    private Rejection? Judge(Specimen specimen, byte[] mutant)
    {
        var best = Measure(out var rejection);
        for (var again = 0; again < 4 && best > LongestJudgement; again++) best = TimeSpan.FromTicks(Math.Min(best.Ticks, Measure(out _).Ticks));
        if (best.Ticks > Interlocked.Read(ref _slowest)) Interlocked.Exchange(ref _slowest, best.Ticks);
        if (best > LongestJudgement) Fail(specimen, mutant, $"took {best}");
        return rejection;

        TimeSpan Measure(out Rejection? why)
        {
            var from = Stopwatch.GetTimestamp();
            why = specimen.Judge(mutant);
            return Stopwatch.GetElapsedTime(from);
        }
    }

    private void Fail(Specimen specimen, byte[] mutant, string what) =>
        _failures.Enqueue($"seed {seed}: a mutant of {specimen.Name} {what}\n  unchanged {Encoding.UTF8.GetString(specimen.Json)}\n  mutant    {Encoding.UTF8.GetString(mutant)}");
}
