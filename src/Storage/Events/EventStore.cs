using Keystile.WebAuthn;

namespace Keystile.Storage;

/// <summary>An event and the name of its account toward authenticators, which is the customer's own id of the user on the service.</summary>
/// <param name="Row">The event.</param>
/// <param name="Handle">The user handle; null where the event has no account or the account is gone.</param>
public sealed record EventWithHandle(EventRow Row, UserHandle? Handle);

/// <summary>What happened: written in the transaction of the act, so that there is no act without its event and no event without its act.</summary>
public static class EventStore
{
    private const string Into = "INSERT INTO events (app_id, at, kind, actor, operator, user_id, session_id, credential_id, key_id, device, detail, times)";

    private const string Insert = $"{Into} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    private const string InsertUnlessLocked = $"""
        {Into} SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
        WHERE NOT EXISTS (SELECT 1 FROM users AS u WHERE u.app_id = $1 AND u.id = $6 AND u.locked_at IS NOT NULL)
        """;

    /// <summary>Records an event, for good with the transaction that it is part of.</summary>
    public static async ValueTask AddAsync(Transaction transaction, EventRow row) => await transaction.TryAsync(ToAdd(row));

    /// <summary>The same as the step of a series.</summary>
    public static Step ToAdd(EventRow row) => new(Insert, Values(row));

    /// <summary>The same, which changes nothing where the event's account is locked.</summary>
    public static Step ToAddUnlessLocked(EventRow row) => new(InsertUnlessLocked, Values(row));

    private static object?[] Values(EventRow row) =>
        [row.AppId, row.At, (int)row.Kind, (int)row.Actor, row.Operator, row.UserId, row.SessionId, row.CredentialId, row.KeyId, row.Device, row.Detail, row.Times];

    private const string SelectNewest = $"SELECT {EventRow.Columns} FROM events AS e WHERE e.app_id = $1 ORDER BY e.id DESC LIMIT $2 OFFSET $3";

    /// <summary>A page of the app's events, newest first.</summary>
    public static ValueTask<IReadOnlyList<EventRow>> ListAsync(Transaction transaction, string appId, int most, int skip = 0) =>
        transaction.ListAsync(SelectNewest, EventRow.Read, appId, most, skip);

    private const string SelectWithHandles = $"""
        SELECT {EventRow.Columns}, u.user_handle FROM events AS e LEFT JOIN users AS u ON u.app_id = e.app_id AND u.id = e.user_id
        WHERE e.app_id = $1 ORDER BY e.id DESC LIMIT $2 OFFSET $3
        """;

    /// <summary>The same, each with the user handle of its account where that is still there.</summary>
    public static ValueTask<IReadOnlyList<EventWithHandle>> ListWithHandlesAsync(Transaction transaction, string appId, int most, int skip = 0) =>
        transaction.ListAsync(SelectWithHandles, static row => new EventWithHandle(EventRow.Read(row), row.BytesOrNull(EventRow.ColumnCount) is { } handle ? UserHandle.TryCreate(handle) : null), appId, most, skip);

    private const string CountOfApp = "SELECT count(*) FROM events WHERE app_id = $1";

    /// <summary>How many events of the app there are.</summary>
    public static async ValueTask<long> CountAsync(Transaction transaction, string appId) => (await transaction.ListAsync(CountOfApp, static row => row.Number(0), appId))[0];

    private const string Delete = "DELETE FROM events WHERE app_id = $1 AND id = $2";

    /// <summary>Deletes an event whose time is over. Its seal must say so in the same transaction.</summary>
    public static async ValueTask DeleteAsync(Transaction transaction, string appId, long id) => await transaction.ExecuteAsync(Delete, appId, id);
}
