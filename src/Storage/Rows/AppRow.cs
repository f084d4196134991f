namespace Keystile.Storage;

/// <summary>An app: a tenant with its RP ID, origins and policy.</summary>
public sealed record AppRow
{
    /// <summary>Its name in addresses and keys: <c>[a-z0-9-]{3,62}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The RP ID its passkeys are scoped to; fixed once one exists.</summary>
    public required string RpId { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The origins a ceremony may run on.</summary>
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>Its policy, a JSON object whose members the server knows.</summary>
    public string Settings { get; init; } = "{}";

    /// <summary>Since when it is locked; null where it is not.</summary>
    public DateTimeOffset? LockedAt { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The columns <c>Read</c> reads, of the table <c>apps AS a</c>.</summary>
    internal const string Columns = "a.id, a.rp_id, a.name, a.origins, a.settings, a.locked_at, a.created_at";

    internal static AppRow Read(Row row) => Read(row, 0);

    internal static AppRow Read(Row row, int first) => new()
    {
        Id = row.Text(first),
        RpId = row.Text(first + 1),
        Name = row.Text(first + 2),
        Origins = row.List(first + 3),
        Settings = row.Text(first + 4),
        LockedAt = row.TimeOrNull(first + 5),
        CreatedAt = row.Time(first + 6),
    };
}
