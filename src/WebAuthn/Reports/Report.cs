namespace Keystile.WebAuthn;

/// <summary>A verdict with the story of how it was reached.</summary>
/// <typeparam name="T">What an accepted verdict carries.</typeparam>
/// <param name="Verdict">The verdict, by the same code that <c>Complete…</c> runs.</param>
/// <param name="Steps">Every step of §7.1 or §7.2 that is the verifier's, in order.</param>
public sealed record Report<T>(Verdict<T> Verdict, IReadOnlyList<StepReport> Steps) where T : class;

/// <summary>One step of the specification in a report.</summary>
/// <param name="Step">Its number, such as <c>7.2.21</c>.</param>
/// <param name="Title">What it asks for, in a few words.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Evidence">What was seen, for people to read; empty where there was nothing to see.</param>
public sealed record StepReport(string Step, string Title, StepOutcome Outcome, string Evidence);

/// <summary>What came of one step.</summary>
public enum StepOutcome
{
    /// <summary>It held.</summary>
    Passed,

    /// <summary>It did not hold, and the ceremony was refused for it.</summary>
    Failed,

    /// <summary>It did not apply to this ceremony, or an earlier step had failed.</summary>
    Skipped,
}
