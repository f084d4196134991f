using System.Diagnostics;

namespace Keystile.Server.Observability;

/// <summary>The span of a ceremony's answer: which ceremony, of which app, and what came of it. Nobody can be found by it.</summary>
internal static class Traces
{
    private static readonly ActivitySource s_source = new(Meters.Name);

    /// <summary>Null while nobody listens.</summary>
    public static Activity? Begin(string ceremony, string app) => s_source.StartActivity(ceremony)?.SetTag("ceremony", ceremony).SetTag("app", app);

    public static void Tell(this Activity? span, string outcome) => span?.SetTag("outcome", outcome);
}
