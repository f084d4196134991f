using Keystile.Server.Apps;
using Keystile.Server.Mail;
using Keystile.Server.Sessions;
using Keystile.Storage;

namespace Keystile.Server.Accounts;

/// <summary>Tells people by mail what happened to their account: when, on what device, and where to look if it was not them. Only to an address that was proven.</summary>
internal sealed class Notices(Mailer mailer, AppPages pages, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(2);

    /// <summary>Posts a notice in the transaction of what it tells. No notice is worth a refusal: where mail is off or waits in heaps, there is none.</summary>
    public async ValueTask PostAsync(Transaction writing, App app, UserRow user, MailKind kind, HttpRequest request, string passkey = "", string provider = "")
    {
        if (!mailer.IsOn || !app.Settings.MailNotices || user is not { Email: { } email, EmailVerifiedAt: not null }) return;
        await mailer.TryPostAsync(writing, app, LetterWriter.Write(kind, MailLanguage.Of(request), email.Text, new()
        {
            App = app.RelyingParty.Options.Name,
            Link = pages.Account(app),
            Name = user.DisplayName,
            Device = Device.Of(request).ToString(),
            Passkey = passkey,
            Provider = provider,
            When = time.GetUtcNow(),
        }), Lifetime);
    }
}
