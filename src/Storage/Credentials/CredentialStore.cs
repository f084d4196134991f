using Keystile.WebAuthn;

namespace Keystile.Storage;

/// <summary>The passkeys. Each is scoped to an app and an RP ID.</summary>
public static class CredentialStore
{
    // Whoever counts an account's passkeys to add or delete one holds the account: two at once would both count before either wrote.
    private const string HoldOwner = "SELECT 1 FROM users WHERE app_id = $1 AND id = $2 FOR NO KEY UPDATE";

    // From the owner's row, so that an account deleted or locked since the ceremony began gains no passkey.
    // Never an upsert: who registers a foreign id anew would have its owner sign in to his account (§7.1 step 26, note).
    private const string Insert = """
        INSERT INTO webauthn_credentials (app_id, id, rp_id, credential_id, user_id, public_key, algorithm, sign_count, transports, aaguid,
            backup_eligible, backup_state, user_verified, name, created_at, created_from,
            attestation_format, attestation_type, attestation_trust, attestation_object, client_data, discoverable)
        SELECT $1, $2, $3, $4, u.id, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, CAST($24 AS boolean)
        FROM users AS u JOIN apps AS a ON a.id = u.app_id
        WHERE u.app_id = $1 AND u.id = $5 AND u.user_handle = $22 AND u.locked_at IS NULL AND a.locked_at IS NULL
            AND (SELECT count(*) FROM webauthn_credentials AS other WHERE other.app_id = $1 AND other.user_id = $5) < $23
        ON CONFLICT DO NOTHING
        """;

    /// <summary>
    /// Adds the passkey under the id <paramref name="id"/>. False where its credential id is taken in the app and RP ID, by whomever,
    /// or the account is gone, locked, its app is, not the one of the ceremony, or has <paramref name="mostPerUser"/> already.
    /// </summary>
    public static async ValueTask<bool> TryAddAsync(
        Transaction transaction, string appId, Guid id, Guid userId, VerifiedRegistration registration, string name, int mostPerUser, DateTimeOffset now, string? from)
    {
        await transaction.HoldAsync(HoldOwner, appId, userId);
        return await transaction.TryAsync(ToAdd(appId, id, userId, registration, name, mostPerUser, now, from));
    }

    /// <summary>The same as the step of a series that adds the account, too: nobody else can add a passkey to that one beside it.</summary>
    public static Step ToAdd(string appId, Guid id, Guid userId, VerifiedRegistration registration, string name, int mostPerUser, DateTimeOffset now, string? from)
    {
        var (record, attestation) = (registration.Record, registration.Attestation);
        return new(Insert, appId, id, registration.RpId, record.Id, userId, record.PublicKey, (int)registration.Algorithm, record.SignCount,
            registration.Transports, registration.Aaguid, record.BackupEligible, record.BackupState, record.UserVerificationInitialized, name, now, from,
            attestation.Format, attestation.Type.ToString(), attestation.Trust.ToString(), registration.AttestationObject, registration.ClientDataJson,
            record.UserHandle, mostPerUser, registration.Extensions.Discoverable);
    }

    private const string SelectOne = $"""
        SELECT {CredentialRow.Columns}, {UserRow.Columns} FROM webauthn_credentials AS c JOIN users AS u ON u.app_id = c.app_id AND u.id = c.user_id
        WHERE c.app_id = $1 AND c.rp_id = $2 AND c.credential_id = $3
        """;

    /// <summary>The passkey with its account, in one read; both may be locked.</summary>
    public static ValueTask<CredentialWithOwner?> FindAsync(Transaction transaction, string appId, string rpId, CredentialId id) =>
        transaction.FindAsync(SelectOne, static row => new CredentialWithOwner(CredentialRow.Read(row), UserRow.Read(row, CredentialRow.ColumnCount)), appId, rpId, id);

    // Not by the RP ID itself: by that and the app alone an index leads to all passkeys of the app, and a young database has no statistics to tell it from the account's.
    private const string SelectSiblings = $"""
        SELECT {CredentialRow.Columns}, {UserRow.Columns} FROM webauthn_credentials AS one
            JOIN webauthn_credentials AS c ON c.app_id = one.app_id AND c.user_id = one.user_id AND c.rp_id || '' = one.rp_id
            JOIN users AS u ON u.app_id = one.app_id AND u.id = one.user_id
        WHERE one.app_id = $1 AND one.rp_id = $2 AND one.credential_id = $3
        """;

    /// <summary>The passkey and all others of its account for the RP ID, each with that account, in one read: what a sign-in needs. Empty where there is no such passkey.</summary>
    public static ValueTask<IReadOnlyList<CredentialWithOwner>> ListSiblingsAsync(Transaction transaction, string appId, string rpId, CredentialId id) =>
        transaction.ListAsync(SelectSiblings, static row => new CredentialWithOwner(CredentialRow.Read(row), UserRow.Read(row, CredentialRow.ColumnCount)), appId, rpId, id);

    // By the username, or, of an account that has none, by the address: people are shown that as their name, and type it.
    private const string SelectOfName = """
        SELECT u.user_handle, c.credential_id, c.transports FROM users AS u JOIN webauthn_credentials AS c ON c.app_id = u.app_id AND c.user_id = u.id
        WHERE u.app_id = $1 AND u.id = coalesce(
            (SELECT n.id FROM users AS n WHERE n.app_id = $1 AND n.username_key = $2),
            (SELECT n.id FROM users AS n WHERE n.app_id = $1 AND n.email_key = $2 AND coalesce(n.username_key, '') = ''))
        ORDER BY c.created_at, c.id
        """;

    /// <summary>What a sign-in by name begins with: the account's handle and its passkeys, oldest first; empty where nobody has the name or a passkey by it.</summary>
    public static ValueTask<IReadOnlyList<AllowedCredential>> ListAllowedAsync(Transaction transaction, string appId, Username name) =>
        transaction.ListAsync(SelectOfName, static row => new AllowedCredential(UserHandle.TryCreate(row.Bytes(0))!, CredentialId.TryCreate(row.Bytes(1))!, row.List(2)), appId, name.Key);

    private const string SelectOfUser = $"""
        SELECT {CredentialRow.Columns} FROM webauthn_credentials AS c JOIN users AS u ON u.app_id = c.app_id AND u.id = c.user_id
        WHERE c.app_id = $1 AND c.user_id = $2 ORDER BY c.created_at, c.id
        """;

    /// <summary>The account's passkeys, oldest first.</summary>
    public static ValueTask<IReadOnlyList<CredentialRow>> ListAsync(Transaction transaction, string appId, Guid userId) =>
        transaction.ListAsync(SelectOfUser, CredentialRow.Read, appId, userId);

    /// <summary>The same, and until the end of the transaction nobody else adds or deletes one of them.</summary>
    public static async ValueTask<IReadOnlyList<CredentialRow>> HoldAsync(Transaction transaction, string appId, Guid userId)
    {
        await transaction.HoldAsync(HoldOwner, appId, userId);
        return await ListAsync(transaction, appId, userId);
    }

    // $5 is 1 where the policy lets a counter pass that did not grow; even then it never sinks.
    private const string Advance = """
        UPDATE webauthn_credentials
        SET sign_count = CASE WHEN $4 > sign_count THEN $4 ELSE sign_count END, backup_state = $6, user_verified = CASE WHEN $7 THEN $7 ELSE user_verified END,
            last_used_at = $8, last_used_from = $9
        WHERE app_id = $1 AND rp_id = $2 AND credential_id = $3 AND disabled_at IS NULL
            AND ($5 OR $4 > sign_count OR ($4 = 0 AND sign_count = 0))
            AND EXISTS (SELECT 1 FROM users AS u JOIN apps AS a ON a.id = u.app_id
                WHERE u.app_id = $1 AND u.id = webauthn_credentials.user_id AND u.user_handle = $10 AND u.locked_at IS NULL AND a.locked_at IS NULL)
        """;

    /// <summary>Records a sign-in (§7.2 step 24). False where the passkey is gone or disabled, its account or app is locked, or another sign-in has the counter.</summary>
    /// <param name="transaction">The one that spends the challenge and opens the session: without this they must not be.</param>
    /// <param name="appId">The app.</param>
    /// <param name="rpId">The RP ID.</param>
    /// <param name="authentication">What was verified.</param>
    /// <param name="initializeUserVerification">Whether user verification seen now may count from now on (<c>uvInitialized</c>).</param>
    /// <param name="now">When.</param>
    /// <param name="from">Where: browser and platform.</param>
    public static ValueTask<bool> TryAdvanceAsync(Transaction transaction, string appId, string rpId,
        VerifiedAuthentication authentication, bool initializeUserVerification, DateTimeOffset now, string? from) =>
        transaction.TryAsync(ToAdvance(appId, rpId, authentication, initializeUserVerification, now, from));

    /// <summary>The same as the step of a series.</summary>
    public static Step ToAdvance(string appId, string rpId, VerifiedAuthentication authentication, bool initializeUserVerification, DateTimeOffset now, string? from) =>
        new(Advance, appId, rpId, authentication.CredentialId, authentication.SignCount, authentication.SignCountRegressed,
            authentication.BackupState, initializeUserVerification && authentication.UserVerified, now, from, authentication.UserHandle);

    private const string Rename = "UPDATE webauthn_credentials SET name = $4 WHERE app_id = $1 AND user_id = $2 AND id = $3";

    /// <summary>Names the passkey; false where the account has none of that id.</summary>
    public static async ValueTask<bool> RenameAsync(Transaction transaction, string appId, Guid userId, Guid id, string name) =>
        await transaction.ExecuteAsync(Rename, appId, userId, id, name) == 1;

    // One that is disabled lets nobody in: it is no other way in, and taking it away takes none.
    private const string Delete = """
        DELETE FROM webauthn_credentials WHERE app_id = $1 AND user_id = $2 AND id = $3
            AND ($4 OR disabled_at IS NOT NULL
                OR EXISTS (SELECT 1 FROM webauthn_credentials AS other WHERE other.app_id = $1 AND other.user_id = $2 AND other.id <> $3 AND other.disabled_at IS NULL))
        """;

    /// <summary>Deletes the passkey and ends the sessions it made. False where the account has none of that id, or it is the last that may sign in and <paramref name="evenIfLast"/> is not said.</summary>
    public static async ValueTask<bool> DeleteAsync(Transaction transaction, string appId, Guid userId, Guid id, bool evenIfLast)
    {
        await transaction.HoldAsync(HoldOwner, appId, userId);
        return await transaction.ExecuteAsync(Delete, appId, userId, id, evenIfLast) == 1;
    }

    private const string DeleteOfUser = "DELETE FROM webauthn_credentials WHERE app_id = $1 AND user_id = $2";

    /// <summary>Deletes all the account's passkeys with the sessions they made, and tells how many.</summary>
    public static ValueTask<int> DeleteAllAsync(Transaction transaction, string appId, Guid userId) => transaction.ExecuteAsync(DeleteOfUser, appId, userId);

    private const string Disable = "UPDATE webauthn_credentials SET disabled_at = $4 WHERE app_id = $1 AND user_id = $2 AND id = $3";

    private const string EndItsSessions = "DELETE FROM sessions WHERE app_id = $1 AND credential_id = $2";

    /// <summary>Lets the passkey sign in no more and ends the sessions it made, or lets it again with null. False where the account has none of that id.</summary>
    public static async ValueTask<bool> DisableAsync(Transaction transaction, string appId, Guid userId, Guid id, DateTimeOffset? disabledAt)
    {
        if (await transaction.ExecuteAsync(Disable, appId, userId, id, disabledAt) != 1) return false;
        if (disabledAt is not null) await transaction.ExecuteAsync(EndItsSessions, appId, id);
        return true;
    }

    private const string SelectAnywhere = $"""
        {Scope.EveryApp} SELECT a.id FROM apps AS a JOIN webauthn_credentials AS c ON c.app_id = a.id AND c.rp_id = $1 AND c.credential_id = $2 WHERE a.rp_id = $1 LIMIT 1
        """;

    /// <summary>Whether any app of that RP ID has the credential: password managers know the RP ID and no apps, so what one app calls unknown may be another's.</summary>
    public static async ValueTask<bool> IsKnownAsync(Transaction transaction, string rpId, CredentialId id) =>
        await transaction.FindAsync(SelectAnywhere, static row => row.Text(0), rpId, id) is not null;
}
