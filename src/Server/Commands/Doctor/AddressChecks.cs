using System.Net;

namespace Keystile.Server.Commands.Doctor;

/// <summary>The address that people type, and what stands between it and the server.</summary>
internal static class AddressChecks
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static IEnumerable<Finding> Of(ServerOptions options)
    {
        yield return options.IsHttps
            ? Finding.Good("public url", $"{options.Origin}; the RP ID of the home app is {options.PublicUrl.Host}.")
            : Finding.Note("public url", $"{options.Origin} works on this machine only.", "For others set KEYSTILE_PUBLIC_URL to the https:// address that people type.");
        if (!options.IsHttps) yield break;
        yield return options.TrustedProxies.Count > 0
            ? Finding.Good("proxy", $"X-Forwarded-* counts from {options.TrustedProxies.Count} networks.")
            : Finding.Note("proxy", "The address is https, and no proxy is trusted: whoever terminates TLS makes all people look like one, with one rate limit.", "Name the proxy's address in KEYSTILE_TRUSTED_PROXIES.");
    }

    /// <summary>Whether the address leads here. The server need not run for the rest to be right.</summary>
    public static async Task<Finding> AnswersAsync(ServerOptions options)
    {
        using var http = new HttpClient { Timeout = s_patience };
        try
        {
            using var answer = await http.GetAsync(new Uri(options.PublicUrl, "/health/ready"));
            return answer.StatusCode switch
            {
                HttpStatusCode.NoContent => Finding.Good("reachable", $"{options.Origin} answers, and is ready."),
                HttpStatusCode.ServiceUnavailable => Finding.Bad("reachable", $"{options.Origin} answers, and is not ready.", "See the server's log; most often the database is away."),
                var status => Finding.Bad("reachable", $"{options.Origin} answers with {(int)status}: something else stands there.", "Let the proxy pass every path on to KEYSTILE_URLS, unchanged."),
            };
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            return Finding.Note("reachable", $"{options.Origin} does not answer from here.", "Start the server; if it runs, check the name, the proxy and its certificate.");
        }
    }
}
