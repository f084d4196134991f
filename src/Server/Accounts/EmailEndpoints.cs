using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Accounts;

/// <summary>Proving an e-mail address. Asking for it is part of <c>PATCH /api/account</c>.</summary>
internal static class EmailEndpoints
{
    public static void MapEmail(this IEndpointRouteBuilder routes) => routes.MapPost("/api/account/email/verify", Verify);

    /// <summary>By POST, because whoever fetches links of mails in advance does so by GET; and signed in, because whose mailbox it is says nothing of whose account.</summary>
    private static async Task<Results<Ok<AccountBody>, Problem>> Verify(
        HttpContext http, AppDirectory apps, RateLimiter limiter, SessionReader sessions, EmailChange emails, Database database)
    {
        var app = apps.Of(http);
        if (limiter.Take(RateLimit.RecoverByAddress, http) is { } wait) return wait;
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var body = await JsonMembers.ReadAsync(http.Request, "token");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("token", out var token) is { } wrong) return wrong;
        var proven = await database.WriteAsync<Outcome<UserRow>>(async writing =>
        {
            if (await emails.ProveAsync(writing, http.Request, app, session.Value, token ?? "") is { } refusal)
            {
                writing.RollBack();
                return refusal;
            }
            return (await UserStore.FindAsync(writing, app.Id, session.Value.User.Id))!;
        });
        return proven.IsGood ? TypedResults.Ok(AccountBody.Of(proven.Value, pending: null)) : proven.Problem;
    }
}
