using System.Security.Cryptography;
using Keystile.Server.Events;
using Keystile.Server.Observability;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Storage;
using Microsoft.Extensions.Primitives;

namespace Keystile.Server.Apps;

/// <summary>Finds the app that a request's key names. The database is asked every time: a key locked by another process opens nothing at the next request.</summary>
internal sealed class ApiKeys(Database database, AppDirectory apps, Refusals refusals, TimeProvider time, ILogger<ApiKeys> log)
{
    public const string PublicHeader = "ApiKey";
    public const string SecretHeader = "ApiSecret";

    // Compared with where nobody has the key, so that a miss costs what a hit costs.
    private static readonly byte[] Nobody = new byte[SHA256.HashSizeInBytes];

    /// <summary>The app that the key names; the home app where there is none and the rule asks for none.</summary>
    public async ValueTask<Outcome<App>> FindAsync(HttpContext http, KeyRule rule)
    {
        var headers = http.Request.Headers;
        var (shown, secret) = (headers[PublicHeader], headers[SecretHeader]);
        if (headers.Origin.Count > 0 && (secret.Count > 0 || IsSecret(shown)))
        {
            log.SecretFromBrowser(http.TraceIdentifier);
            await RecordLeakAsync(secret.Count > 0 ? secret : shown, http);
            return Problem.SecretFromBrowser;
        }
        var kind = rule.Kind ?? (shown.Count > 0 ? ApiKeyKind.Public : ApiKeyKind.Secret);
        var given = kind == ApiKeyKind.Public ? shown : secret;
        // Sessions of a locked app are over by themselves; nothing begins there, either.
        if (given.Count == 0 && rule.Kind is null) return rule.Scope is not null && apps.IsHomeLocked ? Problem.AppLocked : apps.Home;
        // One sentence for all that is not a live key of the right kind: which of it is wrong is nobody's business.
        if (given.Count != 1 || ApiKey.TryParse(given[0]) is not { } key || key.Kind != kind) return Problem.InvalidApiKey;
        var found = await database.LookUpAsync(reading => ApiKeyStore.FindAsync(reading, key.AppId, key.Id));
        var isTheKey = CryptographicOperations.FixedTimeEquals(key.Hash, found is null ? Nobody : found.Key.Hash.Span);
        if (found is null || !isTheKey) return Problem.InvalidApiKey;
        if (found.App.LockedAt is not null) return Problem.AppLocked;
        if (found.Key.LockedAt is not null) return Problem.ApiKeyLocked;
        if (!rule.Allows(found.Key)) return Problem.ApiKeyScope with { Detail = $"The key lacks the scope \"{rule.Scope}\"." };
        http.Features.Set(found.Key);
        await TouchAsync(found.Key);
        return apps.From(found.App);
    }

    private static bool IsSecret(StringValues header) => header.Any(text => ApiKey.TryParse(text)?.Kind == ApiKeyKind.Secret);

    /// <summary>Only a key that exists is worth a record: anybody can send what looks like one.</summary>
    private async Task RecordLeakAsync(StringValues header, HttpContext http)
    {
        if (header.Count != 1 || ApiKey.TryParse(header[0]) is not { Kind: ApiKeyKind.Secret } key) return;
        var found = await database.LookUpAsync(reading => ApiKeyStore.FindAsync(reading, key.AppId, key.Id));
        if (!CryptographicOperations.FixedTimeEquals(key.Hash, found is null ? Nobody : found.Key.Hash.Span)) return;
        await refusals.RecordAsync(new(EventKind.SecretFromBrowser, key.AppId, time.GetUtcNow()) { KeyId = key.Id, Device = Device.Of(http.Request).ToString() });
    }

    private async ValueTask TouchAsync(ApiKeyRow key)
    {
        var now = time.GetUtcNow();
        if (!key.WantsTouch(now)) return;
        try
        {
            await database.WriteAsync(writing => ApiKeyStore.TouchAsync(writing, key.AppId, key.Id, now));
        }
        catch (DatabaseUnavailableException)
        {
            // When a key was last used is worth no refusal; what the request itself writes will say what is wrong.
        }
    }
}
