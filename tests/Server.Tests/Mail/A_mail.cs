using System.Text;
using Keystile.Server.Mail;
using Keystile.Storage;
using SmtpServer.Protocol;

namespace Keystile.Server.Tests;

public sealed class A_mail
{
    [Fact]
    public async Task goes_out_and_leaves_nothing_behind()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);

        (await Post.AsyncTo(server, "ada@example.com")).ShouldBeTrue();

        var (message, encrypted, user) = await mail.TakeAsync("ada@example.com");
        (encrypted, user).ShouldBe((false, null));
        message.From.ToString().ShouldBe("\"Example\" <login@keystile.test>");
        message.Headers["Auto-Submitted"].ShouldBe("auto-generated");
        message.TextBody!.ShouldContain("https://example.com/recover#token=abc_123-x");
        message.HtmlBody!.ShouldContain("href=\"https://example.com/recover#token=abc_123-x\"");
        await Post.ShouldHoldAsync(server, waiting: 0, dead: 0);
        server.Log.Lines.ShouldAllBe(line => !line.Contains("ada@example.com", StringComparison.Ordinal) && !line.Contains("abc_123", StringComparison.Ordinal));
    }

    [Fact]
    public async Task lies_in_the_database_so_that_its_reader_learns_neither_link_nor_address()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_SMTP_URL=smtp://127.0.0.1:1", "KEYSTILE_MAIL_FROM=login@keystile.test");
        (await Post.AsyncTo(server, "ada@example.com")).ShouldBeTrue();
        (await server.CountAsync("mail_outbox")).ShouldBe(1);
        foreach (var file in new[] { server.DatabaseFile, server.DatabaseFile + "-wal" })
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            foreach (var secret in new[] { "ada@example.com", "abc_123" }) Encoding.Latin1.GetString(bytes.ToArray()).ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task that_was_posted_outlives_the_server_and_goes_out_from_the_next()
    {
        var folder = Directory.CreateTempSubdirectory("keystile-mail-");
        string[] settings = [$"KEYSTILE_DATABASE=sqlite:{folder.FullName}/k.db", "KEYSTILE_MASTER_KEY=" + new string('7', 64), "KEYSTILE_MAIL_FROM=login@keystile.test"];
        await using (var server = await TestServer.StartAsync([.. settings, "KEYSTILE_SMTP_URL=smtp://127.0.0.1:1"])) (await Post.AsyncTo(server, "ada@example.com")).ShouldBeTrue();

        await using var mail = MailServer.Start();
        await using (await TestServer.StartAsync([.. settings, mail.Settings[0]])) await mail.TakeAsync("ada@example.com");
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task waits_while_the_mail_server_is_away_and_goes_out_when_it_is_back()
    {
        int port;
        await using (var away = MailServer.Start()) port = away.Port;
        await using var server = await TestServer.StartAsync($"KEYSTILE_SMTP_URL=smtp://127.0.0.1:{port}", "KEYSTILE_MAIL_FROM=login@keystile.test");
        (await Post.AsyncTo(server, "ada@example.com")).ShouldBeTrue();
        await Post.ShouldHoldAsync(server, waiting: 1, dead: 0);

        await using var back = MailServer.Start(port);
        await back.TakeAsync("ada@example.com");
    }

    [Fact]
    public async Task that_is_refused_for_now_is_tried_again_ever_more_rarely_and_goes_out()
    {
        await using var mail = MailServer.Start();
        var refusals = 0;
        mail.Answer = _ => Interlocked.Increment(ref refusals) <= 2 ? new SmtpResponse((SmtpReplyCode)451, "busy") : null;
        await using var server = await TestServer.StartAsync(mail.Settings);
        (await Post.AsyncTo(server, "ada@example.com")).ShouldBeTrue();
        foreach (var (tried, wait) in new[] { (1, 10), (2, 30) })
        {
            await UntilAsync(() => server.Log.Lines.Count(line => line.Contains("(451)", StringComparison.Ordinal)) == tried);
            server.Clock.Advance(TimeSpan.FromSeconds(wait - 1));
            await Task.Delay(2500, TestContext.Current.CancellationToken);
            refusals.ShouldBe(tried);
            server.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await mail.TakeAsync("ada@example.com");
        await Post.ShouldHoldAsync(server, waiting: 0, dead: 0);
    }

    [Fact]
    public async Task that_is_refused_for_good_is_a_dead_letter_and_the_others_go_out()
    {
        await using var mail = MailServer.Start();
        mail.Refuses = to => to == "nobody@example.com";
        await using var server = await TestServer.StartAsync(mail.Settings);
        (await Post.AsyncTo(server, "nobody@example.com")).ShouldBeTrue();
        (await Post.AsyncTo(server, "ada@example.com")).ShouldBeTrue();

        await mail.TakeAsync("ada@example.com");
        await Post.ShouldHoldAsync(server, waiting: 0, dead: 1);
        var letter = (await server.Database.ReadAsync(reading => MailOutbox.ListDeadAsync(reading, 10), TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (letter.AppId, letter.Attempts, letter.Failure).ShouldBe(("home", 1, "550"));
        server.Log.Lines.ShouldContain(line => line.Contains("given up (550)", StringComparison.Ordinal));
        server.Log.Lines.ShouldAllBe(line => !line.Contains("nobody@example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task that_nobody_has_any_use_for_any_more_is_not_sent()
    {
        await using var mail = MailServer.Start();
        mail.Answer = _ => new SmtpResponse((SmtpReplyCode)451, "busy");
        await using var server = await TestServer.StartAsync(mail.Settings);
        (await Post.AsyncTo(server, "ada@example.com", lifetime: TimeSpan.FromMinutes(15))).ShouldBeTrue();
        await UntilAsync(() => server.Log.Lines.Any(line => line.Contains("(451)", StringComparison.Ordinal)));
        mail.Answer = _ => null;
        server.Clock.Advance(TimeSpan.FromMinutes(15));

        await Post.ShouldHoldAsync(server, waiting: 0, dead: 1);
        (await server.Database.ReadAsync(reading => MailOutbox.ListDeadAsync(reading, 10), TestContext.Current.CancellationToken)).Single().Failure.ShouldBe("expired");
        mail.Inbox.ShouldBeEmpty();
    }

    [Fact]
    public async Task is_not_posted_where_no_mail_server_is_set()
    {
        await using var server = await TestServer.StartAsync();
        (await Post.AsyncTo(server, "ada@example.com")).ShouldBeFalse();
        (await server.CountAsync("mail_outbox")).ShouldBe(0);
    }

    [Fact]
    public async Task goes_out_once_where_two_servers_share_the_database()
    {
        await using var postgres = await Storage.Tests.PostgresServer.StartAsync();
        await using var mail = MailServer.Start();
        string[] settings = [.. mail.Settings, "KEYSTILE_DATABASE=" + await postgres.NewDatabaseAsync(), "KEYSTILE_MASTER_KEY=" + new string('7', 64)];
        await using var first = await TestServer.StartAsync(settings);
        await using var second = await TestServer.StartAsync(settings);
        for (var i = 0; i < 100; i++)
        {
            (await Post.AsyncTo(i % 2 == 0 ? first : second, $"user{i}@example.com")).ShouldBeTrue();
            second.Service<Mailer>().Hurry();
        }
        for (var tries = 0; tries < 600 && mail.Inbox.Count < 100; tries++) await Task.Delay(50, TestContext.Current.CancellationToken);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        mail.Inbox.Select(mail => mail.Message.To.ToString()).ShouldBe(Enumerable.Range(0, 100).Select(i => $"user{i}@example.com"), ignoreOrder: true);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var tries = 0; !holds() && tries < 600; tries++) await Task.Delay(50);
        holds().ShouldBeTrue();
    }
}
