namespace Keystile.Storage;

/// <summary>A passkey with what is kept of its registration.</summary>
/// <param name="Credential">The passkey.</param>
/// <param name="RpId">The RP ID it is scoped to.</param>
/// <param name="AttestationFormat">The format of its attestation statement.</param>
/// <param name="ClientDataJson">What the browser said at its registration; empty where it came by an import.</param>
/// <param name="Discoverable">Whether it is discoverable; null where the client did not say.</param>
public sealed record CredentialDetails(CredentialRow Credential, string RpId, string AttestationFormat, ReadOnlyMemory<byte> ClientDataJson, bool? Discoverable)
{
    private const int First = CredentialRow.ColumnCount;

    private const string SelectOfUser = $"""
        SELECT {CredentialRow.Columns}, c.rp_id, c.attestation_format, c.client_data, c.discoverable
        FROM webauthn_credentials AS c JOIN users AS u ON u.app_id = c.app_id AND u.id = c.user_id
        WHERE c.app_id = $1 AND c.user_id = $2 ORDER BY c.created_at, c.id
        """;

    /// <summary>The user's passkeys, oldest first.</summary>
    public static ValueTask<IReadOnlyList<CredentialDetails>> ListAsync(Transaction transaction, string appId, Guid userId) =>
        transaction.ListAsync(SelectOfUser, Read, appId, userId);

    private static CredentialDetails Read(Row row) => new(CredentialRow.Read(row), row.Text(First), row.Text(First + 1), row.Bytes(First + 2), row.FlagOrNull(First + 3));
}
