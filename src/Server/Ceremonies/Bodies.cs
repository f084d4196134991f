using Keystile.Server.Accounts;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Ceremonies;

/// <summary>An account as the wire shows it.</summary>
internal sealed record UserBody(Guid Id, string Username, string DisplayName, DateTimeOffset CreatedAt)
{
    public static UserBody Of(UserRow row) => new(row.Id, row.Username?.Text ?? row.Email?.Text ?? row.DisplayName, row.DisplayName, row.CreatedAt);
}

/// <summary>A passkey as the wire shows it.</summary>
internal sealed record PasskeyBody(
    Guid Id, CredentialId CredentialId, string Name, string Aaguid, ProviderBody? Provider, DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt, string? LastUsedFrom, bool Synced, bool BackupEligible, IReadOnlyList<string> Transports, bool Current, bool Disabled)
{
    public static PasskeyBody Of(CredentialRow row, bool current) => new(
        row.Id, row.Record.Id, row.Name, row.Aaguid.ToString(), Providers.Of(row.Aaguid), row.CreatedAt,
        row.LastUsedAt, row.LastUsedFrom, row.Record.BackupState, row.Record.BackupEligible, row.Transports, current, row.DisabledAt is not null);
}

/// <summary>The password manager or security key that holds a passkey.</summary>
internal sealed record ProviderBody(string Name, string? Icon);
