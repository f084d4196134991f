using Keystile.Server.Apps;
using Keystile.Server.Mail;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Recovery;

/// <summary>Links that recover an account: ask for one by mail, use one, also an operator's.</summary>
internal static class RecoveryLinkEndpoints
{
    public static void MapRecoveryLinks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/recovery/link", Ask).WithMetadata(KeyRule.MaySignIn);
        routes.MapPost("/api/recovery/link/redeem", Redeem).WithMetadata(KeyRule.MaySignIn);
    }

    /// <summary>Looks nobody up: known and unknown names are written down alike, and who is known gets a mail later.</summary>
    private static async Task<Results<Accepted, Problem>> Ask(
        HttpContext http, AppDirectory apps, RateLimiter limiter, Mailer mailer, AskingBrowser browser, Database database, TimeProvider time)
    {
        var app = apps.Of(http);
        if (limiter.Take(RateLimit.LinkByAddress, http) is { } wait) return wait;
        if (RequestOrigin.Check(http, app, out _) is { } foreign) return foreign;
        if (!mailer.IsOn) return Problem.MailNotSet;
        var body = await JsonMembers.ReadAsync(http.Request, "email", "username");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("email", out var address) is { } wrongEmail) return wrongEmail;
        if (body.Value.Text("username", out var name) is { } wrongName) return wrongName;
        var (email, username) = (EmailAddress.TryCreate(address), Username.TryCreate(name));
        if (address is not null && email is null) return Problem.InvalidEmail;
        if (address is null && username is null) return Problem.InvalidUsername;
        if (limiter.Take(RateLimit.LinkByName, $"{app.Id}\n{email?.Key ?? username!.Key}") is { } waitForName) return waitForName;

        var ask = new LinkAsk(email?.Text, email is null ? username!.Text : null, MailLanguage.Of(http.Request), Device.Of(http.Request).ToString(), time.GetUtcNow(), browser.Mark(http, app));
        if (!await database.WriteAsync(writing => mailer.TryPostAsync(writing, app, ask, RecoveryLinks.Lifetime))) return Problem.MailUnavailable;
        mailer.Hurry();
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<Ok<RecoveryBegun>, Problem>> Redeem(
        HttpContext http, AppDirectory apps, RateLimiter limiter, RecoverySessions recoveries, AskingBrowser browser, Database database, TimeProvider time)
    {
        var app = apps.Of(http);
        if (limiter.Take(RateLimit.RecoverByAddress, http) is { } wait) return wait;
        if (RequestOrigin.Check(http, app, out _) is { } foreign) return foreign;
        var body = await JsonMembers.ReadAsync(http.Request, "token");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("token", out var token) is { } wrong) return wrong;
        if (string.IsNullOrEmpty(token)) return Problem.InvalidLink;
        var (hash, now) = (OpaqueToken.Hash(token), time.GetUtcNow());
        var opened = await database.WriteAsync<Outcome<NewRecovery>>(async writing =>
        {
            if (await AccountLinkStore.TryTakeRecoveryAsync(writing, app.Id, hash, browser.Read(http.Request), now) is not { } link)
            {
                return await AccountLinkStore.HasRecoveryAsync(writing, app.Id, hash, now) ? Problem.OtherBrowser : Problem.InvalidLink;
            }
            var by = link.Purpose == LinkPurpose.Operator ? "operator" : "link";
            if (await UserStore.FindAsync(writing, app.Id, link.UserId) is { } user && await recoveries.TryOpenAsync(writing, http.Request, app, user, by) is { } session) return session;
            writing.RollBack();
            return Problem.AccountLocked;
        });
        if (!opened.IsGood) return opened.Problem;
        var begun = recoveries.Grant(app, opened.Value, http.Response);
        browser.Forget(http.Response);
        return TypedResults.Ok(begun);
    }
}
