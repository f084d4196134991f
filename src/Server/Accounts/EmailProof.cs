using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Accounts;

/// <summary>The one place where an address becomes an account's own: a provider's word, a mail that was answered, whatever it is that proves it.</summary>
/// <remarks>Anybody can make an account under another's address and wait for its owner to come (pre-hijacking). So at the first proof everything goes that
/// the owner of the address did not prove to be his: passkeys, sessions, links to providers. Later proofs take nothing away.
/// <see cref="EmailChange"/> proves an address by mail, always in a session of the account, and so needs none of this.</remarks>
internal static class EmailProof
{
    /// <summary>Writes down that the address of <paramref name="user"/> is proven.</summary>
    /// <param name="writing">The transaction of what the proof is good for.</param>
    /// <param name="app">The app.</param>
    /// <param name="user">The account as it was read in this transaction.</param>
    /// <param name="now">When.</param>
    /// <param name="provenIn">The session that the proof came in, where it is one of this account: then its owner and the address's are one person, and everything stays.</param>
    /// <returns>Whether this was the first proof.</returns>
    public static async ValueTask<bool> ProveAsync(Transaction writing, App app, UserRow user, DateTimeOffset now, SessionRow? provenIn = null)
    {
        if (!await UserStore.ProveEmailAsync(writing, app.Id, user.Id, user.Email!, now)) return false;
        var stays = provenIn is not null && provenIn.UserId == user.Id;
        await EventStore.AddAsync(writing, new(EventKind.EmailProven, app.Id, now) { UserId = user.Id, SessionId = provenIn?.Id, Detail = stays ? null : "others_removed" });
        if (stays) return true;
        await CredentialStore.DeleteAllAsync(writing, app.Id, user.Id);
        await IdentityStore.DeleteAllAsync(writing, app.Id, user.Id);
        await RecoveryCodeStore.ClearAsync(writing, app.Id, user.Id);
        foreach (var purpose in Enum.GetValues<LinkPurpose>()) await AccountLinkStore.RemoveAsync(writing, app.Id, user.Id, purpose);
        await SessionStore.EndAllAsync(writing, app.Id, user.Id);
        return true;
    }
}
