namespace Keystile.Storage;

/// <summary>Who holds a key, and so what it may open.</summary>
public enum ApiKeyKind
{
    /// <summary>Browsers and apps: anybody may read it.</summary>
    Public,

    /// <summary>The app's backend alone.</summary>
    Secret,
}

/// <summary>A key that names its app, known by its SHA-256 only.</summary>
public sealed record ApiKeyRow
{
    /// <summary>How often at most a key's last use is written down.</summary>
    public static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(5);

    /// <summary>The app it opens.</summary>
    public required string AppId { get; init; }

    /// <summary>What operators call it: the first 8 bytes of its hash in hexadecimal.</summary>
    public required string Id { get; init; }

    /// <summary>Who holds it.</summary>
    public required ApiKeyKind Kind { get; init; }

    /// <summary>SHA-256 of the whole key.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>Its last four characters, by which its holder knows it.</summary>
    public required string LastFour { get; init; }

    /// <summary>What it may be used for.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Since when it opens nothing; null where it does.</summary>
    public DateTimeOffset? LockedAt { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to <see cref="TouchInterval"/>; null where it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Whether its last use is old enough to be worth a write.</summary>
    public bool WantsTouch(DateTimeOffset now) => LastUsedAt is not { } last || now - last >= TouchInterval;

    /// <summary>The columns <see cref="Read"/> reads, of the table <c>api_keys AS k</c>.</summary>
    internal const string Columns = "k.app_id, k.id, k.kind, k.key_hash, k.last_four, k.scopes, k.locked_at, k.created_at, k.last_used_at";

    internal const int ColumnCount = 9;

    internal static ApiKeyRow Read(Row row) => new()
    {
        AppId = row.Text(0),
        Id = row.Text(1),
        Kind = row.Text(2) == "secret" ? ApiKeyKind.Secret : ApiKeyKind.Public,
        Hash = row.Bytes(3),
        LastFour = row.Text(4),
        Scopes = row.List(5),
        LockedAt = row.TimeOrNull(6),
        CreatedAt = row.Time(7),
        LastUsedAt = row.TimeOrNull(8),
    };
}

/// <summary>A key and its app: all that naming an app reads.</summary>
/// <param name="Key">The key.</param>
/// <param name="App">Its app.</param>
public sealed record ApiKeyWithApp(ApiKeyRow Key, AppRow App);
