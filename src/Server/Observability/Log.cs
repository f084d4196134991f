using Microsoft.Extensions.Configuration.Memory;

namespace Keystile.Server.Observability;

/// <summary>Every message the server logs. None takes a challenge, key, cookie, token, name or address: what is not a parameter cannot leak.</summary>
internal static partial class Log
{
    /// <summary>The framework speaks only when something is wrong: what it says of requests would hold addresses. Configuration (<c>Logging__LogLevel__…</c>) goes over these.</summary>
    public static MemoryConfigurationSource Defaults { get; } = new()
    {
        InitialData = new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:LogLevel:Microsoft"] = "Warning",
            ["Logging:LogLevel:Microsoft.Extensions.Hosting"] = "Critical",
        },
    };

    [LoggerMessage(1, LogLevel.Information, "Keystile answers at {PublicUrl}, {Milliseconds} ms after its start")]
    public static partial void Started(this ILogger log, string publicUrl, long milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "Rate limits are off; that is for tests and benches only")]
    public static partial void RateLimitsOff(this ILogger log);

    [LoggerMessage(10, LogLevel.Information, "{Ceremony} accepted in app {App}")]
    public static partial void CeremonyAccepted(this ILogger log, string ceremony, string app);

    [LoggerMessage(11, LogLevel.Information, "{Ceremony} refused in app {App}: {Code} (request {RequestId})")]
    public static partial void CeremonyRefused(this ILogger log, string ceremony, string app, string code, string requestId);

    [LoggerMessage(12, LogLevel.Warning, "A passkey's signature counter did not grow; the app's policy lets it pass (request {RequestId})")]
    public static partial void SignCountRegressed(this ILogger log, string requestId);

    [LoggerMessage(13, LogLevel.Warning, "A refresh token was used twice; its session has ended (request {RequestId})")]
    public static partial void RefreshTokenReused(this ILogger log, string requestId);

    [LoggerMessage(20, LogLevel.Information, "Purged {Spent} spent challenges and {Sessions} dead sessions")]
    public static partial void Purged(this ILogger log, int spent, int sessions);

    [LoggerMessage(30, LogLevel.Warning, "The database does not answer")]
    public static partial void DatabaseUnavailable(this ILogger log, Exception failure);

    [LoggerMessage(31, LogLevel.Error, "Request {RequestId} broke")]
    public static partial void Unexpected(this ILogger log, string requestId, Exception failure);
}
