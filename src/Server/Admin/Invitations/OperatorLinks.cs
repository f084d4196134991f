using Keystile.Server.Apps;
using Keystile.Server.Sessions;
using Keystile.Storage;

namespace Keystile.Server.Admin.Invitations;

/// <summary>Makes the links by which people become operators: shown once, good once, known to the database by their hash.</summary>
internal sealed class OperatorLinks(Database database, ServerOptions options, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>The link to the first operator, where nobody can sign in to the console; null where somebody can. It takes the place of the one that an earlier start printed.</summary>
    public async Task<OperatorLink?> OfferFirstAsync()
    {
        if (await database.ReadAsync(reading => OperatorStore.AnyAsync(reading, options.PublicUrl.Host))) return null;
        var link = New(OperatorRole.Owner, invitedBy: null);
        await database.WriteAsync(async writing =>
        {
            await OperatorStore.EnsureAppAsync(writing, ConsoleApp.Row(options, link.Row.CreatedAt));
            await InvitationStore.OfferFirstAsync(writing, link.Row);
            return true;
        });
        return link;
    }

    /// <summary>A link that <see cref="InvitationStore"/> has yet to hear of.</summary>
    public OperatorLink New(OperatorRole role, string? invitedBy)
    {
        var token = OpaqueToken.New();
        var now = time.GetUtcNow();
        var row = new InvitationRow
        {
            Id = Guid.CreateVersion7(now),
            TokenHash = OpaqueToken.Hash(token),
            Role = role,
            InvitedBy = invitedBy,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
        // Behind the #, so that no server, proxy or log on the way hears it.
        return new(row, $"{options.Origin}/admin/join#{token}");
    }
}

/// <summary>A link, and what is kept of it.</summary>
internal sealed record OperatorLink(InvitationRow Row, string Url);
