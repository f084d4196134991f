using Keystile.Server.Accounts;
using Keystile.Server.Apps;
using Keystile.Server.Mail;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Recovery;

/// <summary>Recovery codes: make a set, see how many are left, use one.</summary>
internal static class RecoveryCodeEndpoints
{
    public static void MapRecoveryCodes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/recovery/codes", Left);
        routes.MapPost("/api/recovery/codes", Make);
        routes.MapPost("/api/recovery/redeem", Redeem).WithMetadata(KeyRule.MaySignIn);
    }

    private static async Task<Results<Ok<RecoveryCodesState>, Problem>> Left(HttpContext http, AppDirectory apps, SessionReader sessions, Database database)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var left = await database.ReadAsync(reading => RecoveryCodeStore.CountAsync(reading, app.Id, session.Value.User.Id));
        return TypedResults.Ok(new RecoveryCodesState(left?.Left ?? 0, left?.CreatedAt));
    }

    private static async Task<Results<Ok<RecoveryCodesMade>, Problem>> Make(
        HttpContext http, AppDirectory apps, SessionReader sessions, RecoveryCodes codes, Notices notices, Database database, TimeProvider time)
    {
        var app = apps.Of(http);
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var (user, now) = (session.Value.User, time.GetUtcNow());
        string[] made = [.. Enumerable.Range(0, RecoveryCodes.InASet).Select(_ => RecoveryCodes.New())];
        byte[][] hashes = [.. made.Select(code => codes.Hashes(app, user.Id, code)[0])];
        var problem = await database.WriteAsync<Problem?>(async writing =>
        {
            if (await RaisedSession.CheckAsync(writing, app, session.Value, now) is { } barred) return barred;
            await RecoveryCodeStore.ReplaceAsync(writing, app.Id, user.Id, hashes, now);
            await EventStore.AddAsync(writing, new(EventKind.RecoveryCodesMade, app.Id, now) { UserId = user.Id, SessionId = session.Value.Row.Id, Device = Device.Of(http.Request).ToString() });
            await notices.PostAsync(writing, app, user, MailKind.RecoveryCodesMade, http.Request);
            return null;
        });
        return problem is null ? TypedResults.Ok(new RecoveryCodesMade(made, now)) : problem;
    }

    /// <summary>The code is used up with the session it opens, not with the passkey: who watched it being typed must not use it after all.</summary>
    private static async Task<Results<Ok<RecoveryBegun>, Problem>> Redeem(
        HttpContext http, AppDirectory apps, RateLimiter limiter, RecoveryCodes codes, RecoverySessions recoveries, Database database)
    {
        var app = apps.Of(http);
        if (limiter.Take(RateLimit.RecoverByAddress, http) is { } wait) return wait;
        if (RequestOrigin.Check(http, app, out _) is { } foreign) return foreign;
        var body = await JsonMembers.ReadAsync(http.Request, "username", "code");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("username", out var name) is { } wrongName) return wrongName;
        if (body.Value.Text("code", out var typed) is { } wrongCode) return wrongCode;
        if (Username.TryCreate(name) is not { } username) return Problem.InvalidUsername;
        if (limiter.Take(RateLimit.RecoverByUser, app, username) is { } waitForUser) return waitForUser;
        if (RecoveryCodes.TryRead(typed) is not { } code) return Problem.InvalidRecoveryCode;

        var moment = EvenTime.Moment();
        // A name that nobody has is looked up like one that somebody has: the same reads, the same hash.
        var nobody = codes.Nobody(app, username);
        var (user, hash) = await database.ReadAsync(async reading =>
        {
            var named = await UserStore.ListByNameAsync(reading, app.Id, username);
            foreach (var one in named.DefaultIfEmpty<UserRow?>(null))
            {
                var id = one?.Id ?? nobody;
                if (await RecoveryCodeStore.FindAsync(reading, app.Id, id, codes.Hashes(app, id, code)) is { } its) return (one, (byte[]?)its);
            }
            return (null, null);
        });
        await moment;
        if (user is null || hash is null) return Problem.InvalidRecoveryCode;
        var opened = await database.WriteAsync<Outcome<NewRecovery>>(async writing =>
        {
            if (!await RecoveryCodeStore.TrySpendAsync(writing, app.Id, user.Id, hash)) return Problem.InvalidRecoveryCode;
            if (await recoveries.TryOpenAsync(writing, http.Request, app, user, "code") is { } session) return session;
            writing.RollBack();
            return Problem.AccountLocked;
        });
        return opened.IsGood ? TypedResults.Ok(recoveries.Grant(app, opened.Value, http.Response)) : opened.Problem;
    }
}
