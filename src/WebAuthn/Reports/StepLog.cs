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

    /// <summary>The whole list: steps never reached are skipped, and the one the verdict names has failed.</summary>
    public IReadOnlyList<StepReport> Finish(string? failedStep)
    {
        var taken = _taken;
        var list = spec;
        return [.. list.Numbers.Select(number =>
            taken.TryGetValue(number, out var step) ? step
            : list.Name(number) == failedStep ? list.Report(number, StepOutcome.Failed, "")
            : list.Report(number, StepOutcome.Skipped, "not reached"))];
    }
}
