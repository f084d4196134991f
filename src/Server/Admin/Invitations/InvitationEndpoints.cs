using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Admin.Invitations;

/// <summary>The links that are out: make one, list them, withdraw one.</summary>
internal static class InvitationEndpoints
{
    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/invitations", List);
        routes.MapPost("/api/invitations", Create);
        routes.MapDelete("/api/invitations/{id:guid}", Withdraw);
    }

    private static async Task<Results<Ok<InvitationList>, Problem>> List(HttpContext http, Operators operators, Database database, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http);
        if (!actor.IsGood) return actor.Problem;
        var rows = await database.ReadAsync(reading => InvitationStore.ListAsync(reading, time.GetUtcNow()));
        return TypedResults.Ok(new InvitationList([.. rows.Select(InvitationBody.Of)], null));
    }

    private static async Task<Results<Created<InvitationCreated>, Problem>> Create(HttpContext http, Operators operators, OperatorLinks links, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "role");
        if (!body.IsGood) return body.Problem;
        if (Roles.Read(body.Value, out var role) is { } wrong) return wrong;
        var link = links.New(role, actor.Value.Row.Name);
        var problem = await operators.ActAsync(actor.Value, raised: true, async writing =>
        {
            await InvitationStore.AddAsync(writing, link.Row);
            await EventStore.AddAsync(writing, actor.Value.Event(EventKind.OperatorInvited, OperatorStore.AppId, time.GetUtcNow()) with { Detail = Roles.Write(role) });
            return null;
        }, alone: true);
        return problem is null ? TypedResults.Created((string?)null, new InvitationCreated(InvitationBody.Of(link.Row), link.Url)) : problem;
    }

    private static async Task<Results<NoContent, Problem>> Withdraw(HttpContext http, Guid id, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var record = actor.Value.Event(EventKind.InvitationWithdrawn, OperatorStore.AppId, time.GetUtcNow());
        return await operators.ActAsync(actor.Value, raised: false, record, writing => InvitationStore.WithdrawAsync(writing, id));
    }
}

/// <summary>A link that is out, without the link.</summary>
internal sealed record InvitationBody(Guid Id, string Role, string? InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    public static InvitationBody Of(InvitationRow row) => new(row.Id, Roles.Write(row.Role), row.InvitedBy, row.CreatedAt, row.ExpiresAt);
}

/// <summary>The links that are out.</summary>
internal sealed record InvitationList(IReadOnlyList<InvitationBody> Items, string? Next);

/// <summary>A new link, shown this once.</summary>
internal sealed record InvitationCreated(InvitationBody Invitation, string Link);
