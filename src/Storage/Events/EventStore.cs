namespace Keystile.Storage;

/// <summary>What happened: written in the transaction of the act, so that there is no act without its event and no event without its act.</summary>
public static class EventStore
{
    private const string Insert = """
        INSERT INTO events (app_id, at, kind, actor, operator, user_id, session_id, credential_id, key_id, device, detail, times)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    /// <summary>Records an event, for good with the transaction that it is part of.</summary>
    public static async ValueTask AddAsync(Transaction transaction, EventRow row) =>
        await transaction.ExecuteAsync(Insert, row.AppId, row.At, (int)row.Kind, (int)row.Actor, row.Operator,
            row.UserId, row.SessionId, row.CredentialId, row.KeyId, row.Device, row.Detail, row.Times);

    private const string SelectNewest = $"SELECT {EventRow.Columns} FROM events AS e WHERE e.app_id = $1 ORDER BY e.id DESC LIMIT $2 OFFSET $3";

    /// <summary>A page of the app's events, newest first.</summary>
    public static ValueTask<IReadOnlyList<EventRow>> ListAsync(Transaction transaction, string appId, int most, int skip = 0) =>
        transaction.ListAsync(SelectNewest, EventRow.Read, appId, most, skip);
}
