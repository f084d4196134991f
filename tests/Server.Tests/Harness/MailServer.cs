using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Keystile.Server.Tests;

/// <summary>A mail that arrived: the message, and how it came.</summary>
internal sealed record Arrived(MimeMessage Message, bool Encrypted, string? User)
{
    /// <summary>The link of the mail, as a person would follow it.</summary>
    public Uri Link => new(Regex.Match(Message.TextBody!, @"https?://\S+").Value);

    /// <summary>The token in the link's fragment, which no server ever sees by itself.</summary>
    public string Token => Regex.Match(Link.Fragment, @"^#token=([\w-]+)$").Groups[1].Value;
}

/// <summary>A real SMTP server on loopback, and the inbox behind it.</summary>
internal sealed class MailServer : IMessageStore, IMailboxFilter, IUserAuthenticator, IAsyncDisposable
{
    public const string User = "keystile", Password = "p@ss:word";

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Arrived> _inbox = [];
    private Task _running = Task.CompletedTask;
    private int _taken;

    /// <summary>What to answer to each message before it is taken; null takes it.</summary>
    public Func<MimeMessage, SmtpResponse?> Answer { get; set; } = _ => null;

    /// <summary>Whom there is no mailbox for.</summary>
    public Func<string, bool> Refuses { get; set; } = _ => false;

    public int Port { get; private init; }

    public IReadOnlyCollection<Arrived> Inbox => _inbox;

    /// <summary>The settings of a Keystile that sends here.</summary>
    public string[] Settings => [$"KEYSTILE_SMTP_URL=smtp://127.0.0.1:{Port}", "KEYSTILE_MAIL_FROM=login@keystile.test"];

    /// <param name="port">A port of one's own, for a server that comes back; 0 for any that is free.</param>
    /// <param name="certificate">What STARTTLS is offered with; null offers none.</param>
    /// <param name="tls">TLS from the first byte.</param>
    /// <param name="authentication">Takes mail only from <see cref="User"/>.</param>
    public static MailServer Start(int port = 0, X509Certificate2? certificate = null, bool tls = false, bool authentication = false)
    {
        var server = new MailServer { Port = port == 0 ? FreePort() : port };
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)server);
        services.Add((IMailboxFilter)server);
        services.Add((IUserAuthenticator)server);
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, server.Port)).IsSecure(tls).AuthenticationRequired(authentication).AllowUnsecureAuthentication(certificate is null);
            if (certificate is not null) endpoint.Certificate(certificate);
        }).Build();
        server._running = new SmtpServer.SmtpServer(options, services).StartAsync(server._stop.Token);
        return server;
    }

    /// <summary>The next mail to that address, which must come.</summary>
    public async Task<Arrived> TakeAsync(string to)
    {
        for (var tries = 0; tries < 600; tries++, await Task.Delay(50))
        {
            var mail = _inbox.Skip(_taken).FirstOrDefault(mail => mail.Message.To.Mailboxes.Any(mailbox => mailbox.Address == to));
            if (mail is null) continue;
            _taken = _inbox.TakeWhile(other => other != mail).Count() + 1;
            return mail;
        }
        throw new TimeoutException($"No mail to {to} came.");
    }

    public static X509Certificate2 NewCertificate(string host = "localhost")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }

    public async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream(buffer.ToArray());
        var message = await MimeMessage.LoadAsync(bytes, cancellationToken);
        if (Answer(message) is { } refusal) return refusal;
        _inbox.Enqueue(new(message, context.Pipe.IsSecure, context.Authentication.IsAuthenticated ? context.Authentication.User : null));
        return SmtpResponse.Ok;
    }

    public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) => Task.FromResult(!Refuses($"{to.User}@{to.Host}"));

    public Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) => Task.FromResult(user == User && password == Password);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
