namespace Keystile.Storage;

/// <summary>Another name of a user.</summary>
/// <param name="Key">Its keyed hash, by which it is found: 32 bytes.</param>
/// <param name="Plaintext">The name itself; null where only the hash is kept.</param>
public sealed record AliasRow(ReadOnlyMemory<byte> Key, string? Plaintext)
{
    /// <summary>What it would be found by under other keys that are still looked up; none where there is one key.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> OtherKeys { get; init; } = [];

    /// <summary>All that it may be found by, its own key first.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Keys => [Key, .. OtherKeys];
}

/// <summary>The aliases of an app's users. One alias names one user.</summary>
public static class AliasStore
{
    private const string DeleteOfUser = "DELETE FROM aliases WHERE app_id = $1 AND user_id = $2";

    private const string Insert = """
        INSERT INTO aliases (app_id, alias_key, user_id, plaintext, created_at)
        SELECT $1, $2, u.id, $4, $5 FROM users AS u WHERE u.app_id = $1 AND u.id = $3 ON CONFLICT DO NOTHING
        """;

    /// <summary>Makes <paramref name="aliases"/>, no two the same, all that the user has. False where one is another user's, or the user is gone; the unit is then to be rolled back.</summary>
    public static async ValueTask<bool> TryReplaceAsync(Transaction transaction, string appId, Guid userId, IEnumerable<AliasRow> aliases, DateTimeOffset now)
    {
        IReadOnlyList<AliasRow> all = [.. aliases];
        // The index knows one key of an alias: two units that write it under different ones would not see each other.
        if (all.Any(alias => alias.OtherKeys.Count > 0)) await transaction.LeadAsync(Job.Aliases);
        await transaction.ExecuteAsync(DeleteOfUser, appId, userId);
        // In one order for all: two units that want the same names would otherwise wait for each other.
        foreach (var alias in all.OrderBy(alias => Convert.ToHexString(alias.Key.Span), StringComparer.Ordinal))
        {
            if (await transaction.ExecuteAsync(Insert, appId, alias.Key, userId, alias.Plaintext, now) != 1) return false;
            if (await FindUserAsync(transaction, appId, alias.OtherKeys) is not null) return false;
        }
        return true;
    }

    private const string SelectOfUser = "SELECT alias_key, plaintext FROM aliases WHERE app_id = $1 AND user_id = $2 ORDER BY plaintext, alias_key";

    /// <summary>The user's aliases.</summary>
    public static ValueTask<IReadOnlyList<AliasRow>> ListAsync(Transaction transaction, string appId, Guid userId) =>
        transaction.ListAsync(SelectOfUser, static row => new AliasRow(row.Bytes(0), row.TextOrNull(1)), appId, userId);

    private const string SelectUser = $"""
        SELECT {UserRow.Columns} FROM aliases AS n JOIN users AS u ON u.app_id = n.app_id AND u.id = n.user_id WHERE n.app_id = $1 AND n.alias_key = $2
        """;

    /// <summary>Whose alias it is, by the first of its keys that is there; null where it is nobody's.</summary>
    public static async ValueTask<UserRow?> FindUserAsync(Transaction transaction, string appId, IReadOnlyList<ReadOnlyMemory<byte>> keys)
    {
        foreach (var key in keys)
        {
            if (await transaction.FindAsync(SelectUser, UserRow.Read, appId, key) is { } user) return user;
        }
        return null;
    }
}
