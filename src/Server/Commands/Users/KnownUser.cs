using System.Text;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Commands.Users;

/// <summary>Finds an account by whatever a person calls it.</summary>
internal static class KnownUser
{
    public static async ValueTask<UserRow?> FindAsync(Transaction reading, string app, string who) =>
        (Guid.TryParse(who, out var id) ? await UserStore.FindAsync(reading, app, id) : null)
        ?? (Username.TryCreate(who) is { } username ? await UserStore.FindByUsernameAsync(reading, app, username) : null)
        ?? (EmailAddress.TryCreate(who) is { } email ? await UserStore.FindByEmailAsync(reading, app, email) : null)
        ?? (UserHandle.TryCreate(Encoding.UTF8.GetBytes(who)) is { } handle ? await UserStore.FindByHandleAsync(reading, app, handle) : null);
}
