using System.Globalization;

namespace Keystile.Crash.Tests;

/// <summary>How often a test does it: a little in <c>./check</c>, as often as <c>bench/crash</c> says for the evidence.</summary>
internal static class Scale
{
    /// <param name="name">Such as <c>KILLS</c>, read from <c>KEYSTILE_KILLS</c>.</param>
    /// <param name="otherwise">Where it is not set.</param>
    public static int Of(string name, int otherwise) =>
        Environment.GetEnvironmentVariable("KEYSTILE_" + name) is { Length: > 0 } set ? int.Parse(set, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>One line of evidence, for the log of the run.</summary>
    public static void Report(string line) => TestContext.Current.SendDiagnosticMessage("evidence: " + line);
}
