namespace Keystile.Storage;

/// <summary>A session of an account. Its tokens are kept as SHA-256 only.</summary>
public sealed record SessionRow
{
    /// <summary>How often at most a session's last use is written down.</summary>
    public static readonly TimeSpan TouchInterval = TimeSpan.FromSeconds(60);

    /// <summary>The session's id, a version 7 UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>The app it belongs to.</summary>
    public required string AppId { get; init; }

    /// <summary>The account it belongs to.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The passkey that made it, whose deletion ends it; null where something else did.</summary>
    public Guid? CredentialId { get; init; }

    /// <summary>How the user was authenticated (RFC 8176).</summary>
    public required IReadOnlyList<string> Amr { get; init; }

    /// <summary>The level of authentication, where one is named.</summary>
    public string? Acr { get; init; }

    /// <summary>When the user last proved to be there.</summary>
    public required DateTimeOffset AuthTime { get; init; }

    /// <summary>Until when a step-up holds; null where there was none.</summary>
    public DateTimeOffset? StepUpUntil { get; init; }

    /// <summary>What the step-up was for; null where nothing was named.</summary>
    public string? StepUpPurpose { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to <see cref="TouchInterval"/>.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it ends whatever happens.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it ends if nobody uses it.</summary>
    public required DateTimeOffset IdleExpiresAt { get; init; }

    /// <summary>The browser that began it, as it named itself.</summary>
    public string? UserAgent { get; init; }

    /// <summary>By what it was opened where it can do nothing but add a passkey: <c>code</c>, <c>link</c> or <c>operator</c>; null for a sign-in.</summary>
    public string? Recovery { get; init; }

    /// <summary>Whether its last use is old enough to be worth a write.</summary>
    public bool WantsTouch(DateTimeOffset now) => now - LastSeenAt >= TouchInterval;

    /// <summary>The columns <see cref="Read"/> reads, of the table <c>sessions AS s</c>.</summary>
    internal const string Columns =
        "s.id, s.app_id, s.user_id, s.credential_id, s.amr, s.acr, s.auth_time, s.step_up_until, s.step_up_purpose, "
        + "s.created_at, s.last_seen_at, s.expires_at, s.idle_expires_at, s.user_agent, s.recovery";

    internal const int ColumnCount = 15;

    internal static SessionRow Read(Row row) => new()
    {
        Id = row.Id(0),
        AppId = row.Text(1),
        UserId = row.Id(2),
        CredentialId = row.IdOrNull(3),
        Amr = row.List(4),
        Acr = row.TextOrNull(5),
        AuthTime = row.Time(6),
        StepUpUntil = row.TimeOrNull(7),
        StepUpPurpose = row.TextOrNull(8),
        CreatedAt = row.Time(9),
        LastSeenAt = row.Time(10),
        ExpiresAt = row.Time(11),
        IdleExpiresAt = row.Time(12),
        UserAgent = row.TextOrNull(13),
        Recovery = row.TextOrNull(14),
    };
}

/// <summary>A session and whose it is: all that a request reads.</summary>
/// <param name="Session">The session.</param>
/// <param name="User">Its account.</param>
public sealed record SessionWithUser(SessionRow Session, UserRow User);
