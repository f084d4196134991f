using Keystile.WebAuthn;

namespace Keystile.Storage;

/// <summary>An event of an app and its place.</summary>
/// <param name="Event">The event.</param>
/// <param name="Cursor">Where it stands.</param>
public sealed record FedEvent(EventWithHandle Event, EventCursor Cursor);

/// <summary>What webhooks have still to send: the sealed events of their app after their cursor.</summary>
public static class WebhookFeed
{
    /// <summary>The webhooks that may be tried now and have an event before <paramref name="horizon"/> to send; who waited longest comes first.</summary>
    public static ValueTask<IReadOnlyList<WebhookRow>> ListPendingAsync(Transaction transaction, DateTimeOffset now, long horizon, int most) =>
        transaction.ListAsync(transaction.Dialect.Webhooks.SelectPending, WebhookRow.Read, now, horizon, most);

    /// <summary>Up to <paramref name="most"/> events of the app after <paramref name="cursor"/> and before <paramref name="horizon"/>, in the order of the chain.</summary>
    public static ValueTask<IReadOnlyList<FedEvent>> ListAsync(Transaction transaction, string appId, EventCursor cursor, long horizon, int most) =>
        transaction.ListAsync(transaction.Dialect.Webhooks.SelectNext, Read, appId, cursor.Position, cursor.Id, horizon, most);

    /// <summary>Moves the webhooks that have nothing to send ahead to <paramref name="horizon"/>, so that what other apps did is not looked through again and again.</summary>
    public static ValueTask<int> SkipAsync(Transaction transaction, DateTimeOffset now, long horizon) =>
        transaction.ExecuteAsync(transaction.Dialect.Webhooks.Skip, now, horizon, long.MaxValue);

    /// <summary>The place right before the app's first event at <paramref name="since"/> or later; null where there is none.</summary>
    public static async ValueTask<EventCursor?> FindAsync(Transaction transaction, string appId, DateTimeOffset since) =>
        await transaction.FindAsync(transaction.Dialect.Webhooks.SelectSince, static row => new EventCursor(row.Number(0), row.Number(1) - 1), appId, since);

    private static FedEvent Read(Row row)
    {
        var handle = row.BytesOrNull(EventRow.ColumnCount) is { } bytes ? UserHandle.TryCreate(bytes) : null;
        var read = EventRow.Read(row);
        return new(new(read, handle), new(row.Number(EventRow.ColumnCount + 1), read.Id));
    }
}

/// <summary>The statements of <see cref="WebhookFeed"/> for one engine.</summary>
/// <param name="position">What orders events by their commits.</param>
/// <param name="app">The event's app.</param>
internal sealed class WebhookSql(string position, string app)
{
    private readonly string _isNext = $"{app} = w.app_id AND {position} >= w.cursor_position AND ({position}, e.id) > (w.cursor_position, w.cursor_id) AND {position} < $2";

    public string SelectPending => field ??= $"""
        {Scope.EveryApp} SELECT {WebhookRow.Columns} FROM webhooks AS w
        WHERE w.disabled_at IS NULL AND w.next_attempt_at <= $1 AND EXISTS (SELECT 1 FROM events AS e WHERE {_isNext})
        ORDER BY w.next_attempt_at LIMIT $3
        """;

    public string SelectNext => field ??= $"""
        SELECT {EventRow.Columns}, u.user_handle, {position} FROM events AS e LEFT JOIN users AS u ON u.app_id = e.app_id AND u.id = e.user_id
        WHERE {app} = $1 AND {position} >= $2 AND ({position}, e.id) > ($2, $3) AND {position} < $4 ORDER BY {position}, e.id LIMIT $5
        """;

    public string Skip => field ??= $"""
        {Scope.EveryApp} UPDATE webhooks AS w SET cursor_position = $2 - 1, cursor_id = $3
        WHERE w.disabled_at IS NULL AND w.next_attempt_at <= $1 AND w.cursor_position < $2 - 1 AND NOT EXISTS (SELECT 1 FROM events AS e WHERE {_isNext})
        """;

    public string SelectSince => field ??= $"SELECT {position}, e.id FROM events AS e WHERE e.app_id = $1 AND e.at >= $2 ORDER BY {position}, e.id LIMIT 1";
}
