using Keystile.Server.Accounts;
using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Mail;
using Keystile.Server.Protection;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.External;

/// <summary>Whose account an identity is. The issuer's subject decides; an address links only where the provider verified it.</summary>
internal sealed class ExternalAccounts(Notices notices)
{
    /// <summary>The account of an identity: the one it is linked to, else the one of its verified address, else a new one. In one transaction, which a refusal undoes.</summary>
    public async ValueTask<Outcome<UserRow>> FindOrMakeAsync(Transaction writing, HttpRequest request, App app, IdentityProvider provider, ForeignIdentity who, DateTimeOffset now)
    {
        if (await IdentityStore.FindOwnerAsync(writing, app.Id, who.Issuer, who.Subject) is { } owner)
        {
            if (owner.LockedAt is not null) return Problem.AccountLocked;
            await IdentityStore.TouchAsync(writing, app.Id, who.Issuer, who.Subject, now, who.Email?.Text);
            return owner;
        }
        var known = await FindByAddressAsync(writing, app, who, now);
        var user = known ?? await MakeAsync(writing, app, provider, who, now);
        if (!user.IsGood) return user.Problem;
        var identity = new IdentityRow
        {
            AppId = app.Id,
            Issuer = who.Issuer,
            Subject = who.Subject,
            UserId = user.Value.Id,
            Provider = provider.Key,
            Email = who.Email?.Text,
            CreatedAt = now,
            LastUsedAt = now,
        };
        // Two tabs at once: the other one was first, and this one finds its account when it comes again.
        if (!await IdentityStore.TryAddAsync(writing, identity)) return Problem.ExternalStateInvalid;
        await EventStore.AddAsync(writing, new(EventKind.IdentityLinked, app.Id, now) { UserId = user.Value.Id, Detail = provider.Key });
        // Who had the account before hears that there is a way in more; who has just made it knows.
        if (known is not null) await notices.PostAsync(writing, app, user.Value, MailKind.ProviderLinked, request, provider: provider.Name);
        return user;
    }

    /// <summary>The account that has the address. Nobody proved it before? Then whatever is in that account may be somebody else's, who waited for this moment.</summary>
    private static async ValueTask<Outcome<UserRow>?> FindByAddressAsync(Transaction writing, App app, ForeignIdentity who, DateTimeOffset now)
    {
        if (who.Email is null || await UserStore.FindByEmailAsync(writing, app.Id, who.Email) is not { } user) return null;
        if (user.LockedAt is not null) return Problem.AccountLocked;
        await EmailProof.ProveAsync(writing, app, user, now);
        return user with { EmailVerifiedAt = user.EmailVerifiedAt ?? now };
    }

    private static async ValueTask<Outcome<UserRow>> MakeAsync(Transaction writing, App app, IdentityProvider provider, ForeignIdentity who, DateTimeOffset now)
    {
        if (!app.Settings.SignUp) return Problem.SignUpOff;
        var user = new UserRow
        {
            Id = Guid.CreateVersion7(now),
            AppId = app.Id,
            Handle = UserHandle.NewRandom(),
            // An address that nobody verified is not written down: it would keep its owner out, or let its liar in.
            Email = who.Email,
            EmailVerifiedAt = who.Email is null ? null : now,
            DisplayName = DisplayText.TryParse(who.Name ?? "") ?? DisplayText.TryParse(who.Email?.Text ?? "") ?? provider.Name,
            CreatedAt = now,
        };
        if (await UserStore.TryAddAsync(writing, user) != UserOutcome.Done) return Problem.ExternalStateInvalid;
        await EventStore.AddAsync(writing, new(EventKind.AccountCreated, app.Id, now) { UserId = user.Id, Detail = provider.Key });
        return user;
    }
}
