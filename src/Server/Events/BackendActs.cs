using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Events;

/// <summary>What an app's backend does by its key.</summary>
internal static class BackendActs
{
    /// <summary>The event of an act of the key that the request carries.</summary>
    public static EventRow Act(EventKind kind, HttpContext http, App app, DateTimeOffset now) => new(kind, app.Id, now)
    {
        Actor = EventActor.ApiKey,
        KeyId = KeyOf(http),
    };

    /// <summary>The id of that key.</summary>
    public static string? KeyOf(HttpContext http) => http.Features.Get<ApiKeyRow>()?.Id;
}
