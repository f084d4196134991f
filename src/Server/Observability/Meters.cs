using System.Diagnostics.Metrics;

namespace Keystile.Server.Observability;

/// <summary>What the server counts under the name <c>Keystile</c>. Tags are words of ours alone: ceremony and code, never a name, a token or an address.</summary>
internal static class Meters
{
    public const string Name = "Keystile";

    private static readonly Meter s_meter = new(Name);

    private static readonly Counter<long> s_ceremonies =
        s_meter.CreateCounter<long>("keystile.ceremonies", "{ceremony}", "Answered ceremonies by kind and outcome: accepted, or the code of the refusal.");

    public static void CountCeremony(string ceremony, string outcome) => s_ceremonies.Add(1, new("ceremony", ceremony), new("outcome", outcome));
}
