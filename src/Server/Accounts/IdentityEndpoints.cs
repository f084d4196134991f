using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Mail;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Accounts;

/// <summary>The identity providers that open the account that is signed in: list and unlink. Another account's are not there; one is linked by signing in with it.</summary>
internal static class IdentityEndpoints
{
    public static void MapIdentities(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/identities", List);
        routes.MapDelete("/api/identities/{id}", Unlink);
    }

    private static async Task<Results<Ok<IdentityList>, Problem>> List(HttpContext http, AppDirectory apps, SessionReader sessions, Database database)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var identities = await database.ReadAsync(reading => IdentityStore.ListAsync(reading, app.Id, session.Value.User.Id));
        return TypedResults.Ok(new IdentityList([.. identities.Select(identity => Body(app, identity))], null));
    }

    private static async Task<Results<NoContent, Problem>> Unlink(
        HttpContext http, string id, AppDirectory apps, SessionReader sessions, Database database, Notices notices, TimeProvider time)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var (user, now) = (session.Value.User, time.GetUtcNow());
        var problem = await database.WriteAsync<Problem?>(async writing =>
        {
            if (await RaisedSession.CheckAsync(writing, app, session.Value, now) is { } barred) return barred;
            // Held, so that the passkey this leaves behind is not deleted in between, nor another identity unlinked.
            var passkeys = await CredentialStore.HoldAsync(writing, app.Id, user.Id);
            var identities = await IdentityStore.ListAsync(writing, app.Id, user.Id);
            if (identities.FirstOrDefault(identity => IdOf(identity) == id) is not { } leaving) return Problem.NotFound;
            if (passkeys.All(passkey => passkey.DisabledAt is not null) && !identities.Any(other => other != leaving && IsOffered(app, other))) return Problem.LastWayIn;
            if (!await IdentityStore.DeleteAsync(writing, app.Id, user.Id, leaving.Issuer, leaving.Subject)) return Problem.NotFound;
            await SessionStore.EndOfProvidersAsync(writing, app.Id, user.Id, except: session.Value.Row.Id);
            await EventStore.AddAsync(writing, session.Value.Act(EventKind.IdentityUnlinked, http, now) with { Detail = leaving.Provider });
            await notices.PostAsync(writing, app, user, MailKind.ProviderUnlinked, http.Request, provider: NameOf(app, leaving));
            return null;
        });
        return problem is null ? TypedResults.NoContent() : problem;
    }

    private static IdentityItem Body(App app, IdentityRow identity) => new(IdOf(identity), identity.Provider, NameOf(app, identity), identity.Email, identity.CreatedAt, identity.LastUsedAt);

    /// <summary>A name for the address, short and without what it stands for. Whoever has several accounts at one provider has several of these.</summary>
    private static string IdOf(IdentityRow identity) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{identity.Issuer}\n{identity.Subject}")).AsSpan(0, 16));

    private static string NameOf(App app, IdentityRow identity) => app.Settings.IdentityProviders.FirstOrDefault(provider => provider.Key == identity.Provider)?.Name ?? identity.Provider;

    /// <summary>Whether the app still has the provider: one that its operator took away lets nobody in.</summary>
    private static bool IsOffered(App app, IdentityRow identity) => app.Settings.IdentityProviders.Any(provider => provider.Key == identity.Provider);
}
