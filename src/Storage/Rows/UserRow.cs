using Keystile.WebAuthn;

namespace Keystile.Storage;

/// <summary>An account of an app.</summary>
public sealed record UserRow
{
    /// <summary>The account's id, a version 7 UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>The app it belongs to.</summary>
    public required string AppId { get; init; }

    /// <summary>Its name toward authenticators: random, for life, unique in the app.</summary>
    public required UserHandle Handle { get; init; }

    /// <summary>The name as typed; null where the account has none. Unique in the app by <see cref="Storage.Username.Key"/>.</summary>
    public Username? Username { get; init; }

    /// <summary>The e-mail address; null where none is known. Unique in the app by its key.</summary>
    public EmailAddress? Email { get; init; }

    /// <summary>When the address was shown to be the account's; null where it was not.</summary>
    public DateTimeOffset? EmailVerifiedAt { get; init; }

    /// <summary>Its name for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when it is locked; null where it is not.</summary>
    public DateTimeOffset? LockedAt { get; init; }

    /// <summary>The columns <c>Read</c> reads, of the table <c>users AS u</c>.</summary>
    internal const string Columns =
        "u.id, u.app_id, u.user_handle, u.username, u.username_key, u.email, u.email_key, u.email_verified_at, u.display_name, u.created_at, u.locked_at";

    internal const int ColumnCount = 11;

    internal static UserRow Read(Row row) => Read(row, 0);

    internal static UserRow Read(Row row, int first) => new()
    {
        Id = row.Id(first),
        AppId = row.Text(first + 1),
        Handle = UserHandle.TryCreate(row.Bytes(first + 2))!,
        Username = row.TextOrNull(first + 3) is { } username ? Username.Stored(username, row.Text(first + 4)) : null,
        Email = row.TextOrNull(first + 5) is { } email ? EmailAddress.Stored(email, row.Text(first + 6)) : null,
        EmailVerifiedAt = row.TimeOrNull(first + 7),
        DisplayName = row.Text(first + 8),
        CreatedAt = row.Time(first + 9),
        LockedAt = row.TimeOrNull(first + 10),
    };
}
