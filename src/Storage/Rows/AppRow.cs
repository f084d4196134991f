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
}
