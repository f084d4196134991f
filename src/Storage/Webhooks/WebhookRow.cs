namespace Keystile.Storage;

/// <summary>A place in the order in which events were committed.</summary>
/// <param name="Position">As in <see cref="SealedEvent"/>.</param>
/// <param name="Id">The event's number, which orders what one transaction wrote.</param>
public sealed record EventCursor(long Position, long Id)
{
    /// <summary>After all that stands before <paramref name="position"/>.</summary>
    public static EventCursor Before(long position) => new(position - 1, long.MaxValue);
}

/// <summary>Where an app has its events sent, and how far that got.</summary>
public sealed record WebhookRow
{
    /// <summary>Whose events.</summary>
    public required string AppId { get; init; }

    /// <summary>Its id, a version 7 UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where to.</summary>
    public required string Url { get; init; }

    /// <summary>What deliveries are signed with, under a key that is not in the database.</summary>
    public required ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>The names of the kinds that are sent; none: all.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when nothing is sent any more; null: it works.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>The last event that arrived.</summary>
    public required EventCursor Cursor { get; init; }

    /// <summary>How often in a row it failed.</summary>
    public int Failures { get; init; }

    /// <summary>Since when it fails.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>From when on it may be tried.</summary>
    public required DateTimeOffset NextAttemptAt { get; init; }

    /// <summary>What the last attempt came to: an HTTP status, or a word for what went wrong.</summary>
    public string? LastStatus { get; init; }

    internal const string Columns =
        "w.app_id, w.id, w.url, w.secret, w.kinds, w.created_at, w.disabled_at, w.cursor_position, w.cursor_id, w.failures, w.failing_since, w.next_attempt_at, w.last_status";

    internal static WebhookRow Read(Row row) => new()
    {
        AppId = row.Text(0),
        Id = row.Id(1),
        Url = row.Text(2),
        Secret = row.Bytes(3),
        Kinds = row.List(4),
        CreatedAt = row.Time(5),
        DisabledAt = row.TimeOrNull(6),
        Cursor = new(row.Number(7), row.Number(8)),
        Failures = (int)row.Number(9),
        FailingSince = row.TimeOrNull(10),
        NextAttemptAt = row.Time(11),
        LastStatus = row.TextOrNull(12),
    };
}
