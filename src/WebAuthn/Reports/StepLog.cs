using System.Globalization;

namespace Keystile.WebAuthn;

/// <summary>Writes down each step the verifier took.</summary>
internal readonly struct StepLog(SpecSteps spec) : ISteps
{
    private readonly SortedDictionary<int, StepReport> _taken = [];

    public bool Step(int number, bool holds) => Step(number, holds, "");

    public bool Step<TEvidence>(int number, bool holds, TEvidence evidence)
    {
        var shown = evidence switch
        {
            null => "absent",
            byte[] bytes => Convert.ToHexStringLower(bytes),
            ReadOnlyMemory<byte> bytes => Convert.ToHexStringLower(bytes.Span),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => evidence.ToString() ?? "",
        };
        _taken[number] = spec.Report(number, holds ? StepOutcome.Passed : StepOutcome.Failed, shown);
        return holds;
    }

    public void Skip(int number, string why) => _taken[number] = spec.Report(number, StepOutcome.Skipped, why);

    /// <summary>The whole list: the one the verdict names has failed, those before it that ask nothing of their own held, and those never reached are skipped.</summary>
    public IReadOnlyList<StepReport> Finish(string? failedStep)
    {
        var (taken, list) = (_taken, spec);
        var failed = list.Numbers.FirstOrDefault(number => list.Name(number) == failedStep);
        return [.. list.Numbers.Select(number =>
            taken.TryGetValue(number, out var step) ? number == failed ? step with { Outcome = StepOutcome.Failed } : step // held for a compound statement, failed for one inside it
            : number > failed ? list.Report(number, StepOutcome.Skipped, "not reached")
            : list.Report(number, number == failed ? StepOutcome.Failed : StepOutcome.Passed, ""))];
    }
}
