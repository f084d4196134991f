namespace Keystile.Storage;

/// <summary>How the rotation of a refresh token went.</summary>
public enum RefreshOutcome
{
    /// <summary>The new token is the one in force.</summary>
    Rotated,

    /// <summary>The token had been used before: somebody else holds a copy, so the session was ended.</summary>
    Reused,

    /// <summary>No session has or had that token, or it ran out, or its account is locked.</summary>
    Unknown,
}

/// <summary>The sessions of an app's accounts. Tokens come as SHA-256.</summary>
public static class SessionStore
{
    private const string Into = """
        INSERT INTO sessions (app_id, id, user_id, credential_id, token_hash, refresh_hash, amr, acr, auth_time, created_at, last_seen_at, expires_at, idle_expires_at, user_agent, recovery)
        """;

    // From the owner's row: an account deleted or locked in the meantime opens no session.
    private const string Insert = $"{Into} SELECT $1, $2, u.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 FROM users AS u WHERE u.app_id = $1 AND u.id = $3 AND u.locked_at IS NULL";

    /// <summary>Opens a session. False where its account is gone or locked.</summary>
    public static async ValueTask<bool> TryAddAsync(Transaction transaction, SessionRow session, ReadOnlyMemory<byte> tokenHash, ReadOnlyMemory<byte>? refreshHash) =>
        await transaction.ExecuteAsync(Insert, Values(session, tokenHash, refreshHash)) == 1;

    // One row for certain: for a SELECT, SQLite keeps copies of the pages it is about to change.
    private const string InsertOne = $"{Into} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

    /// <summary>Opens a session as the step of a series in which an earlier one made sure of the account and its passkey.</summary>
    public static Step ToAdd(SessionRow session, ReadOnlyMemory<byte> tokenHash, ReadOnlyMemory<byte>? refreshHash) => new(InsertOne, Values(session, tokenHash, refreshHash));

    private static object?[] Values(SessionRow session, ReadOnlyMemory<byte> tokenHash, ReadOnlyMemory<byte>? refreshHash) =>
    [
        session.AppId, session.Id, session.UserId, session.CredentialId, tokenHash, refreshHash, session.Amr, session.Acr,
        session.AuthTime, session.CreatedAt, session.LastSeenAt, session.ExpiresAt, session.IdleExpiresAt, session.UserAgent, session.Recovery,
    ];

    private const string Live = "s.expires_at > $3 AND s.idle_expires_at > $3 AND u.locked_at IS NULL AND a.locked_at IS NULL";

    private const string SelectLive =
        $"SELECT {SessionRow.Columns}, {UserRow.Columns} FROM sessions AS s JOIN users AS u ON u.app_id = s.app_id AND u.id = s.user_id JOIN apps AS a ON a.id = s.app_id";

    private const string SelectByToken = $"{SelectLive} WHERE s.app_id = $1 AND s.id = $2 AND s.token_hash = $4 AND {Live}";

    /// <summary>The live session of a cookie's token: neither run out nor of a locked account or app.</summary>
    public static ValueTask<SessionWithUser?> FindByTokenAsync(Transaction transaction, string appId, Guid id, ReadOnlyMemory<byte> tokenHash, DateTimeOffset now) =>
        transaction.FindAsync(SelectByToken, ReadWithUser, appId, id, now, tokenHash);

    private const string SelectById = $"{SelectLive} WHERE s.app_id = $1 AND s.id = $2 AND {Live}";

    /// <summary>The live session of an access token's <c>sid</c>.</summary>
    public static ValueTask<SessionWithUser?> FindAsync(Transaction transaction, string appId, Guid id, DateTimeOffset now) =>
        transaction.FindAsync(SelectById, ReadWithUser, appId, id, now);

    private const string SelectOfUser =
        $"SELECT {SessionRow.Columns} FROM sessions AS s WHERE s.app_id = $1 AND s.user_id = $2 AND s.expires_at > $3 AND s.idle_expires_at > $3 ORDER BY s.last_seen_at DESC, s.id DESC";

    /// <summary>The account's sessions that have not run out, last used first.</summary>
    public static ValueTask<IReadOnlyList<SessionRow>> ListAsync(Transaction transaction, string appId, Guid userId, DateTimeOffset now) =>
        transaction.ListAsync(SelectOfUser, SessionRow.Read, appId, userId, now);

    private const string Touch = "UPDATE sessions SET last_seen_at = $3, idle_expires_at = $4 WHERE app_id = $1 AND id = $2 AND last_seen_at <= $5 AND idle_expires_at > $3";

    /// <summary>Writes down a use, at most once in <see cref="SessionRow.TouchInterval"/>; ask <see cref="SessionRow.WantsTouch"/> first and spare the write.</summary>
    public static async ValueTask<bool> TouchAsync(Transaction transaction, string appId, Guid id, DateTimeOffset now, DateTimeOffset idleExpiresAt) =>
        await transaction.ExecuteAsync(Touch, appId, id, now, idleExpiresAt, now - SessionRow.TouchInterval) == 1;

    // A null in $8 keeps the cookie's token.
    private const string Raise = """
        UPDATE sessions SET auth_time = $3, step_up_until = $4, step_up_purpose = $5, amr = $6, acr = $7, token_hash = coalesce($8, token_hash)
        WHERE app_id = $1 AND id = $2 AND expires_at > $3 AND idle_expires_at > $3
        """;

    /// <summary>Raises the session by a step-up, in the series that spends the challenge and records the assertion. It changes nothing where the session has ended.</summary>
    /// <param name="raised">The session as it is to be from now on: authentication time, methods and class, step-up and its purpose.</param>
    /// <param name="tokenHash">The cookie's next token; null where it keeps the one it has.</param>
    public static Step ToRaise(SessionRow raised, ReadOnlyMemory<byte>? tokenHash) =>
        new(Raise, raised.AppId, raised.Id, raised.AuthTime, raised.StepUpUntil, raised.StepUpPurpose, raised.Amr, raised.Acr, tokenHash);

    private const string End = "DELETE FROM sessions WHERE app_id = $1 AND id = $2";

    /// <summary>Ends one session. False where it had ended.</summary>
    public static async ValueTask<bool> EndAsync(Transaction transaction, string appId, Guid id) => await transaction.ExecuteAsync(End, appId, id) == 1;

    private const string EndOfUser = "DELETE FROM sessions WHERE app_id = $1 AND user_id = $2 AND id = $3";

    /// <summary>Ends one session of the account. False where the account has none of that id.</summary>
    public static async ValueTask<bool> EndAsync(Transaction transaction, string appId, Guid userId, Guid id) =>
        await transaction.ExecuteAsync(EndOfUser, appId, userId, id) == 1;

    private const string CountRefreshable = $"""
        {Scope.EveryApp} SELECT count(*) FROM sessions WHERE refresh_hash IS NOT NULL AND last_seen_at < $1 AND expires_at > $2 AND idle_expires_at > $2
        """;

    /// <summary>How many sessions of all apps live, have a refresh token and were last used before <paramref name="time"/>.</summary>
    public static async ValueTask<long> CountRefreshableAsync(Transaction transaction, DateTimeOffset time, DateTimeOffset now) =>
        (await transaction.ListAsync(CountRefreshable, static row => row.Number(0), time, now))[0];

    private const string EndOthers = "DELETE FROM sessions WHERE app_id = $1 AND user_id = $2 AND id <> $3";

    /// <summary>Ends the account's sessions, all but <paramref name="except"/> where that is given, and tells how many.</summary>
    public static ValueTask<int> EndAllAsync(Transaction transaction, string appId, Guid userId, Guid? except = null) =>
        transaction.ExecuteAsync(EndOthers, appId, userId, except ?? Guid.Empty);

    private const string EndRecoveries = "DELETE FROM sessions WHERE app_id = $1 AND user_id = $2 AND recovery IS NOT NULL";

    /// <summary>Ends the account's sessions that recover it, and tells how many.</summary>
    public static ValueTask<int> EndRecoveriesAsync(Transaction transaction, string appId, Guid userId) => transaction.ExecuteAsync(EndRecoveries, appId, userId);

    // A session has no passkey where a provider opened it, even if a passkey raised it later.
    private const string EndOfProviders = "DELETE FROM sessions WHERE app_id = $1 AND user_id = $2 AND credential_id IS NULL AND recovery IS NULL AND id <> $3";

    /// <summary>Ends the account's sessions that identity providers opened, all but <paramref name="except"/>, and tells how many.</summary>
    public static ValueTask<int> EndOfProvidersAsync(Transaction transaction, string appId, Guid userId, Guid except) =>
        transaction.ExecuteAsync(EndOfProviders, appId, userId, except);

    private const string Rotate = """
        UPDATE sessions SET refresh_hash = $4, last_seen_at = $5, idle_expires_at = $6
        WHERE app_id = $1 AND id = $2 AND refresh_hash = $3 AND expires_at > $5 AND idle_expires_at > $5
            AND EXISTS (SELECT 1 FROM users AS u JOIN apps AS a ON a.id = u.app_id
                WHERE u.app_id = $1 AND u.id = sessions.user_id AND u.locked_at IS NULL AND a.locked_at IS NULL)
        """;

    private const string EndReused = "DELETE FROM sessions WHERE app_id = $1 AND id = $2 AND refresh_hash <> $3";

    /// <summary>Puts the refresh token <paramref name="next"/> in the place of <paramref name="presented"/>; one caller of many wins, the others end the session.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="appId">The app.</param>
    /// <param name="id">The session that the presented token was made for, as the token proves by itself: one that is not in force any more was used before.</param>
    /// <param name="presented">The hash of the presented token.</param>
    /// <param name="next">The hash of the next.</param>
    /// <param name="now">When.</param>
    /// <param name="idleExpiresAt">When the session ends if nobody uses it.</param>
    public static async ValueTask<RefreshOutcome> RotateRefreshAsync(
        Transaction transaction, string appId, Guid id, ReadOnlyMemory<byte> presented, ReadOnlyMemory<byte> next, DateTimeOffset now, DateTimeOffset idleExpiresAt)
    {
        if (await transaction.ExecuteAsync(Rotate, appId, id, presented, next, now, idleExpiresAt) == 1) return RefreshOutcome.Rotated;
        return await transaction.ExecuteAsync(EndReused, appId, id, presented) > 0 ? RefreshOutcome.Reused : RefreshOutcome.Unknown;
    }

    private const string Replace =
        "UPDATE sessions SET refresh_hash = $3, last_seen_at = $4, idle_expires_at = $5 WHERE app_id = $1 AND id = $2 AND expires_at > $4 AND idle_expires_at > $4";

    /// <summary>Gives a session that proved itself by its cookie the refresh token <paramref name="next"/>; the one before counts as used. False where it has ended.</summary>
    public static async ValueTask<bool> ReplaceRefreshAsync(
        Transaction transaction, string appId, Guid id, ReadOnlyMemory<byte> next, DateTimeOffset now, DateTimeOffset idleExpiresAt) =>
        await transaction.ExecuteAsync(Replace, appId, id, next, now, idleExpiresAt) == 1;

    private const string Purge = $"{Scope.EveryApp} DELETE FROM sessions WHERE (app_id, id) IN (SELECT app_id, id FROM sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";

    /// <summary>Deletes up to <paramref name="most"/> sessions of any app that have run out, and tells how many.</summary>
    public static ValueTask<int> PurgeAsync(Transaction transaction, DateTimeOffset now, int most = 1000) => transaction.ExecuteAsync(Purge, now, most);

    private static SessionWithUser ReadWithUser(Row row) => new(SessionRow.Read(row), UserRow.Read(row, SessionRow.ColumnCount));
}
