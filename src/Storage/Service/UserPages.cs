namespace Keystile.Storage;

/// <summary>A user with what he has.</summary>
/// <param name="User">The user.</param>
/// <param name="Aliases">How many aliases.</param>
/// <param name="Credentials">How many passkeys.</param>
/// <param name="LastUsedAt">When one of the passkeys last signed in; null where none did.</param>
public sealed record UserSummary(UserRow User, int Aliases, int Credentials, DateTimeOffset? LastUsedAt);

/// <summary>All users of an app, a page at a time.</summary>
public static class UserPages
{
    private const int First = 11;

    private const string Select = $"""
        SELECT {UserRow.Columns},
            (SELECT count(*) FROM aliases AS n WHERE n.app_id = u.app_id AND n.user_id = u.id),
            (SELECT count(*) FROM webauthn_credentials AS c WHERE c.app_id = u.app_id AND c.user_id = u.id),
            (SELECT max(c.last_used_at) FROM webauthn_credentials AS c WHERE c.app_id = u.app_id AND c.user_id = u.id)
        FROM users AS u WHERE u.app_id = $1 AND u.id > $2 ORDER BY u.id LIMIT $3
        """;

    /// <summary>The next users in the order they came.</summary>
    /// <param name="transaction">The unit of work.</param>
    /// <param name="appId">The app.</param>
    /// <param name="after">The last id of the page before; <see cref="Guid.Empty"/> to begin.</param>
    /// <param name="most">How many at most.</param>
    public static ValueTask<IReadOnlyList<UserSummary>> ListAsync(Transaction transaction, string appId, Guid after, int most) =>
        transaction.ListAsync(Select, static row => new UserSummary(UserRow.Read(row), (int)row.Number(First), (int)row.Number(First + 1), row.TimeOrNull(First + 2)), appId, after, most);

    private const string Count = "SELECT count(*) FROM users WHERE app_id = $1";

    /// <summary>How many users the app has.</summary>
    public static async ValueTask<long> CountAsync(Transaction transaction, string appId) => (await transaction.ListAsync(Count, static row => row.Number(0), appId))[0];
}
