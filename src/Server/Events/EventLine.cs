using Keystile.Storage;

namespace Keystile.Server.Events;

/// <summary>An event with all that is recorded of it, for exports and webhooks.</summary>
internal sealed record EventLine(
    long Id, DateTimeOffset PerformedAt, string Type, string Severity, string Message, string? App, string PerformedBy,
    Guid? UserId, Guid? SessionId, Guid? CredentialId, string? ApiKeyId, string? Device, string? Detail, int Times)
{
    public static EventLine Of(EventRow row)
    {
        var name = EventNames.Of(row.Kind);
        return new(row.Id, row.At, name.Name, name.Severity.ToString().ToLowerInvariant(), name.Message, row.AppId, Performer(row),
            row.UserId, row.SessionId, row.CredentialId, row.KeyId, row.Device, row.Detail, row.Times);
    }

    /// <summary>Who did it, in one word.</summary>
    public static string Performer(EventRow row) => row.Actor switch
    {
        EventActor.User => row.UserId is { } user ? $"user:{user}" : "anonymous",
        EventActor.ApiKey => $"key:{row.KeyId}",
        EventActor.Operator => $"operator:{row.Operator}",
        _ => "system",
    };
}
