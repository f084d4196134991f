using System.CommandLine;
using System.Text.Json;
using Keystile.Server.Events;
using Keystile.Server.Events.Sealing;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Commands.Data;

/// <summary><c>keystile audit verify|export</c>.</summary>
internal static class AuditCommand
{
    private const int MostNamed = 1000;

    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    public static Command Create() => new("audit", "The record of what happened.") { VerifyVerb(), ExportVerb() };

    private static Command VerifyVerb()
    {
        var checkpoints = new Option<string[]>("--checkpoint") { Description = "How far the record is known to have reached, NUMBER:HASH as the server logs it. Repeat for more." };
        var verb = new Command("verify", "Compute the chain of events anew, and name what was deleted, altered, reordered, inserted or cut off.") { checkpoints, Json };
        checkpoints.Validators.Add(given =>
        {
            foreach (var text in given.GetValueOrDefault<string[]>() ?? [])
                if (Checkpoint.TryParse(text) is null) given.AddError($"{text} is not NUMBER:HASH.");
        });
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async (database, options) =>
        {
            List<(long, byte[])> known = [.. (parsed.GetValue(checkpoints) ?? []).Select(text => Checkpoint.TryParse(text)!.Value)];
            var file = Checkpoint.PathIn(options);
            if (File.Exists(file) && Checkpoint.TryParse(await File.ReadAllTextAsync(file)) is { } kept && known.All(one => one.Item1 != kept.Number)) known.Add(kept);
            var report = await new Audit(database, new AuditKey(RootKey.Load(options)).Accepted).RunAsync(known);
            if (parsed.GetValue(Json)) CommandJson.Print(report with { Findings = [.. report.Findings.Take(MostNamed)] });
            else await Console.Out.WriteLineAsync(Text(report));
            return report.Ok ? null : $"the record was tampered with: {report.Findings.Count} findings.";
        }));
        return verb;
    }

    private static string Text(AuditReport report) =>
        $"{report.Events} events in {report.Seals} seals are as they were recorded, {report.Purged} were deleted when their time was over, {report.Unsealed} are not sealed yet.\ncheckpoint {report.Checkpoint ?? "none"}"
        + string.Concat(report.Findings.Take(MostNamed).Select(finding => $"\n{finding.Fault} {finding.Id}"));

    private static Command ExportVerb()
    {
        var app = new Option<string?>("--app") { Description = "Of this app alone. Default: of all, and of the server itself." };
        var verb = new Command("export", "Print the events, one JSON object a line, oldest first.") { app };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            const int Portion = 1000;
            var from = long.MinValue;
            IReadOnlyList<SealedEvent> events;
            do
            {
                events = await database.ReadAsync(reading => EventSealStore.ListEventsAsync(reading, from, long.MaxValue, Portion));
                // What one transaction wrote stays together: the next portion begins with the last position anew.
                var upTo = events.Count == Portion && events[0].Position != events[^1].Position ? events[^1].Position : long.MaxValue;
                foreach (var one in events.Where(one => one.Position < upTo && (parsed.GetValue(app) is not { } only || one.Row.AppId == only)))
                    await Console.Out.WriteLineAsync(JsonSerializer.Serialize(EventLine.Of(one.Row), ServerJson.Default.EventLine));
                from = upTo;
            }
            while (from != long.MaxValue);
            return null;
        }));
        return verb;
    }
}
