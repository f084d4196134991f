namespace Keystile.Storage;

/// <summary>The keys that sign access tokens.</summary>
public static class SigningKeyStore
{
    private const string Insert =
        "INSERT INTO signing_keys (kid, wrapped_key, public_jwk, created_at, not_after) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

    /// <summary>Adds a key; false where its name is taken.</summary>
    public static async ValueTask<bool> TryAddAsync(Transaction transaction, SigningKeyRow key) =>
        await transaction.ExecuteAsync(Insert, key.Kid, key.WrappedKey, key.PublicJwk, key.CreatedAt, key.NotAfter) == 1;

    private const string SelectLive = "SELECT kid, wrapped_key, public_jwk, created_at, not_after FROM signing_keys WHERE not_after > $1 ORDER BY created_at DESC, kid";

    /// <summary>The keys whose tokens may still be about, newest first.</summary>
    public static ValueTask<IReadOnlyList<SigningKeyRow>> ListAsync(Transaction transaction, DateTimeOffset now) =>
        transaction.ListAsync(SelectLive, static row => new SigningKeyRow(row.Text(0), row.Bytes(1), row.Text(2), row.Time(3), row.Time(4)), now);

    private const string Purge = "DELETE FROM signing_keys WHERE not_after <= $1";

    /// <summary>Deletes the keys whose last token has run out, and tells how many.</summary>
    public static ValueTask<int> PurgeAsync(Transaction transaction, DateTimeOffset now) => transaction.ExecuteAsync(Purge, now);
}
