using Keystile.WebAuthn;

namespace Keystile.Storage;

/// <summary>How adding or renaming an account went.</summary>
public enum UserOutcome
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>Another account of the app has that username.</summary>
    UsernameTaken,

    /// <summary>Another account of the app has that e-mail address.</summary>
    EmailTaken,

    /// <summary>Another account of the app has that user handle or id.</summary>
    HandleTaken,

    /// <summary>There is no such account.</summary>
    NotFound,
}

/// <summary>The accounts of an app.</summary>
public static class UserStore
{
    // The account that goes by its proven address. A username that was the same would stand before it: sign-ins by that name would find the other.
    private const string GoesByAddress = "SELECT 1 FROM users AS other WHERE other.app_id = $1 AND other.email_verified_at IS NOT NULL AND coalesce(other.username_key, '') = '' AND other.email_key =";

    private const string Insert = $"""
        INSERT INTO users (app_id, id, user_handle, username, username_key, email, email_key, email_verified_at, display_name, created_at)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 WHERE NOT EXISTS ({GoesByAddress} $5) ON CONFLICT DO NOTHING
        """;

    private const string HasUsername = $"SELECT $2 WHERE EXISTS (SELECT 1 FROM users WHERE app_id = $1 AND username_key = $2) OR EXISTS ({GoesByAddress} $2)";

    private const string HasEmail = "SELECT email_key FROM users WHERE app_id = $1 AND email_key = $2";

    /// <summary>Adds an account; the unique indexes decide, and no username is another account's proven address by which that one goes.</summary>
    public static async ValueTask<UserOutcome> TryAddAsync(Transaction transaction, UserRow user)
    {
        if (await transaction.TryAsync(ToAdd(user))) return UserOutcome.Done;
        if (await transaction.FindAsync(HasUsername, static row => row.Text(0), user.AppId, user.Username?.Key) is not null) return UserOutcome.UsernameTaken;
        if (await transaction.FindAsync(HasEmail, static row => row.Text(0), user.AppId, user.Email?.Key) is not null) return UserOutcome.EmailTaken;
        return UserOutcome.HandleTaken;
    }

    /// <summary>The same as the step of a series.</summary>
    public static Step ToAdd(UserRow user) => new(Insert, user.AppId, user.Id, user.Handle, user.Username?.Text, user.Username?.Key,
        user.Email?.Text, user.Email?.Key, user.EmailVerifiedAt, user.DisplayName, user.CreatedAt);

    private const string SelectById = $"SELECT {UserRow.Columns} FROM users AS u WHERE u.app_id = $1 AND u.id = $2";

    /// <summary>The account, locked or not.</summary>
    public static ValueTask<UserRow?> FindAsync(Transaction transaction, string appId, Guid id) => transaction.FindAsync(SelectById, UserRow.Read, appId, id);

    private const string SelectByUsername = $"SELECT {UserRow.Columns} FROM users AS u WHERE u.app_id = $1 AND u.username_key = $2";

    /// <summary>The account of that username, however it is spelled.</summary>
    public static ValueTask<UserRow?> FindByUsernameAsync(Transaction transaction, string appId, Username username) =>
        transaction.FindAsync(SelectByUsername, UserRow.Read, appId, username.Key);

    // An account without a username goes by its address: people are shown that as their name, and type it.
    private const string SelectByName = $"""
        {SelectByUsername} UNION ALL SELECT {UserRow.Columns} FROM users AS u WHERE u.app_id = $1 AND u.email_key = $2 AND coalesce(u.username_key, '') = ''
        """;

    /// <summary>The accounts that go by that name: the one that has it for its username, and the one without a username that has it for its address.</summary>
    public static ValueTask<IReadOnlyList<UserRow>> ListByNameAsync(Transaction transaction, string appId, Username name) =>
        transaction.ListAsync(SelectByName, UserRow.Read, appId, name.Key);

    private const string SelectByEmail = $"SELECT {UserRow.Columns} FROM users AS u WHERE u.app_id = $1 AND u.email_key = $2";

    /// <summary>The account of that e-mail address, verified or not.</summary>
    public static ValueTask<UserRow?> FindByEmailAsync(Transaction transaction, string appId, EmailAddress email) =>
        transaction.FindAsync(SelectByEmail, UserRow.Read, appId, email.Key);

    private const string SelectByHandle = $"SELECT {UserRow.Columns} FROM users AS u WHERE u.app_id = $1 AND u.user_handle = $2";

    /// <summary>The account of that user handle.</summary>
    public static ValueTask<UserRow?> FindByHandleAsync(Transaction transaction, string appId, UserHandle handle) =>
        transaction.FindAsync(SelectByHandle, UserRow.Read, appId, handle);

    private const string Rename = $"""
        UPDATE users SET username = coalesce($3, username), username_key = coalesce($4, username_key), display_name = coalesce($5, display_name)
        WHERE app_id = $1 AND id = $2 AND NOT EXISTS (SELECT 1 FROM users AS other WHERE other.app_id = $1 AND other.username_key = $4 AND other.id <> $2)
            AND (username_key = $4 OR NOT EXISTS ({GoesByAddress} $4 AND other.id <> $2))
        """;

    /// <summary>Changes the names that are given, and no other: who changes one at the same time loses nothing. The user handle stays.</summary>
    public static async ValueTask<UserOutcome> RenameAsync(Transaction transaction, string appId, Guid id, Username? username, string? displayName)
    {
        if (await transaction.ExecuteAsync(Rename, appId, id, username?.Text, username?.Key, displayName) == 1) return UserOutcome.Done;
        return await FindAsync(transaction, appId, id) is null ? UserOutcome.NotFound : UserOutcome.UsernameTaken;
    }

    // A claim that nobody proved keeps no owner of the address out.
    private const string FreeEmail = "UPDATE users SET email = NULL, email_key = NULL WHERE app_id = $1 AND id <> $2 AND email_key = $3 AND email_verified_at IS NULL";

    private const string SetEmail = """
        UPDATE users SET email = $3, email_key = $4, email_verified_at = $5
        WHERE app_id = $1 AND id = $2 AND NOT EXISTS (SELECT 1 FROM users AS other WHERE other.app_id = $1 AND other.email_key = $4 AND other.id <> $2)
        """;

    /// <summary>Gives the account an address that was proven at <paramref name="verifiedAt"/>, or none with nulls.</summary>
    public static async ValueTask<UserOutcome> SetEmailAsync(Transaction transaction, string appId, Guid id, EmailAddress? email, DateTimeOffset? verifiedAt)
    {
        if (email is not null) await transaction.ExecuteAsync(FreeEmail, appId, id, email.Key);
        if (await transaction.ExecuteAsync(SetEmail, appId, id, email?.Text, email?.Key, verifiedAt) == 1) return UserOutcome.Done;
        return await FindAsync(transaction, appId, id) is null ? UserOutcome.NotFound : UserOutcome.EmailTaken;
    }

    private const string ProveEmail = "UPDATE users SET email_verified_at = $4 WHERE app_id = $1 AND id = $2 AND email_key = $3 AND email_verified_at IS NULL";

    /// <summary>Writes down that the account's address is proven. False where it was before, or the address is another by now: of many who prove it, one is the first.</summary>
    public static async ValueTask<bool> ProveEmailAsync(Transaction transaction, string appId, Guid id, EmailAddress email, DateTimeOffset now) =>
        await transaction.ExecuteAsync(ProveEmail, appId, id, email.Key, now) == 1;

    private const string Lock = "UPDATE users SET locked_at = $3 WHERE app_id = $1 AND id = $2";

    /// <summary>Locks the account since <paramref name="lockedAt"/>, or opens it again with null. False where there is none.</summary>
    public static async ValueTask<bool> LockAsync(Transaction transaction, string appId, Guid id, DateTimeOffset? lockedAt) =>
        await transaction.ExecuteAsync(Lock, appId, id, lockedAt) == 1;

    private const string Delete = "DELETE FROM users WHERE app_id = $1 AND id = $2";

    /// <summary>Deletes the account with its passkeys and sessions. False where there is none.</summary>
    public static async ValueTask<bool> DeleteAsync(Transaction transaction, string appId, Guid id) => await transaction.ExecuteAsync(Delete, appId, id) == 1;
}
