namespace Keystile.Storage;

/// <summary>A link by which somebody becomes an operator, once.</summary>
public sealed record InvitationRow
{
    /// <summary>What operators call it.</summary>
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the token in the link.</summary>
    public required ReadOnlyMemory<byte> TokenHash { get; init; }

    /// <summary>The role of who follows it.</summary>
    public required OperatorRole Role { get; init; }

    /// <summary>Who made it; null where the server or the command line did.</summary>
    public string? InvitedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it leads nowhere.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    internal const string Columns = "i.id, i.token_hash, i.role, i.invited_by, i.created_at, i.expires_at";

    internal static InvitationRow Read(Row row) => new()
    {
        Id = row.Id(0),
        TokenHash = row.Bytes(1),
        Role = OperatorRow.ReadRole(row.Text(2)),
        InvitedBy = row.TextOrNull(3),
        CreatedAt = row.Time(4),
        ExpiresAt = row.Time(5),
    };
}
