using System.Net.Http.Headers;
using System.Text.Json;
using Keystile.Server.Observability;

namespace Keystile.Server.External;

/// <summary>Asks identity providers: short waits, small answers, no redirects, no cookies. Whatever goes wrong is null here and one line in the log.</summary>
internal sealed class ForeignHttp(ILogger<ForeignHttp> log) : IDisposable
{
    /// <summary>Far above any key set or discovery document, far below what would hurt.</summary>
    private const int MaxLength = 256 * 1024;

    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 32,
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = MaxLength,
        DefaultRequestHeaders = { { "Accept", "application/json" }, { "User-Agent", "Keystile" } }, // GitHub answers nobody without a name
    };

    /// <summary>The JSON at an address.</summary>
    public Task<JsonElement?> GetAsync(string url, string? accessToken = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (accessToken is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return SendAsync(request);
    }

    /// <summary>The JSON that answers a form.</summary>
    public Task<JsonElement?> PostAsync(string url, IReadOnlyDictionary<string, string> form, AuthenticationHeaderValue? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = authorization;
        return SendAsync(request);
    }

    public void Dispose() => _client.Dispose();

    private async Task<JsonElement?> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (!ForeignUrl.IsSafe(request.RequestUri?.OriginalString)) return null;
            try
            {
                using var response = await _client.SendAsync(request);
                if (!response.IsSuccessStatusCode)
                {
                    log.ProviderRefused(request.RequestUri!.Host, (int)response.StatusCode);
                    return null;
                }
                using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(), s_strict);
                return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? document.RootElement.Clone() : null;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException or IOException)
            {
                log.ProviderUnreachable(request.RequestUri!.Host, failure.GetType().Name);
                return null;
            }
        }
    }
}

/// <summary>Members of an answer that must not be trusted to be there, or to be what they should be.</summary>
internal static class ForeignJson
{
    extension(JsonElement json)
    {
        /// <summary>A string member; null where it is absent or anything else.</summary>
        public string? Text(string name)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.String) return null;
            try
            {
                return member.GetString();
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair: JSON grammar, no text.
                return null;
            }
        }

        /// <summary>Whether a member is true; some providers write it as a string.</summary>
        public bool IsTrue(string name) =>
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member)
            && (member.ValueKind == JsonValueKind.True || (member.ValueKind == JsonValueKind.String && member.ValueEquals("true"u8)));
    }
}
