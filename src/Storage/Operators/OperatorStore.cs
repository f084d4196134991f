namespace Keystile.Storage;

/// <summary>The operators, and the reserved app whose accounts they are. No key names that app.</summary>
public static class OperatorStore
{
    /// <summary>The app of the operators.</summary>
    public const string AppId = "admin";

    // Unlike a tenant's, this app's RP ID moves with the public URL although passkeys exist: theirs are good again when it moves back.
    private const string Ensure = """
        INSERT INTO apps (id, rp_id, name, origins, settings, created_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO UPDATE SET rp_id = $2, name = $3, origins = $4, settings = $5
        """;

    /// <summary>Makes the operators' app, or moves it to where the console is now.</summary>
    public static async ValueTask EnsureAppAsync(Transaction transaction, AppRow app) =>
        await transaction.ExecuteAsync(Ensure, AppId, app.RpId, app.Name, app.Origins, app.Settings, app.CreatedAt);

    // Not a join: SQLite would go through the passkeys of all people and look for an operator to each.
    private const string SelectAble = """
        SELECT o.user_id FROM operators AS o WHERE o.app_id = $1 AND o.role = 'owner'
            AND EXISTS (SELECT 1 FROM webauthn_credentials AS c WHERE c.app_id = o.app_id AND c.user_id = o.user_id AND c.rp_id = $2) LIMIT 1
        """;

    /// <summary>Whether somebody can sign in at that RP ID and change things.</summary>
    public static async ValueTask<bool> AnyAsync(Transaction transaction, string rpId) =>
        await transaction.FindAsync(SelectAble, static row => row.Id(0).ToString(), AppId, rpId) is not null;

    private const string Insert = "INSERT INTO operators (app_id, user_id, role, invited_by, created_at) VALUES ($1, $2, $3, $4, $5)";

    /// <summary>Makes an account of the app an operator.</summary>
    public static async ValueTask AddAsync(Transaction transaction, Guid userId, OperatorRole role, string? invitedBy, DateTimeOffset now) =>
        await transaction.ExecuteAsync(Insert, AppId, userId, OperatorRow.Write(role), invitedBy, now);

    private const string Select = $"SELECT {OperatorRow.Columns} FROM operators AS o JOIN users AS u ON u.app_id = o.app_id AND u.id = o.user_id";

    private const string SelectOne = $"{Select} WHERE o.app_id = $1 AND o.user_id = $2";

    /// <summary>The operator whose account that is.</summary>
    public static ValueTask<OperatorRow?> FindAsync(Transaction transaction, Guid userId) => transaction.FindAsync(SelectOne, OperatorRow.Read, AppId, userId);

    private const string SelectAll = $"{Select} WHERE o.app_id = $1 ORDER BY o.created_at, o.user_id";

    /// <summary>All operators, oldest first.</summary>
    public static ValueTask<IReadOnlyList<OperatorRow>> ListAsync(Transaction transaction) => transaction.ListAsync(SelectAll, OperatorRow.Read, AppId);

    // Who counts the owners holds them all, by their app: two who remove each other at once would both count two.
    private const string Hold = "SELECT 1 FROM apps WHERE id = $1 FOR NO KEY UPDATE";

    /// <summary>Until the end of the transaction nobody else removes an operator or changes a role: what is read of them after this stays so.</summary>
    public static async ValueTask HoldAsync(Transaction transaction) => await transaction.HoldAsync(Hold, AppId);

    private const string IsNotTheLast = "(o.role <> 'owner' OR (SELECT count(*) FROM operators WHERE role = 'owner') > 1)";

    private const string Remove = $"""
        DELETE FROM users WHERE app_id = $1 AND id IN (SELECT o.user_id FROM operators AS o WHERE o.user_id = $2 AND {IsNotTheLast})
        """;

    private const string WithdrawLinks = $"{Scope.NoApp} DELETE FROM operator_invitations WHERE invited_by = $1";

    /// <summary>Removes an operator with account, passkeys, sessions, and the links by which the same person could come back. False where there is none, or it is the last owner.</summary>
    public static async ValueTask<bool> TryRemoveAsync(Transaction transaction, Guid userId)
    {
        await HoldAsync(transaction);
        var leaving = await FindAsync(transaction, userId);
        if (leaving is null || await transaction.ExecuteAsync(Remove, AppId, userId) != 1) return false;
        await transaction.ExecuteAsync(WithdrawLinks, leaving.Name);
        return true;
    }

    private const string ChangeRole = $"""
        UPDATE operators SET role = $3 WHERE app_id = $1 AND user_id IN (SELECT o.user_id FROM operators AS o WHERE o.user_id = $2 AND ($3 = 'owner' OR {IsNotTheLast}))
        """;

    /// <summary>Gives an operator another role; who is no owner any more has no links out. False where there is none, or it is the last owner.</summary>
    public static async ValueTask<bool> TrySetRoleAsync(Transaction transaction, Guid userId, OperatorRole role)
    {
        await HoldAsync(transaction);
        if (await transaction.ExecuteAsync(ChangeRole, AppId, userId, OperatorRow.Write(role)) != 1) return false;
        if (role != OperatorRole.Owner) await transaction.ExecuteAsync(WithdrawLinks, (await FindAsync(transaction, userId))!.Name);
        return true;
    }
}
