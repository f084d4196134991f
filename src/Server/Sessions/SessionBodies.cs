using Keystile.Server.Ceremonies;
using Keystile.Storage;

namespace Keystile.Server.Sessions;

/// <summary>What a client that keeps no cookie holds.</summary>
internal sealed record SessionTokens(string AccessToken, int ExpiresIn, string RefreshToken)
{
    public string TokenType { get; } = "Bearer";
}

/// <summary>Rotated tokens.</summary>
internal sealed record Refreshed(SessionTokens Session);

/// <summary>Who is signed in, how and until when.</summary>
internal sealed record WhoAmI(UserBody User, SessionBody Session);

/// <summary>A session as its owner sees it. <c>Recovery</c> says by what it was opened where it can only add a passkey: code, link or operator.</summary>
internal sealed record SessionBody(
    Guid Id, IReadOnlyList<string> Amr, string? Acr, DateTimeOffset AuthTime, StepUpBody? StepUp, DateTimeOffset ExpiresAt, string? Recovery)
{
    public static SessionBody Of(SessionRow row, DateTimeOffset now) => new(
        row.Id, row.Amr, row.Acr, row.AuthTime, row.StepUpUntil > now ? new(row.StepUpUntil.Value, row.StepUpPurpose) : null, row.ExpiresAt, row.Recovery);
}

/// <summary>Until when a step-up holds, and what for; null where nothing was named.</summary>
internal sealed record StepUpBody(DateTimeOffset Until, string? Purpose);
