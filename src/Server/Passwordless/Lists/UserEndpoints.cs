using System.Buffers.Text;
using System.Globalization;
using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Passwordless;

/// <summary>A user on the wire.</summary>
internal sealed record UserSummaryBody(string UserId, IReadOnlyList<string> Aliases, int AliasCount, int CredentialsCount, DateTimeOffset? LastUsedAt);

/// <summary>A page of users, and where the next one begins; null where there is none.</summary>
internal sealed record UserPage(IReadOnlyList<UserSummaryBody> Values, string? Next);

/// <summary>How many users there are.</summary>
internal sealed record UserCount(long Count);

/// <summary>The backend sees and deletes its users.</summary>
internal sealed class UserEndpoints(AppDirectory apps, Database database, TimeProvider time)
{
    private const int Most = 1000;

    /// <summary>In the order they came. <c>numberOfResults</c> says how many, <c>after</c> takes the last answer's <c>next</c>.</summary>
    public async Task<Results<Ok<UserPage>, Problem>> ListAsync(HttpContext http)
    {
        var (app, query) = (apps.Of(http), http.Request.Query);
        var most = Most;
        if (query["numberOfResults"].ToString() is { Length: > 0 } number && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > Most)) return WrongQuery($"numberOfResults is a number from 1 to {Most}.");
        if (ReadCursor(query["after"].ToString()) is not { } after) return WrongQuery("after is the next of an earlier answer.");
        var page = await database.ReadAsync(async reading =>
        {
            var users = await UserPages.ListAsync(reading, app.Id, after, most + 1);
            var bodies = new List<UserSummaryBody>();
            foreach (var user in users.Take(most)) bodies.Add(await BodyAsync(reading, app, user));
            return new UserPage(bodies, users.Count > most ? Base64Url.EncodeToString(users[most - 1].User.Id.ToByteArray(bigEndian: true)) : null);
        });
        return TypedResults.Ok(page);
    }

    public async Task<Ok<UserCount>> CountAsync(HttpContext http)
    {
        var app = apps.Of(http);
        return TypedResults.Ok(new UserCount(await database.ReadAsync(reading => UserPages.CountAsync(reading, app.Id))));
    }

    /// <summary>With passkeys, aliases and sessions. A user who is not there is deleted already.</summary>
    public async Task<Results<Ok, Problem>> DeleteAsync(HttpContext http)
    {
        var app = apps.Of(http);
        var body = await ServiceBody.ReadAsync(http.Request, "userId");
        if (!body.IsGood) return body.Problem;
        if (body.Value.User("userId", out var handle) is { } wrong) return wrong;
        await database.WriteAsync(async writing =>
        {
            if (await UserStore.FindByHandleAsync(writing, app.Id, handle) is not { } user || !await UserStore.DeleteAsync(writing, app.Id, user.Id)) return false;
            await EventStore.AddAsync(writing, BackendActs.Act(EventKind.AccountDeleted, http, app, time.GetUtcNow()) with { UserId = user.Id, Detail = ServiceUsers.IdOf(handle) });
            return true;
        });
        return TypedResults.Ok();
    }

    private static async ValueTask<UserSummaryBody> BodyAsync(Transaction reading, App app, UserSummary summary)
    {
        IReadOnlyList<AliasRow> aliases = summary.Aliases == 0 ? [] : await AliasStore.ListAsync(reading, app.Id, summary.User.Id);
        return new(ServiceUsers.IdOf(summary.User.Handle), [.. aliases.Select(alias => alias.Plaintext).OfType<string>()], summary.Aliases, summary.Credentials, summary.LastUsedAt);
    }

    private static Guid? ReadCursor(string text) =>
        text.Length == 0 ? Guid.Empty : EitherBase64.TryDecode(text) is { Length: 16 } bytes ? new Guid(bytes, bigEndian: true) : null;

    private static Problem WrongQuery(string detail) => Problem.InvalidRequest with { Detail = detail };
}
