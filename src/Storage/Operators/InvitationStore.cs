namespace Keystile.Storage;

/// <summary>The links by which people become operators. Each is good once: its row goes with its use, and whoever takes it is the one.</summary>
public static class InvitationStore
{
    private const string Insert =
        "INSERT INTO operator_invitations (id, token_hash, role, is_first, invited_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

    private const string DeleteExpired = "DELETE FROM operator_invitations WHERE expires_at <= $1";

    private const string DeleteFirst = "DELETE FROM operator_invitations WHERE is_first";

    /// <summary>Adds a link, and forgets those that have expired.</summary>
    public static async ValueTask AddAsync(Transaction transaction, InvitationRow invitation)
    {
        await transaction.ExecuteAsync(DeleteExpired, invitation.CreatedAt);
        await AddAsync(transaction, invitation, isFirst: false);
    }

    /// <summary>Adds the link to the first operator, in the place of the one before.</summary>
    public static async ValueTask OfferFirstAsync(Transaction transaction, InvitationRow invitation)
    {
        await transaction.ExecuteAsync(DeleteFirst);
        await AddAsync(transaction, invitation, isFirst: true);
    }

    private const string SelectLive = $"SELECT {InvitationRow.Columns} FROM operator_invitations AS i WHERE i.token_hash = $1 AND i.expires_at > $2";

    /// <summary>The link of that token, while it is good.</summary>
    public static ValueTask<InvitationRow?> FindAsync(Transaction transaction, ReadOnlyMemory<byte> tokenHash, DateTimeOffset now) =>
        transaction.FindAsync(SelectLive, InvitationRow.Read, tokenHash, now);

    private const string Take = "DELETE FROM operator_invitations WHERE token_hash = $1 AND expires_at > $2";

    /// <summary>Takes the link; null where it is used, withdrawn or expired. The first operator's link leads nowhere once there is an operator, whoever came first.</summary>
    public static async ValueTask<InvitationRow?> TakeAsync(Transaction transaction, ReadOnlyMemory<byte> tokenHash, DateTimeOffset now)
    {
        var invitation = await FindAsync(transaction, tokenHash, now);
        if (invitation is null || await transaction.ExecuteAsync(Take, tokenHash, now) != 1) return null;
        await transaction.ExecuteAsync(DeleteFirst);
        return invitation;
    }

    private const string SelectAll = $"SELECT {InvitationRow.Columns} FROM operator_invitations AS i WHERE i.expires_at > $1 ORDER BY i.created_at DESC, i.id";

    /// <summary>The links that are good, newest first.</summary>
    public static ValueTask<IReadOnlyList<InvitationRow>> ListAsync(Transaction transaction, DateTimeOffset now) => transaction.ListAsync(SelectAll, InvitationRow.Read, now);

    private const string Withdraw = "DELETE FROM operator_invitations WHERE id = $1";

    /// <summary>Withdraws a link; false where there is none.</summary>
    public static async ValueTask<bool> WithdrawAsync(Transaction transaction, Guid id) => await transaction.ExecuteAsync(Withdraw, id) == 1;

    private static async ValueTask AddAsync(Transaction transaction, InvitationRow invitation, bool isFirst) =>
        await transaction.ExecuteAsync(Insert, invitation.Id, invitation.TokenHash, OperatorRow.Write(invitation.Role), isFirst, invitation.InvitedBy, invitation.CreatedAt, invitation.ExpiresAt);
}
