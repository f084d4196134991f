namespace Keystile.WebAuthn.Tests;

/// <summary>Holds every ceremony of every test to this: the report says what the verdict says, and names the one step that failed.</summary>
internal static class Explained
{
    public static void ShouldAgreeWith<T>(this Report<T> report, Verdict<T> verdict, string? failedStep) where T : class
    {
        report.Verdict.Rejection.ShouldBe(verdict.Rejection);
        var reached = report.Steps.TakeWhile(step => step.Evidence != "not reached").ToList();
        if (verdict.IsAccepted)
        {
            reached.ShouldBe(report.Steps);
            reached.ShouldNotContain(step => step.Outcome == StepOutcome.Failed);
            return;
        }
        var expected = report.Steps.Where(step => step.Step == failedStep).ToList(); // none where the reason has no step of the verifier's own
        report.Steps.Where(step => step.Outcome == StepOutcome.Failed).ShouldBe(expected);
        if (expected is [var failed]) reached[^1].ShouldBe(failed);
    }
}
