using System.CommandLine;
using Keystile.Server.Events;
using Keystile.Server.External;
using Keystile.Server.Tokens;
using Keystile.Server.Webhooks;
using Keystile.Storage;

namespace Keystile.Server.Commands.Data;

/// <summary><c>keystile webhooks add|list|remove|replay|test</c>.</summary>
internal static class WebhooksCommand
{
    private static readonly Argument<string> AppId = new("APP") { Description = "The app's id." };
    private static readonly Argument<Guid> Id = new("ID") { Description = "The webhook's id, as keystile webhooks list shows it." };

    public static Command Create() => new("webhooks", "Where an app's events are sent, signed and in order.") { AddVerb(), ListVerb(), RemoveVerb(), ReplayVerb(), TestVerb() };

    private static Command AddVerb()
    {
        var url = new Option<string>("--url") { Description = "Where to; https, or http on this machine.", Required = true };
        var kinds = new Option<string[]>("--kind") { Description = "A kind of event to send, as docs/events.md names it. Repeat for more. Default: all." };
        kinds.AcceptOnlyFromAmong([.. EventNames.All.Select(name => name.Name)]);
        var verb = new Command("add", "Send the app's events from now on, signed with a secret that is shown this once.") { AppId, url, kinds, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async (database, options) =>
        {
            var (app, address) = (parsed.GetRequiredValue(AppId), parsed.GetRequiredValue(url));
            if (!ForeignUrl.IsSafe(address)) return $"{address} is no address for a webhook; write https://host/path, without a user or a fragment, or http://localhost:port for this machine.";
            var (now, secret) = (TimeProvider.System.GetUtcNow(), WebhookSecrets.New());
            var id = Guid.CreateVersion7(now);
            var sealedSecret = new WebhookSecrets(RootKey.Load(options)).Seal(app, id, secret);
            var added = await database.WriteAsync(async writing =>
            {
                var webhook = new WebhookRow
                {
                    AppId = app,
                    Id = id,
                    Url = address,
                    Secret = sealedSecret,
                    Kinds = parsed.GetValue(kinds) ?? [],
                    CreatedAt = now,
                    Cursor = EventCursor.Before(await EventSealStore.HorizonAsync(writing)),
                    NextAttemptAt = now,
                };
                if (!await WebhookStore.TryAddAsync(writing, webhook)) return false;
                await EventStore.AddAsync(writing, Act(EventKind.WebhookCreated, app, id));
                return true;
            });
            if (!added) return AppsCommand.NoApp(app);
            await parsed.AnswerAsync(new WebhookCreated(id, secret), $"{secret}\nIt is not shown again; the webhook is {id}.");
            return null;
        }));
        return verb;
    }

    private static Command ListVerb()
    {
        var verb = new Command("list", "The app's webhooks and how they fare; never their secrets.") { AppId, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var webhooks = (await database.ReadAsync(reading => WebhookStore.ListAsync(reading, parsed.GetRequiredValue(AppId)))).Select(WebhookLine.Of).ToArray();
            await parsed.AnswerAsync(webhooks, webhooks.Select(one => one.ToText()));
            return null;
        }));
        return verb;
    }

    private static Command RemoveVerb()
    {
        var verb = new Command("remove", "Delete a webhook for good.") { AppId, Id, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(database => ChangeAsync(database, parsed, "deleted", EventKind.WebhookDeleted, WebhookStore.DeleteAsync)));
        return verb;
    }

    private static Command ReplayVerb()
    {
        var since = new Option<DateTimeOffset>("--since") { Description = "From when on, such as 2026-11-25T08:00:00Z.", Required = true };
        var verb = new Command("replay", "Send all events since a time once more, and what waits; a webhook that was disabled works again.") { AppId, Id, since, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(database => ChangeAsync(database, parsed, "replayed", EventKind.WebhookReplayed, async (writing, app, id) =>
            await WebhookStore.RestartAsync(writing, app, id, TimeProvider.System.GetUtcNow(), await WebhookFeed.FindAsync(writing, app, parsed.GetRequiredValue(since))))));
        return verb;
    }

    private static Command TestVerb()
    {
        var verb = new Command("test", "Send a signed delivery without events at once, and say what came of it.") { AppId, Id };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async (database, options) =>
        {
            var (app, id) = (parsed.GetRequiredValue(AppId), parsed.GetRequiredValue(Id));
            if (await database.ReadAsync(reading => WebhookStore.FindAsync(reading, app, id)) is not { } webhook) return NoWebhook(app, id);
            using var sender = new WebhookSender(options, new(RootKey.Load(options)), TimeProvider.System);
            var answer = await sender.SendAsync(webhook, [], CancellationToken.None);
            if (!answer.Arrived) return $"the receiver did not take it: {answer.Status}. docs/webhooks.md says what that means.";
            await Console.Out.WriteLineAsync($"The receiver took it: {answer.Status}.");
            return null;
        }));
        return verb;
    }

    private static async Task<string?> ChangeAsync(Database database, ParseResult parsed, string done, EventKind kind, Func<Transaction, string, Guid, ValueTask<bool>> change)
    {
        var (app, id) = (parsed.GetRequiredValue(AppId), parsed.GetRequiredValue(Id));
        var changed = await database.WriteAsync(async writing =>
        {
            if (!await change(writing, app, id)) return false;
            await EventStore.AddAsync(writing, Act(kind, app, id));
            return true;
        });
        if (changed) await parsed.AnswerAsync(new Changed(id.ToString(), done));
        return changed ? null : NoWebhook(app, id);
    }

    private static EventRow Act(EventKind kind, string app, Guid id) => OperatorActs.Act(kind, app) with { Detail = id.ToString() };

    private static string NoWebhook(string app, Guid id) => $"{app} has no webhook {id}; keystile webhooks list {app} names them.";
}

/// <summary>A new webhook and its secret, which is shown this once.</summary>
internal sealed record WebhookCreated(Guid Id, string Secret);

/// <summary>A webhook as a command shows it.</summary>
internal sealed record WebhookLine(
    Guid Id, string Url, IReadOnlyList<string> Kinds, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, int Failures, DateTimeOffset? FailingSince, DateTimeOffset NextAttemptAt, string? LastStatus)
{
    public static WebhookLine Of(WebhookRow row) => new(row.Id, row.Url, row.Kinds, row.CreatedAt, row.DisabledAt, row.Failures, row.FailingSince, row.NextAttemptAt, row.LastStatus);

    public string ToText() => $"{Id}  {Url}  {(Kinds.Count == 0 ? "all" : string.Join(' ', Kinds))}{State()}";

    private string State() => DisabledAt is not null ? $"  disabled ({LastStatus})" : Failures > 0 ? $"  failing ({LastStatus}, {Failures} times)" : "";
}
