namespace Keystile.Storage;

/// <summary>Who an account is at an identity provider.</summary>
public sealed record IdentityRow
{
    /// <summary>The most characters an issuer may have.</summary>
    public const int MaxIssuer = 512;

    /// <summary>The most characters a subject may have (OpenID Connect Core §2).</summary>
    public const int MaxSubject = 255;

    /// <summary>The app the account belongs to.</summary>
    public required string AppId { get; init; }

    /// <summary>The provider's name for itself, letter by letter.</summary>
    public required string Issuer { get; init; }

    /// <summary>The provider's name for the person: never reassigned, unlike an address.</summary>
    public required string Subject { get; init; }

    /// <summary>The account.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The key of the provider in the app's settings.</summary>
    public required string Provider { get; init; }

    /// <summary>The address the provider told last; for people, nothing is looked up by it.</summary>
    public string? Email { get; init; }

    /// <summary>When it was first used.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>The columns <c>Read</c> reads, of the table <c>identities AS i</c>.</summary>
    internal const string Columns = "i.app_id, i.issuer, i.subject, i.user_id, i.provider, i.email, i.created_at, i.last_used_at";

    internal static IdentityRow Read(Row row) => new()
    {
        AppId = row.Text(0),
        Issuer = row.Text(1),
        Subject = row.Text(2),
        UserId = row.Id(3),
        Provider = row.Text(4),
        Email = row.TextOrNull(5),
        CreatedAt = row.Time(6),
        LastUsedAt = row.Time(7),
    };
}
