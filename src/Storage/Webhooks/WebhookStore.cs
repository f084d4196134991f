namespace Keystile.Storage;

/// <summary>The webhooks of the apps.</summary>
public static class WebhookStore
{
    private const string Insert = """
        INSERT INTO webhooks (app_id, id, url, secret, kinds, created_at, cursor_position, cursor_id, next_attempt_at)
        SELECT a.id, $2, $3, $4, $5, $6, $7, $8, $6 FROM apps AS a WHERE a.id = $1
        """;

    /// <summary>Adds a webhook; false where there is no such app.</summary>
    public static async ValueTask<bool> TryAddAsync(Transaction transaction, WebhookRow webhook) =>
        await transaction.ExecuteAsync(Insert, webhook.AppId, webhook.Id, webhook.Url, webhook.Secret, webhook.Kinds, webhook.CreatedAt, webhook.Cursor.Position, webhook.Cursor.Id) == 1;

    private const string SelectOfApp = $"SELECT {WebhookRow.Columns} FROM webhooks AS w WHERE w.app_id = $1 ORDER BY w.id";

    /// <summary>The app's webhooks, the oldest first.</summary>
    public static ValueTask<IReadOnlyList<WebhookRow>> ListAsync(Transaction transaction, string appId) => transaction.ListAsync(SelectOfApp, WebhookRow.Read, appId);

    private const string SelectOne = $"SELECT {WebhookRow.Columns} FROM webhooks AS w WHERE w.app_id = $1 AND w.id = $2";

    /// <summary>One of the app's webhooks; null where it has none of that id.</summary>
    public static ValueTask<WebhookRow?> FindAsync(Transaction transaction, string appId, Guid id) => transaction.FindAsync(SelectOne, WebhookRow.Read, appId, id);

    private const string Delete = "DELETE FROM webhooks WHERE app_id = $1 AND id = $2";

    /// <summary>Deletes it; false where it was not there.</summary>
    public static async ValueTask<bool> DeleteAsync(Transaction transaction, string appId, Guid id) => await transaction.ExecuteAsync(Delete, appId, id) == 1;

    private const string Reseal = "UPDATE webhooks SET secret = $3 WHERE app_id = $1 AND id = $2 AND secret = $4";

    /// <summary>Puts the same secret, sealed anew, in the place of what was read. False where that is no longer there.</summary>
    public static async ValueTask<bool> TryResealAsync(Transaction transaction, WebhookRow webhook, ReadOnlyMemory<byte> sealedAnew) =>
        await transaction.ExecuteAsync(Reseal, webhook.AppId, webhook.Id, sealedAnew, webhook.Secret) == 1;

    // Never ahead: what was not sent yet stays to be sent. Without a cursor it goes on from where it stands.
    private const string Restart = """
        UPDATE webhooks SET disabled_at = NULL, failures = 0, failing_since = NULL, next_attempt_at = $3,
          cursor_position = CASE WHEN (cursor_position, cursor_id) > ($4, $5) THEN $4 ELSE cursor_position END,
          cursor_id = CASE WHEN (cursor_position, cursor_id) > ($4, $5) THEN $5 ELSE cursor_id END
        WHERE app_id = $1 AND id = $2
        """;

    /// <summary>Has all that comes after <paramref name="cursor"/> sent once more, also where it was disabled. False where the app has no such webhook.</summary>
    public static async ValueTask<bool> RestartAsync(Transaction transaction, string appId, Guid id, DateTimeOffset now, EventCursor? cursor) =>
        await transaction.ExecuteAsync(Restart, appId, id, now, cursor?.Position ?? long.MaxValue, cursor?.Id ?? long.MaxValue) == 1;

    private const string Claim = "UPDATE webhooks SET next_attempt_at = $4 WHERE app_id = $1 AND id = $2 AND next_attempt_at = $3 AND disabled_at IS NULL";

    /// <summary>Takes the webhook for one attempt; nobody else tries it before <paramref name="until"/>. False where another server was first.</summary>
    public static async ValueTask<bool> TryClaimAsync(Transaction transaction, WebhookRow webhook, DateTimeOffset until) =>
        await transaction.ExecuteAsync(Claim, webhook.AppId, webhook.Id, webhook.NextAttemptAt, until) == 1;

    private const string Finish = """
        UPDATE webhooks SET cursor_position = $4, cursor_id = $5, failures = $6, failing_since = $7, next_attempt_at = $8, last_status = $9, disabled_at = $10
        WHERE app_id = $1 AND id = $2 AND next_attempt_at = $3
        """;

    /// <summary>Writes down what an attempt came to. False where the webhook is no longer this attempt's: removed, replayed, or taken by another server.</summary>
    public static async ValueTask<bool> TryFinishAsync(Transaction transaction, WebhookRow webhook, DateTimeOffset claimedUntil) =>
        await transaction.ExecuteAsync(Finish, webhook.AppId, webhook.Id, claimedUntil, webhook.Cursor.Position, webhook.Cursor.Id,
            webhook.Failures, webhook.FailingSince, webhook.NextAttemptAt, webhook.LastStatus, webhook.DisabledAt) == 1;
}
