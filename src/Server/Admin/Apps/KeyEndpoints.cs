using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Admin.Apps;

/// <summary>The keys of an app: list, make (shown once), lock, unlock, delete. The operators' app has none and gets none.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/apps/{app}/keys", List);
        routes.MapPost("/api/apps/{app}/keys", Create);
        routes.MapPatch("/api/apps/{app}/keys/{key}", Change);
        routes.MapDelete("/api/apps/{app}/keys/{key}", Delete);
    }

    private static async Task<Results<Ok<KeyList>, Problem>> List(HttpContext http, string app, Operators operators, Database database)
    {
        var actor = await operators.ReadAsync(http);
        if (!actor.IsGood) return actor.Problem;
        var keys = await database.ReadAsync(reading => ApiKeyStore.ListAsync(reading, app));
        return TypedResults.Ok(new KeyList([.. keys.Select(KeyBody.Of)], null));
    }

    private static async Task<Results<Created<KeyCreated>, Problem>> Create(HttpContext http, string app, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "kind", "scopes");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("kind", out var word) is { } wrong) return wrong;
        if (word is not ("public" or "secret")) return JsonMembers.WrongType("kind", "public or secret");
        var kind = word == "secret" ? ApiKeyKind.Secret : ApiKeyKind.Public;
        if (Wanted(body.Value, kind) is not { Count: > 0 } scopes) return JsonMembers.WrongType("scopes", $"a list of {string.Join(" and ", Scopes.Of(kind))}");
        var row = ApiKey.New(app, kind, out var text).ToRow(scopes, time.GetUtcNow());
        var problem = await operators.ActAsync(actor.Value, raised: true, async writing =>
        {
            if (app == OperatorStore.AppId || !await ApiKeyStore.TryAddAsync(writing, row)) return Problem.NotFound;
            await EventStore.AddAsync(writing, actor.Value.Event(EventKind.KeyCreated, app, row.CreatedAt) with { KeyId = row.Id, Detail = word });
            return null;
        });
        return problem is null ? TypedResults.Created((string?)null, new KeyCreated(KeyBody.Of(row), text)) : problem;
    }

    private static async Task<Results<NoContent, Problem>> Change(HttpContext http, string app, string key, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "locked");
        if (!body.IsGood) return body.Problem;
        if (body.Value.FlagThatIsThere("locked", out var locked) is { } wrong) return wrong;
        var now = time.GetUtcNow();
        var record = actor.Value.Event(locked ? EventKind.KeyLocked : EventKind.KeyUnlocked, app, now) with { KeyId = key };
        return await operators.ActAsync(actor.Value, raised: !locked, record, writing => ApiKeyStore.LockAsync(writing, app, key, locked ? now : null));
    }

    private static async Task<Results<NoContent, Problem>> Delete(HttpContext http, string app, string key, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var record = actor.Value.Event(EventKind.KeyDeleted, app, time.GetUtcNow()) with { KeyId = key };
        return await operators.ActAsync(actor.Value, raised: true, record, writing => ApiKeyStore.DeleteAsync(writing, app, key));
    }

    /// <summary>The scopes asked for: all of the kind where none are named, none where a name is not of it.</summary>
    private static IReadOnlyList<string>? Wanted(JsonMembers body, ApiKeyKind kind)
    {
        if (body.List("scopes", out var scopes) is not null) return null;
        return scopes is null ? Scopes.Of(kind) : scopes.Except(Scopes.Of(kind)).Any() ? null : scopes;
    }
}

/// <summary>A key as the wire shows it: never the key itself.</summary>
internal sealed record KeyBody(string Id, string Kind, string LastFour, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? LockedAt)
{
    public static KeyBody Of(ApiKeyRow row) =>
        new(row.Id, row.Kind == ApiKeyKind.Secret ? "secret" : "public", row.LastFour, row.Scopes, row.CreatedAt, row.LastUsedAt, row.LockedAt);
}

/// <summary>The app's keys.</summary>
internal sealed record KeyList(IReadOnlyList<KeyBody> Items, string? Next);

/// <summary>A new key, shown this once.</summary>
internal sealed record KeyCreated(KeyBody Key, string Text);
