using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Admin.Users;

/// <summary>The accounts of an app: search, show, lock, delete. Who reads them is recorded.</summary>
internal static class UserEndpoints
{
    private const int PageLength = 50;

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/apps/{app}/users", List);
        routes.MapGet("/api/apps/{app}/users/{user:guid}", Show);
        routes.MapPatch("/api/apps/{app}/users/{user:guid}", Change);
        routes.MapDelete("/api/apps/{app}/users/{user:guid}", Delete);
        routes.MapDelete("/api/apps/{app}/users/{user:guid}/sessions", EndSessions);
    }

    private static async Task<Results<Ok<UserList>, Problem>> List(HttpContext http, string app, string? search, Guid? after, Operators operators, Database database)
    {
        var actor = await operators.ReadAsync(http);
        if (!actor.IsGood) return actor.Problem;
        if (app == OperatorStore.AppId) return Problem.NotFound;
        var rows = await database.ReadAsync(reading => UserSearch.ListAsync(reading, app, search?.Replace("\0", "", StringComparison.Ordinal).Trim() ?? "", after, PageLength + 1));
        if (rows.Count > 0) await operators.RecordReadAsync(actor.Value, app, user: null, "users");
        var items = rows.Take(PageLength).Select(UserItem.Of).ToArray();
        return TypedResults.Ok(new UserList(items, rows.Count > PageLength ? items[^1].Id.ToString() : null));
    }

    private static async Task<Results<Ok<UserDetail>, Problem>> Show(HttpContext http, string app, Guid user, Operators operators, Database database, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http);
        if (!actor.IsGood) return actor.Problem;
        var shown = await database.ReadAsync(reading => UserDetail.FindAsync(reading, app, user, time.GetUtcNow()));
        if (shown is null) return Problem.NotFound;
        await operators.RecordReadAsync(actor.Value, app, user, "user");
        return TypedResults.Ok(shown);
    }

    private static async Task<Results<Ok<UserDetail>, Problem>> Change(HttpContext http, string app, Guid user, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "locked");
        if (!body.IsGood) return body.Problem;
        if (body.Value.FlagThatIsThere("locked", out var locked) is { } wrong) return wrong;
        var now = time.GetUtcNow();
        UserDetail? shown = null;
        var problem = await operators.ActAsync(actor.Value, raised: !locked, async writing =>
        {
            if (app == OperatorStore.AppId || !await UserStore.LockAsync(writing, app, user, locked ? now : null)) return Problem.NotFound;
            if (locked) await SessionStore.EndAllAsync(writing, app, user);
            await EventStore.AddAsync(writing, actor.Value.Event(locked ? EventKind.AccountLocked : EventKind.AccountUnlocked, app, now) with { UserId = user });
            shown = await UserDetail.FindAsync(writing, app, user, now);
            return null;
        });
        return problem is null ? TypedResults.Ok(shown!) : problem;
    }

    private static async Task<Results<NoContent, Problem>> Delete(HttpContext http, string app, Guid user, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var record = actor.Value.Event(EventKind.AccountDeleted, app, time.GetUtcNow()) with { UserId = user };
        return await operators.ActAsync(actor.Value, raised: true, record, async writing => app != OperatorStore.AppId && await UserStore.DeleteAsync(writing, app, user));
    }

    private static async Task<Results<NoContent, Problem>> EndSessions(HttpContext http, string app, Guid user, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var record = actor.Value.Event(EventKind.SessionsEnded, app, time.GetUtcNow()) with { UserId = user };
        return await operators.ActAsync(actor.Value, raised: false, record, async writing =>
        {
            if (app == OperatorStore.AppId || await UserStore.FindAsync(writing, app, user) is null) return false;
            await SessionStore.EndAllAsync(writing, app, user);
            return true;
        });
    }
}
