using Keystile.WebAuthn;

namespace Keystile.Server.Admin.Playground;

/// <summary>How a ceremony was judged: every step in the specification's order, and the response taken apart.</summary>
internal sealed record PlaygroundReport(bool Accepted, string? Code, string? Sentence, IReadOnlyList<PlaygroundStep> Steps, InspectionNode? Decoded, PlaygroundRecord? Record)
{
    public static PlaygroundReport Of<T>(ReadOnlyMemory<byte> credential, Report<T> report) where T : class => new(
        report.Verdict.IsAccepted, report.Verdict.Rejection?.Code, report.Verdict.Rejection?.Sentence,
        [.. report.Steps.Select(step => new PlaygroundStep(step.Step, step.Title, step.Outcome.ToString().ToLowerInvariant(), step.Evidence))], Inspector.TryDecode(credential.ToArray()), null);

    public static PlaygroundReport Unreadable(ReadOnlyMemory<byte> credential, Rejection rejection) =>
        new(false, rejection.Code, rejection.Sentence, [], Inspector.TryDecode(credential.ToArray()), null);
}

/// <summary>One step of §7.1 or §7.2: <c>passed</c>, <c>failed</c> or <c>skipped</c>.</summary>
internal sealed record PlaygroundStep(string Step, string Title, string Outcome, string Evidence);
