namespace Keystile.Storage;

/// <summary>What a link to an account is good for.</summary>
public enum LinkPurpose
{
    /// <summary>Proves an e-mail address.</summary>
    Email,

    /// <summary>Recovers the account; sent by mail.</summary>
    Recovery,

    /// <summary>The same, handed over by an operator.</summary>
    Operator,
}

/// <summary>A link that is good once. Its token is kept as SHA-256 only.</summary>
/// <param name="AppId">The app.</param>
/// <param name="UserId">The account.</param>
/// <param name="Purpose">What it is good for.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record AccountLink(string AppId, Guid UserId, LinkPurpose Purpose, DateTimeOffset ExpiresAt)
{
    /// <summary>The address that it proves.</summary>
    public EmailAddress? Email { get; init; }

    /// <summary>The SHA-256 of the cookie of the browser it was asked for in; null where any browser will do.</summary>
    public ReadOnlyMemory<byte>? BrowserHash { get; init; }

    internal const string Columns = "app_id, user_id, purpose, expires_at, email, email_key";

    internal static string Text(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.Email => "email",
        LinkPurpose.Recovery => "recovery",
        _ => "operator",
    };

    internal static AccountLink Read(Row row) => new(row.Text(0), row.Id(1), Purposed(row.Text(2)), row.Time(3))
    {
        Email = row.TextOrNull(4) is { } email ? EmailAddress.Stored(email, row.Text(5)) : null,
    };

    private static LinkPurpose Purposed(string text) => text switch
    {
        "email" => LinkPurpose.Email,
        "recovery" => LinkPurpose.Recovery,
        _ => LinkPurpose.Operator,
    };
}
