using Keystile.Server.Accounts;
using Keystile.Server.Ceremonies;
using Keystile.Storage;

namespace Keystile.Server.Admin.Users;

/// <summary>An account in the list.</summary>
internal sealed record UserItem(Guid Id, string? Username, string DisplayName, string? Email, string? UserId, DateTimeOffset CreatedAt, DateTimeOffset? LockedAt, long Passkeys)
{
    public static UserItem Of(UserWithFigures row) => Of(row.User, row.Passkeys);

    public static UserItem Of(UserRow row, long passkeys) =>
        new(row.Id, row.Username?.Text, row.DisplayName, row.Email?.Text, CustomersId(row), row.CreatedAt, row.LockedAt, passkeys);

    /// <summary>The customer's own id, where the user handle is one: ours are random bytes, theirs is text.</summary>
    private static string? CustomersId(UserRow row)
    {
        var handle = row.Handle.ToArray();
        return handle.All(letter => letter is >= 0x20 and < 0x7f) ? System.Text.Encoding.ASCII.GetString(handle) : null;
    }
}

/// <summary>A page of accounts; <c>Next</c> asks for what follows.</summary>
internal sealed record UserList(IReadOnlyList<UserItem> Items, string? Next);

/// <summary>An account with its passkeys and its sessions.</summary>
internal sealed record UserDetail(UserItem User, string UserHandle, IReadOnlyList<OperatorsPasskey> Passkeys, IReadOnlyList<SessionItem> Sessions)
{
    public static async ValueTask<UserDetail?> FindAsync(Transaction reading, string app, Guid id, DateTimeOffset now)
    {
        if (app == OperatorStore.AppId || await UserStore.FindAsync(reading, app, id) is not { } user) return null;
        var passkeys = await CredentialStore.ListAsync(reading, app, id);
        var sessions = await SessionStore.ListAsync(reading, app, id, now);
        return new(UserItem.Of(user, passkeys.Count), user.Handle.ToString(), [.. passkeys.Select(OperatorsPasskey.Of)], [.. sessions.Select(row => SessionItem.Of(row, current: Guid.Empty))]);
    }
}

/// <summary>A passkey as an operator sees it.</summary>
internal sealed record OperatorsPasskey(
    Guid Id, string CredentialId, string Name, string Aaguid, ProviderBody? Provider, string Algorithm, uint SignCount, bool Synced, bool BackupEligible, bool UserVerified,
    IReadOnlyList<string> Transports, DateTimeOffset CreatedAt, string? CreatedFrom, DateTimeOffset? LastUsedAt, string? LastUsedFrom, DateTimeOffset? DisabledAt)
{
    public static OperatorsPasskey Of(CredentialRow row) => new(
        row.Id, row.Record.Id.ToString(), row.Name, row.Aaguid.ToString(), Providers.Of(row.Aaguid), row.Algorithm.ToString(), row.Record.SignCount, row.Record.BackupState,
        row.Record.BackupEligible, row.Record.UserVerificationInitialized, row.Transports, row.CreatedAt, row.CreatedFrom, row.LastUsedAt, row.LastUsedFrom, row.DisabledAt);
}
