using System.Globalization;
using Keystile.Server.Commands.Data;
using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Admin.Apps;

/// <summary>The webhooks of an app, how they fare, and sending again. Their secrets are made and shown on the command line alone.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/apps/{app}/webhooks", List);
        routes.MapPost("/api/apps/{app}/webhooks/{webhook:guid}/replay", Replay);
    }

    private static async Task<Results<Ok<WebhookList>, Problem>> List(HttpContext http, string app, Operators operators, Database database)
    {
        var actor = await operators.ReadAsync(http);
        if (!actor.IsGood) return actor.Problem;
        var webhooks = await database.ReadAsync(reading => WebhookStore.ListAsync(reading, app));
        return TypedResults.Ok(new WebhookList([.. webhooks.Select(WebhookLine.Of)], null));
    }

    /// <summary>From a time on, or from where it stopped; one that was disabled works again.</summary>
    private static async Task<Results<NoContent, Problem>> Replay(HttpContext http, string app, Guid webhook, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "since");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("since", out var text) is { } wrong) return wrong;
        DateTimeOffset since = default;
        if (text is not null && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out since)) return JsonMembers.WrongType("since", "a time such as 2026-11-25T08:00:00Z");
        var now = time.GetUtcNow();
        var record = actor.Value.Event(EventKind.WebhookReplayed, app, now) with { Detail = webhook.ToString() };
        return await operators.ActAsync(actor.Value, raised: false, record, async writing =>
            await WebhookStore.RestartAsync(writing, app, webhook, now, text is null ? null : await WebhookFeed.FindAsync(writing, app, since)));
    }
}

/// <summary>The app's webhooks, the oldest first.</summary>
internal sealed record WebhookList(IReadOnlyList<WebhookLine> Items, string? Next);
