using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Keystile.Server.Tests;

public sealed class A_mail_server
{
    [Fact]
    public async Task that_answers_nothing_at_all_holds_up_no_sign_in()
    {
        using var hole = new TcpListener(IPAddress.Loopback, 0);
        hole.Start();
        await using var server = await TestServer.StartAsync($"KEYSTILE_SMTP_URL=smtp://127.0.0.1:{((IPEndPoint)hole.LocalEndpoint).Port}", "KEYSTILE_MAIL_FROM=login@keystile.test");
        (await Post.AsyncTo(server, "ada@example.com")).ShouldBeTrue();
        using var taken = await hole.AcceptSocketAsync(TestContext.Current.CancellationToken);

        var began = Stopwatch.GetTimestamp();
        var (passkey, _) = await new Browser(server).RegisterAsync("ada");
        await new Browser(server).SignInAsync(passkey, "ada");
        (await Post.AsyncTo(server, "ada@example.com")).ShouldBeTrue();

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (await server.CountAsync("mail_outbox")).ShouldBe(2);
    }

    [Fact]
    public async Task with_STARTTLS_and_a_certificate_of_our_root_is_spoken_to_encrypted_and_with_the_password()
    {
        using var certificate = MailServer.NewCertificate();
        await using var mail = MailServer.Start(certificate: certificate, authentication: true);
        using var root = new RootFile(certificate);
        await using var server = await TestServer.StartAsync($"KEYSTILE_SMTP_URL=smtp://keystile:p%40ss%3Aword@localhost:{mail.Port}?sslrootcert={root.Path}", mail.Settings[1]);
        await Post.AsyncTo(server, "ada@example.com");
        var (_, encrypted, user) = await mail.TakeAsync("ada@example.com");
        (encrypted, user).ShouldBe((true, MailServer.User));
    }

    [Fact]
    public async Task with_TLS_from_the_first_byte_is_spoken_to_and_takes_the_password_of_a_file()
    {
        using var certificate = MailServer.NewCertificate();
        await using var mail = MailServer.Start(certificate: certificate, tls: true, authentication: true);
        using var root = new RootFile(certificate);
        var password = System.IO.Path.GetTempFileName();
        await File.WriteAllTextAsync(password, MailServer.Password + "\n", TestContext.Current.CancellationToken);
        await using var server = await TestServer.StartAsync(
            $"KEYSTILE_SMTP_URL=smtps://keystile@localhost:{mail.Port}?sslrootcert={root.Path}", "KEYSTILE_SMTP_PASSWORD_FILE=" + password, mail.Settings[1]);
        await Post.AsyncTo(server, "ada@example.com");
        (await mail.TakeAsync("ada@example.com")).User.ShouldBe(MailServer.User);
        File.Delete(password);
    }

    [Theory]
    [InlineData("another root")]
    [InlineData("another host")]
    [InlineData("no root")]
    public async Task whose_certificate_is_not_the_one_expected_gets_no_mail(string wrong)
    {
        using var certificate = MailServer.NewCertificate(wrong == "another host" ? "mail.example" : "localhost");
        using var other = MailServer.NewCertificate();
        using var root = new RootFile(wrong == "another root" ? other : certificate);
        await using var mail = MailServer.Start(certificate: certificate, tls: wrong == "no root");
        await using var server = await TestServer.StartAsync(
            wrong == "no root" ? $"KEYSTILE_SMTP_URL=smtps://localhost:{mail.Port}" : $"KEYSTILE_SMTP_URL=smtp://localhost:{mail.Port}?sslrootcert={root.Path}", mail.Settings[1]);
        await ShouldWaitAsync(server, mail, "SslHandshakeException");
    }

    [Fact]
    public async Task that_offers_no_STARTTLS_where_it_must_gets_no_mail()
    {
        using var certificate = MailServer.NewCertificate();
        using var root = new RootFile(certificate);
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync($"KEYSTILE_SMTP_URL=smtp://localhost:{mail.Port}?sslrootcert={root.Path}", mail.Settings[1]);
        await ShouldWaitAsync(server, mail, "not_supported");
    }

    [Fact]
    public async Task that_does_not_know_the_password_gets_no_mail()
    {
        await using var mail = MailServer.Start(authentication: true);
        await using var server = await TestServer.StartAsync($"KEYSTILE_SMTP_URL=smtp://keystile:wrong@127.0.0.1:{mail.Port}", mail.Settings[1]);
        await ShouldWaitAsync(server, mail, "AuthenticationException");
        server.Log.Lines.ShouldAllBe(line => !line.Contains("wrong", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://mail.example.com")]
    [InlineData("smtp:mail.example.com")]
    [InlineData("smtp://mail.example.com/path")]
    [InlineData("smtp://user@mail.example.com")]
    [InlineData("smtp://mail.example.com?sslmode=disable")]
    [InlineData("smtp://mail.example.com?sslrootcert=/nowhere")]
    [InlineData("nonsense")]
    public async Task that_is_set_wrongly_stops_the_start_with_the_mend(string url)
    {
        var refusal = await Should.ThrowAsync<WrongSettingException>(() => TestServer.StartAsync("KEYSTILE_SMTP_URL=" + url, "KEYSTILE_MAIL_FROM=login@keystile.test"));
        refusal.Message.ShouldStartWith("KEYSTILE_SMTP_URL ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@example.com, b@example.com")]
    public async Task without_a_sender_stops_the_start_with_the_mend(string from)
    {
        var refusal = await Should.ThrowAsync<WrongSettingException>(() => TestServer.StartAsync("KEYSTILE_SMTP_URL=smtp://127.0.0.1", "KEYSTILE_MAIL_FROM=" + from));
        refusal.Message.ShouldStartWith("KEYSTILE_MAIL_FROM ");
    }

    private static async Task ShouldWaitAsync(TestServer server, MailServer mail, string code)
    {
        (await Post.AsyncTo(server, "ada@example.com")).ShouldBeTrue();
        for (var tries = 0; tries < 600 && !server.Log.Lines.Any(line => line.Contains(code, StringComparison.Ordinal)); tries++) await Task.Delay(50);
        server.Log.Lines.ShouldContain(line => line.Contains($"({code})", StringComparison.Ordinal));
        mail.Inbox.ShouldBeEmpty();
        await Post.ShouldHoldAsync(server, waiting: 1, dead: 0);
    }

    private sealed class RootFile : IDisposable
    {
        public RootFile(System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) => File.WriteAllText(Path, certificate.ExportCertificatePem());

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
