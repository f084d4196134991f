using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Admin.Apps;

/// <summary>The apps: list, make, show, change, lock. The operators' own app is not among them.</summary>
internal static class AppEndpoints
{
    public static void MapApps(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/apps", List);
        routes.MapPost("/api/apps", Create);
        routes.MapGet("/api/apps/{app}", Show);
        routes.MapPatch("/api/apps/{app}", Change);
    }

    private static async Task<Results<Ok<AppList>, Problem>> List(HttpContext http, Operators operators, Database database)
    {
        var actor = await operators.ReadAsync(http);
        if (!actor.IsGood) return actor.Problem;
        var items = await database.ReadAsync(async reading =>
        {
            List<AppItem> items = [];
            foreach (var row in await AppStore.ListAsync(reading))
            {
                if (row.Id != OperatorStore.AppId) items.Add(AppItem.Of(row, await UserSearch.CountAsync(reading, row.Id)));
            }
            return items;
        });
        return TypedResults.Ok(new AppList(items, null));
    }

    private static async Task<Results<Created<AppCreated>, Problem>> Create(HttpContext http, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var body = await AppChange.ReadAsync(http.Request);
        if (!body.IsGood) return body.Problem;
        var now = time.GetUtcNow();
        var described = body.Value.New(now);
        if (!described.IsGood) return described.Problem;
        var row = described.Value;
        var (shown, secret) = (ApiKey.New(row.Id, ApiKeyKind.Public, out var publicKey), ApiKey.New(row.Id, ApiKeyKind.Secret, out var secretKey));
        var problem = await operators.ActAsync(actor.Value, raised: true, async writing =>
        {
            if (!await AppStore.TryAddAsync(writing, row)) return Problem.AppExists;
            await ApiKeyStore.TryAddAsync(writing, shown.ToRow(Scopes.Of(ApiKeyKind.Public), now));
            await ApiKeyStore.TryAddAsync(writing, secret.ToRow(Scopes.Of(ApiKeyKind.Secret), now));
            await EventStore.AddAsync(writing, actor.Value.Event(EventKind.AppCreated, row.Id, now));
            return null;
        });
        return problem is null ? TypedResults.Created($"/admin/api/apps/{row.Id}", new AppCreated(AppBody.Of(row, hasPasskeys: false), publicKey, secretKey)) : problem;
    }

    private static async Task<Results<Ok<AppBody>, Problem>> Show(HttpContext http, string app, Operators operators, Database database)
    {
        var actor = await operators.ReadAsync(http);
        if (!actor.IsGood) return actor.Problem;
        var shown = await database.ReadAsync(reading => FindAsync(reading, app));
        return shown is null ? Problem.NotFound : TypedResults.Ok(shown);
    }

    private static async Task<Results<Ok<AppBody>, Problem>> Change(HttpContext http, string app, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var body = await AppChange.ReadAsync(http.Request);
        if (!body.IsGood) return body.Problem;
        AppBody? shown = null;
        var problem = await operators.ActAsync(actor.Value, raised: true, async writing =>
        {
            if (app == OperatorStore.AppId || await AppStore.FindToChangeAsync(writing, app) is not { } row) return Problem.NotFound;
            var described = body.Value.Of(row);
            if (!described.IsGood) return described.Problem;
            if (!await AppStore.UpdateAsync(writing, described.Value)) return Problem.RpIdFixed;
            await RecordAsync(writing, actor.Value, row, described.Value, time.GetUtcNow());
            if (body.Value.Locked is { } locked) await LockAsync(writing, actor.Value, row, locked, time.GetUtcNow());
            shown = await FindAsync(writing, app);
            return null;
        });
        return problem is null ? TypedResults.Ok(shown!) : problem;
    }

    private static async ValueTask RecordAsync(Transaction writing, Operator actor, AppRow before, AppRow after, DateTimeOffset now)
    {
        if (AppChange.Differences(before, after) is { Length: > 0 } changed) await EventStore.AddAsync(writing, actor.Event(EventKind.AppChanged, after.Id, now) with { Detail = changed });
    }

    private static async ValueTask LockAsync(Transaction writing, Operator actor, AppRow row, bool locked, DateTimeOffset now)
    {
        if (locked == row.LockedAt is not null) return;
        await AppStore.LockAsync(writing, row.Id, locked ? now : null);
        await EventStore.AddAsync(writing, actor.Event(locked ? EventKind.AppLocked : EventKind.AppUnlocked, row.Id, now));
    }

    private static async ValueTask<AppBody?> FindAsync(Transaction reading, string app) =>
        app != OperatorStore.AppId && await AppStore.FindAsync(reading, app) is { } row ? AppBody.Of(row, (await UserSearch.CountAsync(reading, app)).Passkeys > 0) : null;
}
