using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;

namespace Keystile.Server.Ceremonies;

/// <summary>Who begins a ceremony for the account that is signed in, and at which of the app's pages.</summary>
internal sealed record SignedInBegin(LiveSession Session, string? Origin)
{
    /// <summary>The limits and the origin first, then who asks, and how often that one may.</summary>
    public static async ValueTask<Outcome<SignedInBegin>> ReadAsync(HttpContext http, App app, RateLimiter limiter, SessionReader sessions)
    {
        if (limiter.Take(RateLimit.BeginByAddress, http) is { } wait) return wait;
        if (RequestOrigin.Check(http, app, out var origin) is { } foreign) return foreign;
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        if (limiter.Take(RateLimit.BeginByUser, session.Value.User.Id.ToString()) is { } waitForUser) return waitForUser;
        return new SignedInBegin(session.Value, origin);
    }
}
