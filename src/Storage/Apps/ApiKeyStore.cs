namespace Keystile.Storage;

/// <summary>The keys by which requests name their app. Several may be alive at once, so that one can follow another.</summary>
public static class ApiKeyStore
{
    private const string Insert = """
        INSERT INTO api_keys (app_id, id, kind, key_hash, last_four, scopes, created_at)
        SELECT a.id, $2, $3, $4, $5, $6, $7 FROM apps AS a WHERE a.id = $1 AND a.id <> 'admin' ON CONFLICT DO NOTHING
        """;

    /// <summary>Adds a key; false where there is no such app. The operators' app gets none.</summary>
    public static async ValueTask<bool> TryAddAsync(Transaction transaction, ApiKeyRow key) =>
        await transaction.ExecuteAsync(Insert, key.AppId, key.Id, key.Kind == ApiKeyKind.Secret ? "secret" : "public", key.Hash, key.LastFour, key.Scopes, key.CreatedAt) == 1;

    private const string SelectOne = $"""
        SELECT {ApiKeyRow.Columns}, {AppRow.Columns} FROM api_keys AS k JOIN apps AS a ON a.id = k.app_id WHERE k.app_id = $1 AND k.id = $2
        """;

    /// <summary>The key with its app, in one read; both may be locked.</summary>
    public static ValueTask<ApiKeyWithApp?> FindAsync(Transaction transaction, string appId, string id) =>
        transaction.FindAsync(SelectOne, static row => new ApiKeyWithApp(ApiKeyRow.Read(row), AppRow.Read(row, ApiKeyRow.ColumnCount)), appId, id);

    private const string SelectOfApp = $"SELECT {ApiKeyRow.Columns} FROM api_keys AS k WHERE k.app_id = $1 ORDER BY k.created_at, k.kind, k.id";

    /// <summary>The app's keys, oldest first.</summary>
    public static ValueTask<IReadOnlyList<ApiKeyRow>> ListAsync(Transaction transaction, string appId) => transaction.ListAsync(SelectOfApp, ApiKeyRow.Read, appId);

    private const string Lock = "UPDATE api_keys SET locked_at = $3 WHERE app_id = $1 AND id = $2";

    /// <summary>Locks the key since <paramref name="lockedAt"/>, or opens it again with null. False where there is none.</summary>
    public static async ValueTask<bool> LockAsync(Transaction transaction, string appId, string id, DateTimeOffset? lockedAt) =>
        await transaction.ExecuteAsync(Lock, appId, id, lockedAt) == 1;

    private const string Delete = "DELETE FROM api_keys WHERE app_id = $1 AND id = $2";

    /// <summary>Deletes the key. False where there is none.</summary>
    public static async ValueTask<bool> DeleteAsync(Transaction transaction, string appId, string id) => await transaction.ExecuteAsync(Delete, appId, id) == 1;

    private const string Touch = "UPDATE api_keys SET last_used_at = $3 WHERE app_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at <= $4)";

    /// <summary>Writes the last use down, unless another request just did. True where it was written.</summary>
    public static async ValueTask<bool> TouchAsync(Transaction transaction, string appId, string id, DateTimeOffset now) =>
        await transaction.ExecuteAsync(Touch, appId, id, now, now - ApiKeyRow.TouchInterval) == 1;
}
