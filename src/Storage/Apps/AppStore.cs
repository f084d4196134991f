namespace Keystile.Storage;

/// <summary>The apps. Every other row belongs to one.</summary>
public static class AppStore
{
    private const string Insert =
        "INSERT INTO apps (id, rp_id, name, origins, settings, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";

    /// <summary>Adds an app; false where its id is taken.</summary>
    public static async ValueTask<bool> TryAddAsync(Transaction transaction, AppRow app) =>
        await transaction.ExecuteAsync(Insert, app.Id, app.RpId, app.Name, app.Origins, app.Settings, app.CreatedAt) == 1;

    /// <summary>Adds an app unless it is there, and reads what is there then, to be changed by this unit alone.</summary>
    public static async ValueTask<AppRow> EnsureAsync(Transaction transaction, AppRow app)
    {
        await TryAddAsync(transaction, app);
        return (await FindToChangeAsync(transaction, app.Id))!;
    }

    private const string SelectOne = $"SELECT {AppRow.Columns} FROM apps AS a WHERE a.id = $1";

    /// <summary>The app, locked or not; null where there is none. The name may come out of an address, where U+0000 can stand: PostgreSQL may not be asked for that.</summary>
    public static ValueTask<AppRow?> FindAsync(Transaction transaction, string id) => id.Contains('\0') ? new((AppRow?)null) : transaction.FindAsync(SelectOne, AppRow.Read, id);

    private const string Hold = "SELECT 1 FROM apps WHERE id = $1 FOR UPDATE";

    /// <summary>The app, which nobody else changes before this unit ends.</summary>
    public static async ValueTask<AppRow?> FindToChangeAsync(Transaction transaction, string id)
    {
        await transaction.HoldAsync(Hold, id);
        return await FindAsync(transaction, id);
    }

    private const string SelectAll = $"{Scope.EveryApp} SELECT {AppRow.Columns} FROM apps AS a WHERE a.id <> 'admin' ORDER BY a.id";

    /// <summary>All apps but the operators', by id.</summary>
    public static ValueTask<IReadOnlyList<AppRow>> ListAsync(Transaction transaction) => transaction.ListAsync(SelectAll, AppRow.Read);

    private const string Change = """
        UPDATE apps SET rp_id = $2, name = $3, origins = $4, settings = $5
        WHERE id = $1 AND (rp_id = $2 OR NOT EXISTS (SELECT 1 FROM webauthn_credentials WHERE app_id = $1))
        """;

    /// <summary>Changes RP ID, name, origins and settings. False where there is no such app, or a passkey is bound to its RP ID already and that would change.</summary>
    public static async ValueTask<bool> UpdateAsync(Transaction transaction, AppRow app) =>
        await transaction.ExecuteAsync(Change, app.Id, app.RpId, app.Name, app.Origins, app.Settings) == 1;

    private const string Lock = "UPDATE apps SET locked_at = $2 WHERE id = $1";

    /// <summary>Locks the app since <paramref name="lockedAt"/>, or opens it again with null. False where there is none.</summary>
    public static async ValueTask<bool> LockAsync(Transaction transaction, string id, DateTimeOffset? lockedAt) =>
        await transaction.ExecuteAsync(Lock, id, lockedAt) == 1;
}
