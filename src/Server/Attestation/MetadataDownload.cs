using System.Net;
using System.Net.Http.Headers;
using Keystile.Server.Observability;

namespace Keystile.Server.Attestation;

/// <summary>What came of a download.</summary>
/// <param name="Bytes">What stands there; null where it is what stood there before.</param>
/// <param name="Tag">By what name to ask whether it is still the same.</param>
internal sealed record Downloaded(byte[]? Bytes, EntityTagHeaderValue? Tag);

/// <summary>Fetches from where the operator says: bounded in time and size, and never led to another host, or to the same less safely, by a redirect.</summary>
internal sealed class MetadataDownload(ILogger<MetadataDownload> log) : IDisposable
{
    private const int MostRedirects = 3;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 16,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // the download as a whole has its own limit
    };

    /// <summary>How long one download may take.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What stands at the address; null where it cannot be had, and the log says why.</summary>
    /// <param name="address">Where.</param>
    /// <param name="known">The tag of what is there already.</param>
    /// <param name="mostBytes">How much is taken at most.</param>
    /// <param name="stopping">The end of the server.</param>
    public async Task<Downloaded?> GetAsync(Uri address, EntityTagHeaderValue? known, int mostBytes, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(Longest);
        try
        {
            using var response = await SendAsync(address, known, limit.Token);
            if (response.StatusCode == HttpStatusCode.NotModified && known is not null) return new(null, known);
            if (response.StatusCode != HttpStatusCode.OK) return Failed(address, $"answered {(int)response.StatusCode}");
            if (response.Content.Headers.ContentLength > mostBytes || await ReadAsync(response, mostBytes, limit.Token) is not { } bytes) return Failed(address, "sends too much");
            return new(bytes, response.Headers.ETag);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return Failed(address, "is too slow");
        }
        catch (HttpRequestException failure)
        {
            return Failed(address, $"cannot be reached ({failure.HttpRequestError})");
        }
        catch (IOException)
        {
            return Failed(address, "broke off");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Asks, and follows redirects within the origin; any other is the answer itself, and no success.</summary>
    private async Task<HttpResponseMessage> SendAsync(Uri address, EntityTagHeaderValue? known, CancellationToken stopping)
    {
        var at = address;
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            if (known is not null) request.Headers.IfNoneMatch.Add(known);
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stopping);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location) return response;
            if (redirects == MostRedirects || !Uri.TryCreate(at, location, out var next) || MetadataOptions.OriginOf(next) != MetadataOptions.OriginOf(address)) return response;
            response.Dispose();
            at = next;
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int most, CancellationToken stopping)
    {
        using var bytes = new MemoryStream();
        using var body = await response.Content.ReadAsStreamAsync(stopping);
        var buffer = new byte[81_920];
        while (await body.ReadAsync(buffer, stopping) is var read and > 0)
        {
            if (bytes.Length + read > most) return null;
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }

    private Downloaded? Failed(Uri address, string why)
    {
        log.MetadataNotFetched(MetadataOptions.OriginOf(address), why);
        return null;
    }
}
