using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Keystile.Storage;

namespace Keystile.Server.Webhooks;

/// <summary>What an attempt came to.</summary>
/// <param name="Arrived">Whether the receiver said that it has it.</param>
/// <param name="Status">The HTTP status, or a word for what went wrong.</param>
internal sealed record WebhookAnswer(bool Arrived, string Status);

/// <summary>Posts deliveries: signed, ten seconds at most, no redirects, no proxy, no cookies, and nothing of the answer read but its status.</summary>
internal sealed class WebhookSender : IDisposable
{
    private sealed class PrivateAddressException() : IOException("The host has no public address.");

    private readonly WebhookSecrets _secrets;
    private readonly TimeProvider _time;
    private readonly bool _mayBePrivate;
    private readonly HttpClient _client;

    public WebhookSender(ServerOptions options, WebhookSecrets secrets, TimeProvider time)
    {
        (_secrets, _time, _mayBePrivate) = (secrets, time, options.PrivateWebhooks);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false, // the check of addresses would see the proxy's
            ConnectCallback = ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 32,
            ActivityHeadersPropagator = null,
        };
        _client = new(handler) { Timeout = TimeSpan.FromSeconds(10), DefaultRequestHeaders = { { "User-Agent", "Keystile" } } };
    }

    /// <summary>One attempt. Throws only where the server stops.</summary>
    public async Task<WebhookAnswer> SendAsync(WebhookRow webhook, IReadOnlyList<WebhookEvent> events, CancellationToken stopping)
    {
        if (_secrets.Open(webhook) is not { } secret) return new(false, "unreadable_secret");
        var delivery = Guid.CreateVersion7(_time.GetUtcNow());
        var body = JsonSerializer.SerializeToUtf8Bytes(new WebhookBody(webhook.Id, delivery, events), ServerJson.Default.WebhookBody);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { { WebhookSignature.Header, WebhookSignature.Of(body, _time.GetUtcNow(), secret) }, { "Keystile-Delivery", delivery.ToString() } },
        };
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stopping);
            return new(response.IsSuccessStatusCode, ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            return new(false, NameOf(failure));
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Connects to an address that was looked at: a name that is looked up once more could lead elsewhere by then.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var allowed = _mayBePrivate ? addresses : Array.FindAll(addresses, PublicAddress.Is);
        if (allowed.Length == 0) throw new PrivateAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string NameOf(Exception failure) => failure switch
    {
        OperationCanceledException => "timeout",
        { InnerException: PrivateAddressException } => "private_address",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => "unknown_host",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls",
        _ => "unreachable",
    };
}
