using Keystile.Server.Ceremonies;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Accounts;

/// <summary>A list as the wire shows it; <c>Next</c> asks for what follows, and is null at the end. Whoever looks at it has the password manager brought in step.</summary>
internal sealed record PasskeyList(IReadOnlyList<PasskeyBody> Items, string? Next, IReadOnlyList<Signal> Signals);

/// <summary>The same of sessions.</summary>
internal sealed record SessionList(IReadOnlyList<SessionItem> Items, string? Next);

/// <summary>A session among its owner's others.</summary>
internal sealed record SessionItem(
    Guid Id, string? Device, IReadOnlyList<string> Amr, DateTimeOffset AuthTime, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, bool Current)
{
    public static SessionItem Of(SessionRow row, Guid current) =>
        new(row.Id, row.UserAgent, row.Amr, row.AuthTime, row.CreatedAt, row.LastSeenAt, row.ExpiresAt, row.Id == current);
}

/// <summary>The account as its owner sees it.</summary>
internal sealed record AccountBody(Guid Id, string Username, string DisplayName, string? Email, bool EmailVerified, DateTimeOffset CreatedAt)
{
    public static AccountBody Of(UserRow row) => new(row.Id, UserBody.Of(row).Username, row.DisplayName, row.Email?.Text, row.EmailVerifiedAt is not null, row.CreatedAt);
}

/// <summary>The account under its new names.</summary>
internal sealed record AccountChanged(UserBody User, IReadOnlyList<Signal> Signals);

/// <summary>What the password manager should hear of a deletion.</summary>
internal sealed record Deleted(IReadOnlyList<Signal> Signals);
