using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Admin;

/// <summary>The operators: who am I, who are the others, roles, removal. Never the last owner.</summary>
internal static class OperatorEndpoints
{
    public static void MapOperators(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/operator", Me);
        routes.MapGet("/api/operators", List);
        routes.MapPatch("/api/operators/{id:guid}", Change);
        routes.MapDelete("/api/operators/{id:guid}", Remove);
    }

    private static async Task<Results<Ok<OperatorBody>, Problem>> Me(HttpContext http, Operators operators)
    {
        var actor = await operators.ReadAsync(http);
        return actor.IsGood ? TypedResults.Ok(OperatorBody.Of(actor.Value.Row, actor.Value)) : actor.Problem;
    }

    private static async Task<Results<Ok<OperatorList>, Problem>> List(HttpContext http, Operators operators, Database database)
    {
        var actor = await operators.ReadAsync(http);
        if (!actor.IsGood) return actor.Problem;
        var rows = await database.ReadAsync(OperatorStore.ListAsync);
        return TypedResults.Ok(new OperatorList([.. rows.Select(row => OperatorBody.Of(row, actor.Value))], null));
    }

    private static async Task<Results<Ok<OperatorBody>, Problem>> Change(HttpContext http, Guid id, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "role");
        if (!body.IsGood) return body.Problem;
        if (Roles.Read(body.Value, out var role) is { } wrong) return wrong;
        OperatorRow? changed = null;
        var problem = await operators.ActAsync(actor.Value, raised: true, async writing =>
        {
            var known = await OperatorStore.FindAsync(writing, id) is not null;
            if (!await OperatorStore.TrySetRoleAsync(writing, id, role)) return known ? Problem.LastOwner : Problem.NotFound;
            changed = await OperatorStore.FindAsync(writing, id);
            await EventStore.AddAsync(writing, actor.Value.Event(EventKind.OperatorChanged, OperatorStore.AppId, time.GetUtcNow()) with { UserId = id, Detail = Roles.Write(role) });
            return null;
        });
        return problem is null ? TypedResults.Ok(OperatorBody.Of(changed!, actor.Value)) : problem;
    }

    private static async Task<Results<NoContent, Problem>> Remove(HttpContext http, Guid id, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var problem = await operators.ActAsync(actor.Value, raised: true, async writing =>
        {
            if (await OperatorStore.FindAsync(writing, id) is not { } row) return Problem.NotFound;
            if (!await OperatorStore.TryRemoveAsync(writing, id)) return Problem.LastOwner;
            await EventStore.AddAsync(writing, actor.Value.Event(EventKind.OperatorRemoved, OperatorStore.AppId, time.GetUtcNow()) with { UserId = id, Detail = row.User.Username?.Text });
            return null;
        });
        return problem is null ? TypedResults.NoContent() : problem;
    }
}

/// <summary>An operator as the wire shows it.</summary>
internal sealed record OperatorBody(Guid Id, string Username, string DisplayName, string Role, string? InvitedBy, DateTimeOffset CreatedAt, bool Current)
{
    public static OperatorBody Of(OperatorRow row, Operator reader) => new(
        row.User.Id, row.User.Username?.Text ?? "", row.User.DisplayName, Roles.Write(row.Role), row.InvitedBy, row.CreatedAt, row.User.Id == reader.Row.User.Id);
}

/// <summary>All operators.</summary>
internal sealed record OperatorList(IReadOnlyList<OperatorBody> Items, string? Next);

/// <summary>The roles by their names on the wire.</summary>
internal static class Roles
{
    public static string Write(OperatorRole role) => role == OperatorRole.Owner ? "owner" : "viewer";

    public static Problem? Read(JsonMembers body, out OperatorRole role)
    {
        role = OperatorRole.Viewer;
        if (body.Text("role", out var text) is { } wrong) return wrong;
        role = text == "owner" ? OperatorRole.Owner : OperatorRole.Viewer;
        return text is "owner" or "viewer" ? null : JsonMembers.WrongType("role", "owner or viewer");
    }
}
