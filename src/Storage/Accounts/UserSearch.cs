using Keystile.WebAuthn;

namespace Keystile.Storage;

/// <summary>The accounts of an app as an operator looks for them: newest first, a page at a time.</summary>
public static class UserSearch
{
    private const string Figures = "(SELECT count(*) FROM webauthn_credentials AS c WHERE c.app_id = u.app_id AND c.user_id = u.id)";

    private const string SelectAll = $"""
        SELECT {UserRow.Columns}, {Figures} FROM users AS u WHERE u.app_id = $1 AND u.id < $2 ORDER BY u.id DESC LIMIT $3
        """;

    private const string SelectMatching = $"""
        SELECT {UserRow.Columns}, {Figures} FROM users AS u
        WHERE u.app_id = $1 AND u.id < $2
            AND (u.username_key LIKE $4 ESCAPE '!' OR u.email_key LIKE $4 ESCAPE '!' OR lower(u.display_name) LIKE $5 ESCAPE '!' OR u.user_handle = $6 OR u.id = $7)
        ORDER BY u.id DESC LIMIT $3
        """;

    /// <summary>A page of accounts.</summary>
    /// <param name="transaction">The unit of work.</param>
    /// <param name="appId">The app.</param>
    /// <param name="search">A part of username, e-mail address or display name, or a whole id or user handle; empty for all.</param>
    /// <param name="before">The last id of the page before; null to begin.</param>
    /// <param name="most">How many at most.</param>
    public static ValueTask<IReadOnlyList<UserWithFigures>> ListAsync(Transaction transaction, string appId, string search, Guid? before, int most)
    {
        var from = before ?? Guid.AllBitsSet;
        if (search.Length == 0) return transaction.ListAsync(SelectAll, Read, appId, from, most);
        var key = Username.TryCreate(search)?.Key ?? search;
        var handle = UserHandle.TryCreate(System.Text.Encoding.UTF8.GetBytes(search)) ?? UserHandle.NewRandom();
        return transaction.ListAsync(SelectMatching, Read, appId, from, most, Containing(key), Containing(search.ToLowerInvariant()), handle, Guid.TryParse(search, out var id) ? id : Guid.Empty);
    }

    private const string Count = """
        SELECT (SELECT count(*) FROM users WHERE app_id = $1), (SELECT count(*) FROM webauthn_credentials WHERE app_id = $1)
        """;

    /// <summary>How many accounts and passkeys the app has.</summary>
    public static async ValueTask<AppFigures> CountAsync(Transaction transaction, string appId) =>
        (await transaction.FindAsync(Count, static row => new AppFigures(row.Number(0), row.Number(1)), appId))!;

    private static UserWithFigures Read(Row row) => new(UserRow.Read(row), row.Number(UserRow.ColumnCount));

    private static string Containing(string text) =>
        $"%{text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";
}

/// <summary>An account, and how many passkeys it has.</summary>
/// <param name="User">The account.</param>
/// <param name="Passkeys">How many.</param>
public sealed record UserWithFigures(UserRow User, long Passkeys);

/// <summary>How big an app is.</summary>
/// <param name="Users">Its accounts.</param>
/// <param name="Passkeys">Their passkeys.</param>
public sealed record AppFigures(long Users, long Passkeys);
