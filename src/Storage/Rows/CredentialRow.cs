using Keystile.WebAuthn;

namespace Keystile.Storage;

/// <summary>A stored passkey, without the attestation that is kept for audit.</summary>
public sealed record CredentialRow
{
    /// <summary>The row's id, a version 7 UUID: what addresses and sessions call it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The account it belongs to.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What the authentication ceremony checks against.</summary>
    public required CredentialRecord Record { get; init; }

    /// <summary>The algorithm of its key.</summary>
    public required CoseAlgorithm Algorithm { get; init; }

    /// <summary>How the authenticator may be reached, as the client named it.</summary>
    public required IReadOnlyList<string> Transports { get; init; }

    /// <summary>The model it says it is.</summary>
    public required Aaguid Aaguid { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where it was registered: browser and platform.</summary>
    public string? CreatedFrom { get; init; }

    /// <summary>When it last signed in; null where it never did.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Where it last signed in.</summary>
    public string? LastUsedFrom { get; init; }

    /// <summary>Since when it may not sign in; null where it may.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>The columns <see cref="Read"/> reads, of <c>webauthn_credentials AS c</c> joined with <c>users AS u</c>.</summary>
    internal const string Columns =
        "c.id, c.user_id, c.credential_id, u.user_handle, c.public_key, c.sign_count, c.backup_eligible, c.backup_state, c.user_verified, "
        + "c.algorithm, c.transports, c.aaguid, c.name, c.created_at, c.created_from, c.last_used_at, c.last_used_from, c.disabled_at";

    internal const int ColumnCount = 18;

    internal static CredentialRow Read(Row row) => new()
    {
        Id = row.Id(0),
        UserId = row.Id(1),
        Record = new()
        {
            Id = CredentialId.TryCreate(row.Bytes(2))!,
            UserHandle = UserHandle.TryCreate(row.Bytes(3))!,
            PublicKey = row.Bytes(4),
            SignCount = checked((uint)row.Number(5)),
            BackupEligible = row.Flag(6),
            BackupState = row.Flag(7),
            UserVerificationInitialized = row.Flag(8),
        },
        Algorithm = (CoseAlgorithm)row.Number(9),
        Transports = row.List(10),
        Aaguid = new(row.Bytes(11)),
        Name = row.Text(12),
        CreatedAt = row.Time(13),
        CreatedFrom = row.TextOrNull(14),
        LastUsedAt = row.TimeOrNull(15),
        LastUsedFrom = row.TextOrNull(16),
        DisabledAt = row.TimeOrNull(17),
    };
}

/// <summary>A passkey and the account it signs in to: all that a sign-in reads.</summary>
/// <param name="Credential">The passkey.</param>
/// <param name="Owner">Its account.</param>
public sealed record CredentialWithOwner(CredentialRow Credential, UserRow Owner);

/// <summary>A passkey that may answer for an account, as much of it as the answer to a begun sign-in tells.</summary>
/// <param name="Owner">The account's user handle.</param>
/// <param name="Id">The passkey's credential id.</param>
/// <param name="Transports">How its authenticator may be reached.</param>
public sealed record AllowedCredential(UserHandle Owner, CredentialId Id, IReadOnlyList<string> Transports);
