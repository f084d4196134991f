namespace Keystile.Storage;

/// <summary>The links that are good once: at most one of each purpose an account.</summary>
public static class AccountLinkStore
{
    private const string Upsert = """
        INSERT INTO account_links (app_id, user_id, purpose, token_hash, email, email_key, browser_hash, expires_at)
        SELECT $1, u.id, $3, $4, $5, $6, $7, $8 FROM users AS u WHERE u.app_id = $1 AND u.id = $2 AND u.locked_at IS NULL
        ON CONFLICT (app_id, user_id, purpose) DO UPDATE SET token_hash = excluded.token_hash, email = excluded.email, email_key = excluded.email_key,
            browser_hash = excluded.browser_hash, expires_at = excluded.expires_at
        """;

    /// <summary>Makes a link; the one of the same purpose before it is void. False where the account is gone or locked.</summary>
    public static async ValueTask<bool> TryPutAsync(Transaction transaction, AccountLink link, byte[] tokenHash) =>
        await transaction.ExecuteAsync(Upsert, link.AppId, link.UserId, AccountLink.Text(link.Purpose), tokenHash, link.Email?.Text, link.Email?.Key, link.BrowserHash, link.ExpiresAt) == 1;

    private const string TakeRecovery = $"""
        DELETE FROM account_links WHERE app_id = $1 AND token_hash = $2 AND purpose <> 'email' AND expires_at > $3 AND (browser_hash IS NULL OR browser_hash = $4)
        RETURNING {AccountLink.Columns}
        """;

    /// <summary>Uses a link that recovers up, in the transaction of what it opens; of many at once one gets it. Null where there is none, or it is another browser's.</summary>
    public static ValueTask<AccountLink?> TryTakeRecoveryAsync(Transaction transaction, string appId, byte[] tokenHash, byte[] browserHash, DateTimeOffset now) =>
        transaction.FindAsync(TakeRecovery, AccountLink.Read, appId, tokenHash, now, browserHash);

    private const string SelectRecovery = $"SELECT {AccountLink.Columns} FROM account_links WHERE app_id = $1 AND token_hash = $2 AND purpose <> 'email' AND expires_at > $3";

    /// <summary>Whether the link is there for some browser.</summary>
    public static async ValueTask<bool> HasRecoveryAsync(Transaction transaction, string appId, byte[] tokenHash, DateTimeOffset now) =>
        await transaction.FindAsync(SelectRecovery, AccountLink.Read, appId, tokenHash, now) is not null;

    private const string TakeEmail = $"""
        DELETE FROM account_links WHERE app_id = $1 AND user_id = $2 AND purpose = 'email' AND token_hash = $3 AND expires_at > $4
        RETURNING {AccountLink.Columns}
        """;

    /// <summary>Uses a link that proves an address up. Null where the account has none of that token.</summary>
    public static ValueTask<AccountLink?> TryTakeEmailAsync(Transaction transaction, string appId, Guid userId, byte[] tokenHash, DateTimeOffset now) =>
        transaction.FindAsync(TakeEmail, AccountLink.Read, appId, userId, tokenHash, now);

    private const string SelectOfUser = $"SELECT {AccountLink.Columns} FROM account_links WHERE app_id = $1 AND user_id = $2 AND purpose = $3 AND expires_at > $4";

    /// <summary>The account's live link of that purpose; null where there is none.</summary>
    public static ValueTask<AccountLink?> FindAsync(Transaction transaction, string appId, Guid userId, LinkPurpose purpose, DateTimeOffset now) =>
        transaction.FindAsync(SelectOfUser, AccountLink.Read, appId, userId, AccountLink.Text(purpose), now);

    private const string Remove = "DELETE FROM account_links WHERE app_id = $1 AND user_id = $2 AND purpose = $3";

    /// <summary>Makes the account's link of that purpose void. False where there was none.</summary>
    public static async ValueTask<bool> RemoveAsync(Transaction transaction, string appId, Guid userId, LinkPurpose purpose) =>
        await transaction.ExecuteAsync(Remove, appId, userId, AccountLink.Text(purpose)) == 1;

    private const string Purge = $"{Scope.EveryApp} DELETE FROM account_links WHERE token_hash IN (SELECT token_hash FROM account_links WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";

    /// <summary>Forgets up to <paramref name="most"/> links that have run out, and tells how many.</summary>
    public static ValueTask<int> PurgeAsync(Transaction transaction, DateTimeOffset now, int most = 1000) => transaction.ExecuteAsync(Purge, now, most);
}
