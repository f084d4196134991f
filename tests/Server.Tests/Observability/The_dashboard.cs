using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server.Tests;

/// <summary>docs/grafana/keystile.json shows what the server measures, by the names that Prometheus gives to metrics of OTLP.</summary>
public sealed partial class The_dashboard
{
    [Fact]
    public async Task names_only_instruments_that_exist()
    {
        var exist = (await InstrumentsAsync()).SelectMany(InPrometheus).ToHashSet();

        Shown().Except(exist).ShouldBeEmpty();
    }

    [Fact]
    public async Task shows_every_instrument_of_ours()
    {
        var shown = Shown().ToHashSet();

        (await OursAsync())
            .Where(instrument => !InPrometheus(instrument).Any(shown.Contains)).Select(instrument => instrument.Name).ShouldBeEmpty();
    }

    [Fact]
    public async Task stands_beside_a_table_of_every_instrument_of_ours()
    {
        var table = await File.ReadAllLinesAsync(SharedFiles.InRepository("docs", "operations.md"), TestContext.Current.CancellationToken);
        var written = table.Where(line => line.StartsWith("| `keystile.", StringComparison.Ordinal)).SelectMany(line => Instrument().Matches(line.Split('|')[1])).Select(match => match.Value);

        written.ShouldBe((await OursAsync()).Select(instrument => instrument.Name), ignoreOrder: true);
    }

    [Fact]
    public void has_no_two_panels_of_one_id() =>
        JsonNode.Parse(Text())!["panels"]!.AsArray().Select(panel => panel!["id"]!.GetValue<int>()).ShouldBeUnique();

    private static async Task<IEnumerable<Instrument>> OursAsync() =>
        (await InstrumentsAsync()).Where(instrument => instrument.Meter.Name is Meters.Name or Database.TelemetryName);

    private static async Task<IReadOnlyCollection<Instrument>> InstrumentsAsync()
    {
        var published = new ConcurrentDictionary<string, Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => published[instrument.Name] = instrument };
        listener.Start();
        await using var server = await TestServer.StartAsync();
        return [.. published.Values];
    }

    /// <summary>Dots become underscores, the unit and <c>total</c> are added; a histogram is three metrics.</summary>
    private static IEnumerable<string> InPrometheus(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = instrument.Name.Replace('.', '_') + unit;
        if (kind == typeof(Histogram<>)) return [name + "_bucket", name + "_count", name + "_sum"];
        return [kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? name + "_total" : name];
    }

    private static IEnumerable<string> Shown() => Metric().Matches(Queries()).Select(match => match.Value).Distinct();

    private static string Queries()
    {
        var dashboard = JsonNode.Parse(Text())!;
        var panels = dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]?.AsArray() ?? []).Select(target => target!["expr"]!.GetValue<string>());
        var variables = dashboard["templating"]!["list"]!.AsArray().Select(variable => variable!["query"]!.GetValue<string>());
        return string.Join('\n', panels.Concat(variables));
    }

    private static string Text() => File.ReadAllText(SharedFiles.InRepository("docs", "grafana", "keystile.json"));

    [GeneratedRegex(@"\b(?:keystile|http_server|kestrel|dotnet)_[a-z0-9_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"keystile\.[a-z._]+")]
    private static partial Regex Instrument();
}
