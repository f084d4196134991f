using Keystile.WebAuthn;

namespace Keystile.Storage;

/// <summary>A passkey that another server registered: nothing here saw the ceremony, and whoever imports vouches for it.</summary>
/// <param name="Credential">The passkey as it is to be.</param>
/// <param name="Key">Its key, which was read.</param>
/// <param name="Discoverable">Whether it is discoverable; null where nobody knows.</param>
public sealed record ImportedCredential(CredentialRow Credential, ForeignKey Key, bool? Discoverable);

/// <summary>Brings in passkeys without their registration. Sign-in holds them to every rule all the same.</summary>
public static class ImportStore
{
    private const string Insert = """
        INSERT INTO webauthn_credentials (app_id, id, rp_id, credential_id, user_id, public_key, algorithm, sign_count, transports, aaguid,
            backup_eligible, backup_state, user_verified, name, created_at, created_from, last_used_at, disabled_at,
            attestation_format, attestation_type, attestation_trust, attestation_object, client_data, discoverable)
        SELECT a.id, $2, a.rp_id, $3, u.id, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'none', 'None', 'NotEvaluated', $18, $18, CAST($19 AS boolean)
        FROM apps AS a JOIN users AS u ON u.app_id = a.id WHERE a.id = $1 AND u.id = $4
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Adds the passkey to its user. False where its credential id is taken in the app and RP ID, by whomever, or the user is not there.</summary>
    public static async ValueTask<bool> TryAddAsync(Transaction transaction, string appId, ImportedCredential imported)
    {
        var (row, record) = (imported.Credential, imported.Credential.Record);
        return await transaction.ExecuteAsync(Insert, appId, row.Id, record.Id, row.UserId, imported.Key.Cose, (int)imported.Key.Algorithm, record.SignCount, row.Transports, row.Aaguid,
            record.BackupEligible, record.BackupState, record.UserVerificationInitialized, row.Name, row.CreatedAt, row.CreatedFrom, row.LastUsedAt, row.DisabledAt,
            ReadOnlyMemory<byte>.Empty, imported.Discoverable) == 1;
    }
}
