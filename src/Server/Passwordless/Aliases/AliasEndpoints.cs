using System.Buffers.Text;
using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Passwordless;

/// <summary>An alias on the wire: what it is known by, and the text where that is kept.</summary>
internal sealed record AliasBody(string UserId, string Alias, string? Plaintext, string Tenant);

/// <summary>A user's aliases.</summary>
internal sealed record AliasList(IReadOnlyList<AliasBody> Values);

/// <summary>The backend gives a user other names to sign in by.</summary>
internal sealed class AliasEndpoints(AppDirectory apps, AliasKeys keys, Database database, TimeProvider time)
{
    /// <summary>The list replaces what the user had. A user who has no passkey yet may have aliases already.</summary>
    public async Task<Results<NoContent, Problem>> SetAsync(HttpContext http)
    {
        var app = apps.Of(http);
        var body = await ServiceBody.ReadAsync(http.Request, "userId", "aliases", "hashing");
        if (!body.IsGood) return body.Problem;
        if (body.Value.User("userId", out var handle) is { } wrongUser) return wrongUser;
        // An empty list takes them all away; a list that is not there is a mistake.
        if (body.Value.Raw("aliases").Span is [] or [(byte)'n', ..]) return JsonMembers.WrongType("aliases", "a list of strings");
        if (body.Value.List("aliases", out var texts) is { } wrongList) return wrongList;
        if (body.Value.Flag("hashing", byDefault: true, out var hashing) is { } wrongFlag) return wrongFlag;
        var aliases = keys.Read(app, "aliases", texts, hashing);
        if (!aliases.IsGood) return aliases.Problem;
        var now = time.GetUtcNow();
        var user = new UserRow { Id = Guid.CreateVersion7(now), AppId = app.Id, Handle = handle, DisplayName = ServiceUsers.IdOf(handle), CreatedAt = now };
        var isDone = await database.WriteAsync(async writing =>
        {
            var owner = await UserStore.TryAddAsync(writing, user) == UserOutcome.Done ? user : await UserStore.FindByHandleAsync(writing, app.Id, handle);
            if (owner is not null && await AliasStore.TryReplaceAsync(writing, app.Id, owner.Id, aliases.Value, now))
            {
                await EventStore.AddAsync(writing, BackendActs.Act(EventKind.AliasesChanged, http, app, now) with { UserId = owner.Id });
                return true;
            }
            writing.RollBack();
            return false;
        });
        return isDone ? TypedResults.NoContent() : Problem.AliasConflict;
    }

    public async Task<Results<Ok<AliasList>, Problem>> ListAsync(HttpContext http)
    {
        var app = apps.Of(http);
        if (ServiceUsers.Asked(http.Request, out var handle) is { } wrong) return wrong;
        var rows = await database.ReadAsync(async reading => await UserStore.FindByHandleAsync(reading, app.Id, handle) is { } user ? await AliasStore.ListAsync(reading, app.Id, user.Id) : []);
        return TypedResults.Ok(new AliasList([.. rows.Select(row => new AliasBody(ServiceUsers.IdOf(handle), Base64Url.EncodeToString(row.Key.Span), row.Plaintext, app.Id))]));
    }
}
