using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Tokens;

namespace Keystile.Server.Ceremonies;

/// <summary>The body of every "complete": the token that a begin gave out, and the client's credential byte for byte.</summary>
internal sealed record CeremonyAnswer(ChallengeToken Token, ReadOnlyMemory<byte> Credential, string? Name)
{
    /// <summary>Whether all other sessions are to end with the one that recovers the account.</summary>
    public bool EndOthers { get; init; }

    /// <summary>Cheapest and least telling first: limits, origin, media type, size, JSON, token. The credential is not looked at before the token is ours.</summary>
    public static async ValueTask<Outcome<CeremonyAnswer>> ReadAsync(HttpContext http, App app, CeremonyFlow flow, RateLimiter limiter, ChallengeTokens tokens) =>
        limiter.Take(RateLimit.CompleteByAddress, http) is { } wait ? wait : await ReadAsync(http, app, flow, tokens);

    /// <summary>The same for whoever has taken from the caller's allowance already.</summary>
    public static async ValueTask<Outcome<CeremonyAnswer>> ReadAsync(HttpContext http, App app, CeremonyFlow flow, ChallengeTokens tokens)
    {
        if (RequestOrigin.Check(http, app, out _) is { } foreign) return foreign;
        var body = await JsonMembers.ReadAsync(http.Request, "challengeToken", "credential", "name", "endOthers");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Ascii("challengeToken", out var token) is { } wrongToken) return wrongToken;
        if (body.Value.Object("credential", out var credential) is { } wrongCredential) return wrongCredential;
        if (body.Value.Text("name", out var name) is { } wrongName) return wrongName;
        if (body.Value.Flag("endOthers", out var endOthers) is { } wrongEnd) return wrongEnd;
        var opened = tokens.Open(app, flow, token.Span);
        if (!opened.IsGood) return opened.Problem;
        if (name is not null && (name = DisplayText.TryParse(name)) is null) return Problem.InvalidName;
        return new CeremonyAnswer(opened.Value, credential, name) { EndOthers = endOthers };
    }
}
