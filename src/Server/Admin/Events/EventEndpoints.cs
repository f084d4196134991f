using System.Globalization;
using Keystile.Server.Events;
using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Admin.Events;

/// <summary>What happened, with filters. Of one person it is personal data, and reading it is recorded.</summary>
internal static class EventEndpoints
{
    private const int PageLength = 50;

    public static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/api/events", List);

    private static async Task<Results<Ok<EventList>, Problem>> List(
        HttpContext http, string? app, string? kind, Guid? user, DateTimeOffset? since, DateTimeOffset? until, long? after, int? limit, Operators operators, Database database)
    {
        var actor = await operators.ReadAsync(http);
        if (!actor.IsGood) return actor.Problem;
        var named = EventNames.All.FirstOrDefault(name => name.Name == kind);
        if (!string.IsNullOrEmpty(kind) && named is null) return Problem.InvalidRequest with { Detail = "The parameter \"kind\" must be the name of a kind of event." };
        if (AppParameter.WhatIsWrong(app) is { } wrongApp) return wrongApp;
        var query = new EventQuery { AppId = string.IsNullOrEmpty(app) ? null : app, Kind = named?.Kind, UserId = user, Before = after ?? long.MaxValue };
        if (since is not null) query = query with { Since = since.Value };
        if (until is not null) query = query with { Until = until.Value };
        var length = Math.Clamp(limit ?? PageLength, 1, PageLength);
        var rows = await database.ReadAsync(reading => EventSearch.ListAsync(reading, query, length + 1));
        if (user is not null && rows.Count > 0) await operators.RecordReadAsync(actor.Value, app ?? OperatorStore.AppId, user, "events");
        var items = rows.Take(length).Select(EventBody.Of).ToArray();
        return TypedResults.Ok(new EventList(items, rows.Count > length ? items[^1].Id.ToString(CultureInfo.InvariantCulture) : null));
    }
}

/// <summary>An event as the wire shows it.</summary>
internal sealed record EventBody(
    long Id, DateTimeOffset At, string Kind, string Severity, string Message, string? App, string Actor, string? Operator, Guid? UserId, Guid? PasskeyId, string? KeyId,
    string? Device, string? Detail, int Times)
{
    public static EventBody Of(EventRow row)
    {
        var name = EventNames.Of(row.Kind);
        return new(row.Id, row.At, name.Name, name.Severity.ToString().ToLowerInvariant(), name.Message, row.AppId, Word(row.Actor), row.Operator,
            row.UserId, row.CredentialId, row.KeyId, row.Device, row.Detail, row.Times);
    }

    private static string Word(EventActor actor) => actor switch
    {
        EventActor.User => "user",
        EventActor.ApiKey => "api_key",
        EventActor.Operator => "operator",
        _ => "system",
    };
}

/// <summary>A page of events, newest first.</summary>
internal sealed record EventList(IReadOnlyList<EventBody> Items, string? Next);
