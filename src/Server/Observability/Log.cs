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

    [LoggerMessage(3, LogLevel.Warning, "The FIDO conformance transport is on: anyone may enrol under any name; that is for the conformance tool only")]
    public static partial void ConformanceOn(this ILogger log);

    // A line for every sign-in would cost a tenth of the sign-in; events and metrics count them.
    [LoggerMessage(10, LogLevel.Debug, "{Ceremony} accepted in app {App}")]
    public static partial void CeremonyAccepted(this ILogger log, string ceremony, string app);

    [LoggerMessage(11, LogLevel.Information, "{Ceremony} refused in app {App}: {Code} (request {RequestId})")]
    public static partial void CeremonyRefused(this ILogger log, string ceremony, string app, string code, string requestId);

    [LoggerMessage(12, LogLevel.Warning, "A passkey's signature counter did not grow; the app's policy lets it pass (request {RequestId})")]
    public static partial void SignCountRegressed(this ILogger log, string requestId);

    [LoggerMessage(13, LogLevel.Warning, "A refresh token was used twice; its session has ended (request {RequestId})")]
    public static partial void RefreshTokenReused(this ILogger log, string requestId);

    [LoggerMessage(14, LogLevel.Error, "{Ceremony} could not be judged in app {App}: {Code} on record, the database is damaged; keystile restore brings back a good one (request {RequestId})")]
    public static partial void CeremonyBroken(this ILogger log, string ceremony, string app, string code, string requestId);

    [LoggerMessage(20, LogLevel.Warning, "A browser sent a secret; whoever holds it should replace it (request {RequestId})")]
    public static partial void SecretFromBrowser(this ILogger log, string requestId);

    [LoggerMessage(21, LogLevel.Warning, "The identity provider at {Host} answered {Status}")]
    public static partial void ProviderRefused(this ILogger log, string host, int status);

    [LoggerMessage(22, LogLevel.Warning, "The identity provider at {Host} does not answer as it should: {Failure}")]
    public static partial void ProviderUnreachable(this ILogger log, string host, string failure);

    [LoggerMessage(60, LogLevel.Information, "Events are sealed up to checkpoint {Checkpoint}")]
    public static partial void Sealed(this ILogger log, string checkpoint);

    [LoggerMessage(61, LogLevel.Error, "Events that were sealed are gone, so new ones are not sealed; run keystile audit verify")]
    public static partial void EventsMissing(this ILogger log);

    [LoggerMessage(62, LogLevel.Warning, "Webhook {Webhook} of app {App} did not take a delivery ({Status}), attempt {Attempt}; it is tried again")]
    public static partial void WebhookDelayed(this ILogger log, Guid webhook, string app, string status, int attempt);

    [LoggerMessage(63, LogLevel.Error, "Webhook {Webhook} of app {App} failed for too long ({Status}) and is disabled")]
    public static partial void WebhookDisabled(this ILogger log, Guid webhook, string app, string status);

    [LoggerMessage(64, LogLevel.Error, "Sending webhook {Webhook} of app {App} broke")]
    public static partial void WebhookBroke(this ILogger log, Guid webhook, string app, Exception failure);

    [LoggerMessage(40, LogLevel.Information, "Metadata issue {Number} with {Entries} entries is in force; the next is due on {NextUpdate}")]
    public static partial void MetadataInForce(this ILogger log, long number, int entries, DateOnly nextUpdate);

    [LoggerMessage(41, LogLevel.Warning, "The metadata was refused ({Code}); what was in force stays so")]
    public static partial void MetadataRefused(this ILogger log, string code);

    [LoggerMessage(42, LogLevel.Warning, "A file of metadata or its revocation lists cannot be read; what was in force stays so")]
    public static partial void MetadataUnreadable(this ILogger log, Exception failure);

    [LoggerMessage(43, LogLevel.Warning, "The metadata in force is stale; bring the service's next issue")]
    public static partial void MetadataStale(this ILogger log);

    [LoggerMessage(45, LogLevel.Warning, "{Origin} {Why}; what was in force stays so, and it is asked again in an hour")]
    public static partial void MetadataNotFetched(this ILogger log, string origin, string why);

    [LoggerMessage(46, LogLevel.Warning, "What was fetched is in force but cannot be kept for the next start")]
    public static partial void MetadataNotKept(this ILogger log, Exception failure);

    [LoggerMessage(44, LogLevel.Information, "Reviewed the attestation of {Reviewed} passkeys of app {App}: {Changed} are trusted otherwise now, {Refused} would not be taken any more")]
    public static partial void AttestationReviewed(this ILogger log, int reviewed, string app, int changed, int refused);

    [LoggerMessage(33, LogLevel.Information, "Purged {Spent} spent challenges and {Sessions} dead sessions")]
    public static partial void Purged(this ILogger log, int spent, int sessions);

    [LoggerMessage(53, LogLevel.Error, "Sending mail broke")]
    public static partial void MailBroke(this ILogger log, Exception failure);

    [LoggerMessage(50, LogLevel.Warning, "The mail server is not to be had ({Code}); mail waits in the outbox")]
    public static partial void MailServerUnavailable(this ILogger log, string code);

    [LoggerMessage(51, LogLevel.Warning, "The mail server did not take a mail of app {App} ({Code}), attempt {Attempt}; it is tried again")]
    public static partial void MailDelayed(this ILogger log, string app, string code, int attempt);

    [LoggerMessage(52, LogLevel.Warning, "A mail of app {App} was given up ({Failure}) after {Attempts} attempts")]
    public static partial void MailGivenUp(this ILogger log, string app, string failure, int attempts);

    [LoggerMessage(30, LogLevel.Warning, "The database does not answer")]
    public static partial void DatabaseUnavailable(this ILogger log, Exception failure);

    [LoggerMessage(32, LogLevel.Error, "{Reason} What was in force stays so")]
    public static partial void AppUnreadable(this ILogger log, string reason);

    [LoggerMessage(31, LogLevel.Error, "Request {RequestId} broke")]
    public static partial void Unexpected(this ILogger log, string requestId, Exception failure);
}
