using System.Globalization;
using Keystile.Server.Apps;
using Keystile.Server.Passwordless;
using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Events;

/// <summary>An event as the clients of passwordless.dev read it.</summary>
internal sealed record ServiceEvent(DateTimeOffset PerformedAt, string Message, string PerformedBy, string TenantId, string EventType, string Severity, string Subject, string ApiKeyId)
{
    public static ServiceEvent Of(string app, EventWithHandle found)
    {
        var (row, name) = (found.Row, EventNames.Of(found.Row.Kind));
        var subject = found.Handle is { } handle ? ServiceUsers.IdOf(handle) : row.UserId?.ToString() ?? "";
        return new(row.At, row.Detail is null ? name.Message : $"{name.Message} ({row.Detail})", row.Actor == EventActor.User ? subject : EventLine.Performer(row),
            app, name.Name, name.Severity.ToString().ToLowerInvariant(), subject, row.KeyId ?? "");
    }
}

/// <summary>A page of them, newest first.</summary>
internal sealed record ServiceEvents(string TenantId, IReadOnlyList<ServiceEvent> Events, long TotalEventCount);

/// <summary>What happened in an app, for its backend.</summary>
internal static class EventEndpoints
{
    private const int Most = 1000;
    private const int ByDefault = 100;

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/events", List).WithMetadata(new KeyRule(ApiKeyKind.Secret, null));

    private static async Task<Results<Ok<ServiceEvents>, Problem>> List(HttpContext http, AppDirectory apps, Database database)
    {
        var app = apps.Of(http);
        if (Number(http, "pageNumber", 1, int.MaxValue / Most, out var page) is { } wrongPage) return wrongPage;
        if (Number(http, "numberOfResults", ByDefault, Most, out var most) is { } wrongNumber) return wrongNumber;
        var events = await database.ReadAsync(async reading =>
        {
            var rows = await EventStore.ListWithHandlesAsync(reading, app.Id, most, (page - 1) * most);
            return new ServiceEvents(app.Id, [.. rows.Select(row => ServiceEvent.Of(app.Id, row))], await EventStore.CountAsync(reading, app.Id));
        });
        return TypedResults.Ok(events);
    }

    private static Problem? Number(HttpContext http, string name, int byDefault, int most, out int number)
    {
        number = byDefault;
        return http.Request.Query[name].ToString() is not { Length: > 0 } text || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= most)
            ? null : Problem.InvalidRequest with { Detail = $"{name} is a number from 1 to {most}." };
    }
}
