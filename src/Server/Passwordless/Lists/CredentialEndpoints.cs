using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Protection;
using Keystile.Storage;
using Keystile.WebAuthn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Passwordless;

/// <summary>The backend sees and deletes the passkeys of its users.</summary>
internal sealed class CredentialEndpoints(AppDirectory apps, Database database, TimeProvider time)
{
    public async Task<Results<CredentialList, Problem>> ListAsync(HttpContext http) =>
        ServiceUsers.Asked(http.Request, out var user) is { } wrong ? wrong : await ListAsync(http, user);

    /// <summary>The same asked by POST, as the documentation of passwordless.dev shows it.</summary>
    public async Task<Results<CredentialList, Problem>> ListPostedAsync(HttpContext http)
    {
        var body = await ServiceBody.ReadAsync(http.Request, "userId");
        if (!body.IsGood) return body.Problem;
        return body.Value.User("userId", out var user) is { } wrong ? wrong : await ListAsync(http, user);
    }

    private async Task<CredentialList> ListAsync(HttpContext http, UserHandle handle)
    {
        var app = apps.Of(http);
        var passkeys = await database.ReadAsync(async reading => await UserStore.FindByHandleAsync(reading, app.Id, handle) is { } user ? await CredentialDetails.ListAsync(reading, app.Id, user.Id) : []);
        return new(handle, passkeys);
    }

    /// <summary>Deleting the last passkey is the backend's to decide: it knows other ways in.</summary>
    public async Task<Results<NoContent, Problem>> DeleteAsync(HttpContext http)
    {
        var app = apps.Of(http);
        var body = await ServiceBody.ReadAsync(http.Request, "credentialId");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("credentialId", out var text) is { } wrong) return wrong;
        if (EitherBase64.TryDecode(text) is not { } bytes || CredentialId.TryCreate(bytes) is not { } id) return JsonMembers.WrongType("credentialId", "the id of a passkey in base64url or base64");
        var isDone = await database.WriteAsync(async writing =>
        {
            if (await CredentialStore.FindAsync(writing, app.Id, app.RpId, id) is not { } found) return false;
            if (!await CredentialStore.DeleteAsync(writing, app.Id, found.Owner.Id, found.Credential.Id, evenIfLast: true)) return false;
            await EventStore.AddAsync(writing, BackendActs.Act(EventKind.PasskeyDeleted, http, app, time.GetUtcNow()) with { UserId = found.Owner.Id, CredentialId = found.Credential.Id });
            return true;
        });
        return isDone ? TypedResults.NoContent() : Problem.NotFound;
    }
}
