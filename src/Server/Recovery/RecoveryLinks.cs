using Keystile.Server.Apps;
using Keystile.Server.Mail;
using Keystile.Server.Sessions;
using Keystile.Storage;

namespace Keystile.Server.Recovery;

/// <summary>Somebody asked for a link to recover an account. Whether there is one, nobody looked yet: what a request does must not depend on it.</summary>
/// <param name="Email">The address that was typed; or</param>
/// <param name="Username">the name.</param>
/// <param name="Language">The language to answer in.</param>
/// <param name="Device">Where it was asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="BrowserHash">The hash of the cookie of the browser that may use the link; null where any may.</param>
internal sealed record LinkAsk(string? Email, string? Username, string Language, string Device, DateTimeOffset AskedAt, byte[]? BrowserHash);

/// <summary>Answers those who asked, after they were answered: finds the account, makes its link, posts the mail; or does nothing.</summary>
internal sealed class RecoveryLinks(Mailer mailer, AppDirectory apps, AppPages pages, Database database, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>How long an operator's link waits.</summary>
    public static readonly TimeSpan OperatorLifetime = TimeSpan.FromHours(24);

    /// <summary>Puts the answer into the place of the question, all in one transaction; of several servers one does so.</summary>
    public async Task AnswerAsync(MailRow question, LinkAsk ask)
    {
        await database.WriteAsync(async writing =>
        {
            var answered = await MailOutbox.RemoveAsync(writing, question) && await TryPostAsync(writing, question.AppId, ask);
            return answered;
        });
        mailer.Hurry();
    }

    private async ValueTask<bool> TryPostAsync(Transaction writing, string appId, LinkAsk ask)
    {
        if (await AppStore.FindAsync(writing, appId) is not { LockedAt: null } row || apps.From(row) is not { } app) return false;
        if (await FindAsync(writing, appId, ask) is not { Email: { } email } user) return false;
        var (token, now) = (OpaqueToken.New(), time.GetUtcNow());
        var link = new AccountLink(appId, user.Id, LinkPurpose.Recovery, now + Lifetime);
        // Generated JSON writes an array that is not there as an empty one.
        if (ask.BrowserHash is { Length: > 0 } hash) link = link with { BrowserHash = hash };
        if (!await AccountLinkStore.TryPutAsync(writing, link, OpaqueToken.Hash(token))) return false;
        await EventStore.AddAsync(writing, new(EventKind.RecoveryLinkMade, appId, now) { UserId = user.Id, Device = ask.Device, Detail = "mail" });
        return await mailer.TryPostAsync(writing, app, LetterWriter.Write(MailKind.RecoveryLink, ask.Language, email.Text, new()
        {
            App = app.RelyingParty.Options.Name,
            Link = pages.Recover(app, token),
            Name = user.DisplayName,
            Device = ask.Device,
            When = ask.AskedAt,
            Lifetime = Lifetime,
        }), Lifetime);
    }

    // Only an address that was proven gets a link: a typing error would hand the account to a stranger.
    // Of two that go by the name, one without such an address does not stand before the other.
    private static async ValueTask<UserRow?> FindAsync(Transaction writing, string app, LinkAsk ask)
    {
        if (EmailAddress.TryCreate(ask.Email) is { } email) return await UserStore.FindByEmailAsync(writing, app, email) is { } its && HasProvenAddress(its) ? its : null;
        if (Username.TryCreate(ask.Username) is not { } name) return null;
        return (await UserStore.ListByNameAsync(writing, app, name)).OrderBy(one => one.Username is null).FirstOrDefault(HasProvenAddress);
    }

    private static bool HasProvenAddress(UserRow user) => user is { Email: not null, EmailVerifiedAt: not null };
}
