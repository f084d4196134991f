using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Keystile.Server.Mail;

/// <summary>How an attempt to hand a mail over went. <c>Code</c> is the mail server's or our word for what broke; never an address, never its text.</summary>
internal sealed record Delivery(DeliveryKind Kind, string Code)
{
    public static readonly Delivery Done = new(DeliveryKind.Done, "");
}

internal enum DeliveryKind
{
    /// <summary>The mail server took it.</summary>
    Done,

    /// <summary>Not now: it may be tried again.</summary>
    Later,

    /// <summary>Never: the mail server said so of this mail.</summary>
    Never,
}

/// <summary>One conversation with the mail server.</summary>
internal sealed class SmtpConnection(MailOptions options) : IAsyncDisposable
{
    // A mail server that takes the connection and says nothing must not hold up more than this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly SmtpClient _client = new() { CheckCertificateRevocation = false };

    public bool IsOpen => _client.IsConnected && (options.User is null || _client.IsAuthenticated);

    public async Task<Delivery> OpenAsync(CancellationToken stopping)
    {
        _client.ServerCertificateValidationCallback = (_, certificate, _, errors) => errors == SslPolicyErrors.None || IsOfOurRoots(certificate, errors);
        return await TryAsync(async patience =>
        {
            await _client.ConnectAsync(options.Host, options.Port, options.Security, patience);
            if (options.User is not null) await _client.AuthenticateAsync(options.User, options.Password ?? "", patience);
        }, stopping);
    }

    public Task<Delivery> SendAsync(MimeMessage message, CancellationToken stopping) => TryAsync(patience => _client.SendAsync(message, patience), stopping);

    private static async Task<Delivery> TryAsync(Func<CancellationToken, Task> say, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        try
        {
            await say(patience.Token);
            return Delivery.Done;
        }
        catch (SmtpCommandException refusal)
        {
            // A refused recipient or message stays refused; a refused sender is a setting that the operator can mend.
            var isFinal = (int)refusal.StatusCode >= 500 && refusal.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;
            return new(isFinal ? DeliveryKind.Never : DeliveryKind.Later, ((int)refusal.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (NotSupportedException)
        {
            // SMTPUTF8 that the server has not, or STARTTLS that it does not offer.
            return new(DeliveryKind.Later, "not_supported");
        }
        catch (Exception broken) when (broken is IOException or SocketException or ProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException
            or AuthenticationException or System.Security.Authentication.AuthenticationException or SslHandshakeException)
        {
            return new(DeliveryKind.Later, broken.GetType().Name);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return new(DeliveryKind.Later, "timeout");
        }
    }

    /// <summary>Whether the certificate leads to a root that the operator named. Its name must be the host's all the same.</summary>
    private bool IsOfOurRoots(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (options.Roots is null || certificate is null || errors != SslPolicyErrors.RemoteCertificateChainErrors) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(options.Roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(new X509Certificate2(certificate));
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            if (_client.IsConnected) await _client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException)
        {
            // Nobody is left to say goodbye to.
        }
        _client.Dispose();
    }
}
