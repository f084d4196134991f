using Keystile.Server.Apps;
using Keystile.Server.Mail;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Storage;

namespace Keystile.Server.Accounts;

/// <summary>A new e-mail address for an account: it counts when a mail sent there was answered, in a session of this account. Until then it reserves nothing and lets nobody in.</summary>
internal sealed class EmailChange(Mailer mailer, Notices notices, AppPages pages, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Sends the mail that must be answered; with null, takes the address away at once.</summary>
    public async ValueTask<Problem?> ApplyAsync(Transaction writing, HttpRequest request, App app, UserRow user, EmailAddress? email)
    {
        await AccountLinkStore.RemoveAsync(writing, app.Id, user.Id, LinkPurpose.Email);
        if (email is null) return user.Email is null ? null : await SetAsync(writing, request, app, user, null);
        if (email.Equals(user.Email) && email.Text == user.Email!.Text && user.EmailVerifiedAt is not null) return null;
        var (token, now) = (OpaqueToken.New(), time.GetUtcNow());
        if (!await AccountLinkStore.TryPutAsync(writing, new(app.Id, user.Id, LinkPurpose.Email, now + Lifetime) { Email = email }, OpaqueToken.Hash(token))) return Problem.NotSignedIn;
        var letter = LetterWriter.Write(MailKind.VerifyEmail, MailLanguage.Of(request), email.Text, new()
        {
            App = app.RelyingParty.Options.Name,
            Link = pages.VerifyEmail(app, token),
            Name = user.DisplayName,
            Address = email.Text,
            Lifetime = Lifetime,
        });
        return await mailer.TryPostAsync(writing, app, letter, Lifetime) ? null : Problem.MailUnavailable;
    }

    /// <summary>Uses the mail's token up and makes the address the account's.</summary>
    public async ValueTask<Problem?> ProveAsync(Transaction writing, HttpRequest request, App app, LiveSession session, string token)
    {
        var now = time.GetUtcNow();
        // Read anew: the session may have ended, the address changed since the request began.
        if (await SessionStore.FindAsync(writing, app.Id, session.Row.Id, now) is not { } live) return Problem.NotSignedIn;
        return await AccountLinkStore.TryTakeEmailAsync(writing, app.Id, live.User.Id, OpaqueToken.Hash(token), now) is { Email: { } email }
            ? await SetAsync(writing, request, app, live.User, email)
            : Problem.InvalidLink;
    }

    private async ValueTask<Problem?> SetAsync(Transaction writing, HttpRequest request, App app, UserRow user, EmailAddress? email)
    {
        var now = time.GetUtcNow();
        var outcome = await UserStore.SetEmailAsync(writing, app.Id, user.Id, email, email is null ? null : now);
        if (outcome != UserOutcome.Done) return outcome == UserOutcome.EmailTaken ? Problem.EmailTaken : Problem.NotSignedIn;
        // A link that lies in the former mailbox must not open the account any more, nor what it has opened add a passkey.
        await AccountLinkStore.RemoveAsync(writing, app.Id, user.Id, LinkPurpose.Recovery);
        await SessionStore.EndRecoveriesAsync(writing, app.Id, user.Id);
        await EventStore.AddAsync(writing, new(EventKind.AccountChanged, app.Id, now) { UserId = user.Id, Device = Device.Of(request).ToString(), Detail = "email" });
        if (user.Email is not null && !user.Email.Equals(email)) await notices.PostAsync(writing, app, user, MailKind.EmailChanged, request);
        return null;
    }
}
