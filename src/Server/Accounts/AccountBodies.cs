using Keystile.Server.Ceremonies;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Accounts;

/// <summary>A list as the wire shows it; <c>Next</c> asks for what follows, and is null at the end. Whoever looks at it has the password manager brought in step.</summary>
internal sealed record PasskeyList(IReadOnlyList<PasskeyBody> Items, string? Next, IReadOnlyList<Signal> Signals);

/// <summary>The same of sessions.</summary>
internal sealed record SessionList(IReadOnlyList<SessionItem> Items, string? Next);

/// <summary>The same of identities.</summary>
internal sealed record IdentityList(IReadOnlyList<IdentityItem> Items, string? Next);

/// <summary>Who the account is at an identity provider. The provider's own name for the person stays here: others could look one up by it.</summary>
internal sealed record IdentityItem(string Id, string Provider, string Name, string? Email, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt);

/// <summary>A session among its owner's others.</summary>
internal sealed record SessionItem(
    Guid Id, string? Device, IReadOnlyList<string> Amr, DateTimeOffset AuthTime, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, bool Current, string? Recovery)
{
    public static SessionItem Of(SessionRow row, Guid current) =>
        new(row.Id, row.UserAgent, row.Amr, row.AuthTime, row.CreatedAt, row.LastSeenAt, row.ExpiresAt, row.Id == current, row.Recovery);
}

/// <summary>The account as its owner sees it.</summary>
internal sealed record AccountBody(Guid Id, string Username, string DisplayName, string? Email, bool EmailVerified, DateTimeOffset CreatedAt, string? PendingEmail)
{
    /// <param name="row">The account.</param>
    /// <param name="pending">The address that waits for its mail to be answered; null where none does.</param>
    public static AccountBody Of(UserRow row, AccountLink? pending) =>
        new(row.Id, UserBody.Of(row).Username, row.DisplayName, row.Email?.Text, row.EmailVerifiedAt is not null, row.CreatedAt, pending?.Email?.Text);
}

/// <summary>The account under its new names, and the address that a mail was just sent to; null where none was.</summary>
internal sealed record AccountChanged(UserBody User, IReadOnlyList<Signal> Signals, string? PendingEmail);

/// <summary>What the password manager should hear of a deletion.</summary>
internal sealed record Deleted(IReadOnlyList<Signal> Signals);
