using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;

namespace Keystile.Server.Ceremonies;

/// <summary>The answer of a ceremony that a live session began, with that session. Who the account is comes from the session alone, never from the body.</summary>
internal sealed record SignedInAnswer(LiveSession Session, CeremonyAnswer Ceremony)
{
    public ChallengeToken Token => Ceremony.Token;

    /// <summary>The limits first, then who asks, then what <see cref="CeremonyAnswer"/> reads. A token of another session or account is none of ours.</summary>
    public static async ValueTask<Outcome<SignedInAnswer>> ReadAsync(
        HttpContext http, App app, CeremonyFlow flow, RateLimiter limiter, SessionReader sessions, ChallengeTokens tokens)
    {
        if (limiter.Take(RateLimit.CompleteByAddress, http) is { } wait) return wait;
        var session = await sessions.ReadAsync(http, app);
        if (!session.IsGood) return session.Problem;
        var answer = await CeremonyAnswer.ReadAsync(http, app, flow, tokens);
        if (!answer.IsGood) return answer.Problem;
        return answer.Value.Token.IsOf(session.Value.Row, session.Value.User) ? new SignedInAnswer(session.Value, answer.Value) : Problem.InvalidChallengeToken;
    }
}
