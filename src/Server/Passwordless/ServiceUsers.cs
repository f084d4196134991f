using Keystile.Server.Apps;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Passwordless;

/// <summary>The customer's users: rows whose handle is the customer's own id.</summary>
internal static class ServiceUsers
{
    /// <summary>The passkeys of a user; none where there is no such user.</summary>
    public static async ValueTask<IReadOnlyList<CredentialDescriptor>> CredentialsAsync(Transaction reading, App app, UserHandle user)
    {
        if (await UserStore.FindByHandleAsync(reading, app.Id, user) is not { } row) return [];
        var passkeys = await CredentialStore.ListAsync(reading, app.Id, row.Id);
        return [.. passkeys.Select(passkey => new CredentialDescriptor(passkey.Record.Id, passkey.Transports))];
    }
}
