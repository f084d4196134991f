using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Admin.Users;

/// <summary>One passkey of an account: lock it, unlock it, delete it. An operator may take the last one: that is what recovery begins with.</summary>
internal static class UserPasskeyEndpoints
{
    public static void MapUserPasskeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPatch("/api/apps/{app}/users/{user:guid}/passkeys/{passkey:guid}", Change);
        routes.MapDelete("/api/apps/{app}/users/{user:guid}/passkeys/{passkey:guid}", Delete);
    }

    private static async Task<Results<NoContent, Problem>> Change(HttpContext http, string app, Guid user, Guid passkey, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "locked");
        if (!body.IsGood) return body.Problem;
        if (body.Value.FlagOrNull("locked", out var given) is { } wrong) return wrong;
        if (given is not { } locked) return JsonMembers.WrongType("locked", "true or false");
        var now = time.GetUtcNow();
        var problem = await operators.ActAsync(actor.Value, raised: false, async writing =>
        {
            if (app == OperatorStore.AppId || !await CredentialStore.DisableAsync(writing, app, user, passkey, locked ? now : null)) return Problem.NotFound;
            var kind = locked ? EventKind.PasskeyDisabled : EventKind.PasskeyEnabled;
            await EventStore.AddAsync(writing, actor.Value.Event(kind, app, now) with { UserId = user, CredentialId = passkey });
            return null;
        });
        return problem is null ? TypedResults.NoContent() : problem;
    }

    private static async Task<Results<NoContent, Problem>> Delete(HttpContext http, string app, Guid user, Guid passkey, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var problem = await operators.ActAsync(actor.Value, raised: true, async writing =>
        {
            if (app == OperatorStore.AppId || !await CredentialStore.DeleteAsync(writing, app, user, passkey, evenIfLast: true)) return Problem.NotFound;
            await EventStore.AddAsync(writing, actor.Value.Event(EventKind.PasskeyDeleted, app, time.GetUtcNow()) with { UserId = user, CredentialId = passkey });
            return null;
        });
        return problem is null ? TypedResults.NoContent() : problem;
    }
}
