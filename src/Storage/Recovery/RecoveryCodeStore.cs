namespace Keystile.Storage;

/// <summary>How many recovery codes an account has left, and since when it has them.</summary>
/// <param name="Left">How many were not used yet.</param>
/// <param name="CreatedAt">When they were made, all together.</param>
public sealed record RecoveryCodesLeft(int Left, DateTimeOffset CreatedAt);

/// <summary>The recovery codes of an app's accounts, as keyed hashes. A code is there until it is used.</summary>
public static class RecoveryCodeStore
{
    // Two who make codes at once would both clear the former ones before either wrote its own.
    private const string HoldOwner = "SELECT 1 FROM users WHERE app_id = $1 AND id = $2 FOR NO KEY UPDATE";

    private const string Clear = "DELETE FROM recovery_codes WHERE app_id = $1 AND user_id = $2";

    private const string Insert = "INSERT INTO recovery_codes (app_id, user_id, code_hash, created_at) SELECT $1, u.id, $3, $4 FROM users AS u WHERE u.app_id = $1 AND u.id = $2";

    /// <summary>Gives the account these codes and no others.</summary>
    public static async ValueTask ReplaceAsync(Transaction transaction, string appId, Guid userId, IReadOnlyList<byte[]> hashes, DateTimeOffset now)
    {
        await transaction.HoldAsync(HoldOwner, appId, userId);
        await ClearAsync(transaction, appId, userId);
        foreach (var hash in hashes) await transaction.ExecuteAsync(Insert, appId, userId, hash, now);
    }

    /// <summary>Takes all the account's codes away, and tells how many.</summary>
    public static ValueTask<int> ClearAsync(Transaction transaction, string appId, Guid userId) => transaction.ExecuteAsync(Clear, appId, userId);

    private const string Count = "SELECT count(*), min(created_at) FROM recovery_codes WHERE app_id = $1 AND user_id = $2 HAVING count(*) > 0";

    /// <summary>How many codes are left; null where there are none.</summary>
    public static ValueTask<RecoveryCodesLeft?> CountAsync(Transaction transaction, string appId, Guid userId) =>
        transaction.FindAsync(Count, static row => new RecoveryCodesLeft((int)row.Number(0), row.Time(1)), appId, userId);

    private const string Select = "SELECT created_at FROM recovery_codes WHERE app_id = $1 AND user_id = $2 AND code_hash = $3";

    /// <summary>By which of the hashes the account has the code; null where by none. Only <see cref="TrySpendAsync"/> decides.</summary>
    public static async ValueTask<byte[]?> FindAsync(Transaction transaction, string appId, Guid userId, IReadOnlyList<byte[]> hashes)
    {
        foreach (var hash in hashes)
        {
            if (await transaction.FindAsync(Select, static row => new RecoveryCodesLeft(1, row.Time(0)), appId, userId, hash) is not null) return hash;
        }
        return null;
    }

    private const string Spend = "DELETE FROM recovery_codes WHERE app_id = $1 AND user_id = $2 AND code_hash = $3";

    /// <summary>Uses the code up, in the transaction of what it opens. False where the account has it not, or no longer.</summary>
    public static async ValueTask<bool> TrySpendAsync(Transaction transaction, string appId, Guid userId, byte[] hash) =>
        await transaction.ExecuteAsync(Spend, appId, userId, hash) == 1;
}
