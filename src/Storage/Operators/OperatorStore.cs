namespace Keystile.Storage;

/// <summary>The operators, and the reserved app whose accounts they are. No key names that app.</summary>
public static class OperatorStore
{
    /// <summary>The app of the operators.</summary>
    public const string AppId = "admin";

    // Unlike a tenant's, this app's RP ID moves with the public URL although passkeys exist: theirs are good again when it moves back.
    private const string Ensure = """
        INSERT INTO apps (id, rp_id, name, origins, settings, created_at) VALUES ('admin', $1, $2, $3, $4, $5)
        ON CONFLICT (id) DO UPDATE SET rp_id = $1, name = $2, origins = $3, settings = $4
        """;

    /// <summary>Makes the operators' app, or moves it to where the console is now.</summary>
    public static async ValueTask EnsureAppAsync(Transaction transaction, AppRow app) =>
        await transaction.ExecuteAsync(Ensure, app.RpId, app.Name, app.Origins, app.Settings, app.CreatedAt);

    private const string SelectAble = """
        SELECT o.user_id FROM operators AS o JOIN webauthn_credentials AS c ON c.app_id = o.app_id AND c.user_id = o.user_id
        WHERE o.role = 'owner' AND c.rp_id = $1 LIMIT 1
        """;

    /// <summary>Whether somebody can sign in at that RP ID and change things.</summary>
    public static async ValueTask<bool> AnyAsync(Transaction transaction, string rpId) =>
        await transaction.FindAsync(SelectAble, static row => row.Id(0).ToString(), rpId) is not null;

    private const string Insert = "INSERT INTO operators (app_id, user_id, role, invited_by, created_at) VALUES ('admin', $1, $2, $3, $4)";

    /// <summary>Makes an account of the app an operator.</summary>
    public static async ValueTask AddAsync(Transaction transaction, Guid userId, OperatorRole role, string? invitedBy, DateTimeOffset now) =>
        await transaction.ExecuteAsync(Insert, userId, OperatorRow.Write(role), invitedBy, now);

    private const string Select = $"SELECT {OperatorRow.Columns} FROM operators AS o JOIN users AS u ON u.app_id = o.app_id AND u.id = o.user_id";

    private const string SelectOne = $"{Select} WHERE o.user_id = $1";

    /// <summary>The operator whose account that is.</summary>
    public static ValueTask<OperatorRow?> FindAsync(Transaction transaction, Guid userId) => transaction.FindAsync(SelectOne, OperatorRow.Read, userId);

    private const string SelectAll = $"{Select} ORDER BY o.created_at, o.user_id";

    /// <summary>All operators, oldest first.</summary>
    public static ValueTask<IReadOnlyList<OperatorRow>> ListAsync(Transaction transaction) => transaction.ListAsync(SelectAll, OperatorRow.Read);

    // Who counts the owners holds them all, by their app: two who remove each other at once would both count two.
    private const string Hold = "SELECT 1 FROM apps WHERE id = 'admin' FOR NO KEY UPDATE";

    private const string IsNotTheLast = "(o.role <> 'owner' OR (SELECT count(*) FROM operators WHERE role = 'owner') > 1)";

    private const string Remove = $"""
        DELETE FROM users WHERE app_id = 'admin' AND id IN (SELECT o.user_id FROM operators AS o WHERE o.user_id = $1 AND {IsNotTheLast})
        """;

    /// <summary>Removes an operator with account, passkeys and sessions. False where there is none, or it is the last owner.</summary>
    public static async ValueTask<bool> TryRemoveAsync(Transaction transaction, Guid userId)
    {
        await transaction.HoldAsync(Hold);
        return await transaction.ExecuteAsync(Remove, userId) == 1;
    }

    private const string ChangeRole = $"""
        UPDATE operators SET role = $2 WHERE user_id IN (SELECT o.user_id FROM operators AS o WHERE o.user_id = $1 AND ($2 = 'owner' OR {IsNotTheLast}))
        """;

    /// <summary>Gives an operator another role. False where there is none, or it is the last owner.</summary>
    public static async ValueTask<bool> TrySetRoleAsync(Transaction transaction, Guid userId, OperatorRole role)
    {
        await transaction.HoldAsync(Hold);
        return await transaction.ExecuteAsync(ChangeRole, userId, OperatorRow.Write(role)) == 1;
    }
}
