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
        if (body.Value.FlagThatIsThere("locked", out var locked) is { } wrong) return wrong;
        var now = time.GetUtcNow();
        var record = actor.Value.Event(locked ? EventKind.PasskeyDisabled : EventKind.PasskeyEnabled, app, now) with { UserId = user, CredentialId = passkey };
        return await operators.ActAsync(actor.Value, raised: !locked, record, async writing =>
            app != OperatorStore.AppId && await CredentialStore.DisableAsync(writing, app, user, passkey, locked ? now : null));
    }

    private static async Task<Results<NoContent, Problem>> Delete(HttpContext http, string app, Guid user, Guid passkey, Operators operators, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http, OperatorRole.Owner);
        if (!actor.IsGood) return actor.Problem;
        var record = actor.Value.Event(EventKind.PasskeyDeleted, app, time.GetUtcNow()) with { UserId = user, CredentialId = passkey };
        return await operators.ActAsync(actor.Value, raised: true, record, async writing =>
            app != OperatorStore.AppId && await CredentialStore.DeleteAsync(writing, app, user, passkey, evenIfLast: true));
    }
}
