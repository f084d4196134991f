using Keystile.Server.Events;
using Keystile.Storage;

namespace Keystile.Server.Webhooks;

/// <summary>What goes out next.</summary>
/// <param name="Events">Those of the kinds that the webhook wants; none where there are only others.</param>
/// <param name="Cursor">Where the webhook stands once they arrived.</param>
/// <param name="MayBeMore">Whether not all was looked at.</param>
internal sealed record WebhookBatch(IReadOnlyList<WebhookEvent> Events, EventCursor Cursor, bool MayBeMore)
{
    public static async Task<WebhookBatch> ReadAsync(Database database, WebhookRow webhook, long horizon, int most, int mostLookedAt)
    {
        var limit = webhook.Kinds.Count == 0 ? most : mostLookedAt;
        var seen = await database.ReadAsync(reading => WebhookFeed.ListAsync(reading, webhook.AppId, webhook.Cursor, horizon, limit));
        var wanted = seen.Where(one => webhook.Kinds.Count == 0 || webhook.Kinds.Contains(EventNames.Of(one.Event.Row.Kind).Name)).Take(most).ToArray();
        var isFull = wanted.Length == most;
        var cursor = isFull ? wanted[^1].Cursor : seen.Count > 0 ? seen[^1].Cursor : webhook.Cursor;
        return new([.. wanted.Select(one => WebhookEvent.Of(webhook.AppId, one.Event))], cursor, isFull || seen.Count == limit);
    }
}
