namespace Keystile.Storage;

/// <summary>The identities of accounts at identity providers. One person of one provider is one account of the app.</summary>
public static class IdentityStore
{
    private const string Insert = """
        INSERT INTO identities (app_id, issuer, subject, user_id, provider, email, created_at, last_used_at)
        SELECT $1, $2, $3, u.id, $5, $6, $7, $8 FROM users AS u WHERE u.app_id = $1 AND u.id = $4 AND u.locked_at IS NULL
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Links an identity to an account. False where it is some account's already, or the account is gone or locked.</summary>
    public static async ValueTask<bool> TryAddAsync(Transaction transaction, IdentityRow identity) =>
        await transaction.ExecuteAsync(Insert, identity.AppId, identity.Issuer, identity.Subject, identity.UserId, identity.Provider, identity.Email, identity.CreatedAt, identity.LastUsedAt) == 1;

    private const string SelectOwner = $"""
        SELECT {UserRow.Columns} FROM identities AS i JOIN users AS u ON u.app_id = i.app_id AND u.id = i.user_id
        WHERE i.app_id = $1 AND i.issuer = $2 AND i.subject = $3
        """;

    /// <summary>The account of an identity, locked or not; null where it is nobody's yet.</summary>
    public static ValueTask<UserRow?> FindOwnerAsync(Transaction transaction, string appId, string issuer, string subject) =>
        transaction.FindAsync(SelectOwner, UserRow.Read, appId, issuer, subject);

    private const string Touch = "UPDATE identities SET last_used_at = $4, email = $5 WHERE app_id = $1 AND issuer = $2 AND subject = $3";

    /// <summary>Writes down a sign-in, and the address as the provider tells it now.</summary>
    public static async ValueTask<bool> TouchAsync(Transaction transaction, string appId, string issuer, string subject, DateTimeOffset now, string? email) =>
        await transaction.ExecuteAsync(Touch, appId, issuer, subject, now, email) == 1;

    private const string SelectOfUser = $"SELECT {IdentityRow.Columns} FROM identities AS i WHERE i.app_id = $1 AND i.user_id = $2 ORDER BY i.created_at, i.issuer, i.subject";

    /// <summary>The account's identities, oldest first.</summary>
    public static ValueTask<IReadOnlyList<IdentityRow>> ListAsync(Transaction transaction, string appId, Guid userId) =>
        transaction.ListAsync(SelectOfUser, IdentityRow.Read, appId, userId);

    private const string Delete = "DELETE FROM identities WHERE app_id = $1 AND user_id = $2 AND issuer = $3 AND subject = $4";

    /// <summary>Unlinks one identity. False where the account has none of that name.</summary>
    public static async ValueTask<bool> DeleteAsync(Transaction transaction, string appId, Guid userId, string issuer, string subject) =>
        await transaction.ExecuteAsync(Delete, appId, userId, issuer, subject) == 1;

    private const string DeleteOfUser = "DELETE FROM identities WHERE app_id = $1 AND user_id = $2";

    /// <summary>Unlinks all the account's identities, and tells how many.</summary>
    public static ValueTask<int> DeleteAllAsync(Transaction transaction, string appId, Guid userId) => transaction.ExecuteAsync(DeleteOfUser, appId, userId);
}
