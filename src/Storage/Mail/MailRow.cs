namespace Keystile.Storage;

/// <summary>A mail that waits to be sent.</summary>
public sealed record MailRow
{
    /// <summary>The app it is sent for.</summary>
    public required string AppId { get; init; }

    /// <summary>Its id, a version 7 UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it says and to whom, under a key that is not in the database.</summary>
    public required ReadOnlyMemory<byte> Sealed { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>From when on it may be tried.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>From when on nobody has any use for it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    internal const string Columns = "app_id, id, sealed, attempts, due_at, expires_at";

    internal static MailRow Read(Row row) => new()
    {
        AppId = row.Text(0),
        Id = row.Id(1),
        Sealed = row.Bytes(2),
        Attempts = (int)row.Number(3),
        DueAt = row.Time(4),
        ExpiresAt = row.Time(5),
    };
}

/// <summary>How full the outbox is.</summary>
/// <param name="Waiting">Mails to be sent.</param>
/// <param name="Dead">Dead letters that are still kept.</param>
public sealed record MailCount(long Waiting, long Dead);

/// <summary>A mail that was given up: when and why, never what it said.</summary>
/// <param name="AppId">The app it was sent for.</param>
/// <param name="Id">Its id.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="DeadAt">When it was given up.</param>
/// <param name="Failure">Why: <c>expired</c>, or the mail server's code.</param>
public sealed record DeadLetter(string AppId, Guid Id, int Attempts, DateTimeOffset DeadAt, string Failure)
{
    internal const string Columns = "app_id, id, attempts, dead_at, failure";

    internal static DeadLetter Read(Row row) => new(row.Text(0), row.Id(1), (int)row.Number(2), row.Time(3), row.Text(4));
}
