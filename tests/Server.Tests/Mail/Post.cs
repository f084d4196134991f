using Keystile.Server.Mail;

namespace Keystile.Server.Tests;

/// <summary>Posts a letter as a feature of the server would.</summary>
internal static class Post
{
    public static readonly MailSubject Subject = new()
    {
        App = "Example",
        Link = new("https://example.com/recover#token=abc_123-x"),
        Name = "Ada",
        Device = "Chrome on Linux",
        Passkey = "Phone",
        Address = "ada@example.com",
        When = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
        Lifetime = TimeSpan.FromMinutes(15),
    };

    public static async Task<bool> AsyncTo(TestServer server, string to, MailSubject? about = null, TimeSpan? lifetime = null)
    {
        var mailer = server.Service<Mailer>();
        var letter = LetterWriter.Write(MailKind.RecoveryLink, "en", to, about ?? Subject);
        var posted = await server.Database.WriteAsync(writing => mailer.TryPostAsync(writing, server.Home, letter, lifetime ?? TimeSpan.FromMinutes(15)));
        mailer.Hurry();
        return posted;
    }

    /// <summary>Waits until the outbox is nearly empty: five hundred mails take a busy machine more than half a minute.</summary>
    public static async Task ShouldBeNearlyEmptyAsync(TestServer server)
    {
        for (var tries = 0; tries < 2400 && await server.CountAsync("mail_outbox") > 50; tries++) await Task.Delay(50);
        (await server.CountAsync("mail_outbox")).ShouldBeLessThanOrEqualTo(50);
    }

    /// <summary>Waits until the outbox holds so many that wait and so many dead letters.</summary>
    public static async Task ShouldHoldAsync(TestServer server, int waiting, int dead)
    {
        for (var tries = 0; tries < 600; tries++, await Task.Delay(50))
        {
            var letters = (await server.Database.ReadAsync(reading => Storage.MailOutbox.ListDeadAsync(reading, 100))).Count;
            if (letters == dead && await server.CountAsync("mail_outbox") == waiting + dead) return;
        }
        throw new TimeoutException($"The outbox holds {await server.CountAsync("mail_outbox")} mails.");
    }
}
