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

    private const string Retire = "UPDATE signing_keys SET wrapped_key = $2, not_after = $3 WHERE kid = $1";

    /// <summary>Throws the private half away; the public half is good until <paramref name="notAfter"/> for tokens that are still about.</summary>
    public static async ValueTask RetireAsync(Transaction transaction, string kid, DateTimeOffset notAfter) =>
        await transaction.ExecuteAsync(Retire, kid, Array.Empty<byte>(), notAfter);

    private const string Reseal = "UPDATE signing_keys SET wrapped_key = $2 WHERE kid = $1 AND wrapped_key = $3";

    /// <summary>Puts the same private half, wrapped anew, in the place of what was read. False where that is no longer there.</summary>
    public static async ValueTask<bool> TryResealAsync(Transaction transaction, SigningKeyRow key, ReadOnlyMemory<byte> wrappedAnew) =>
        await transaction.ExecuteAsync(Reseal, key.Kid, wrappedAnew, key.WrappedKey) == 1;

    private const string Keep = "UPDATE signing_keys SET not_after = $1 WHERE not_after < $1 AND not_after > $2 AND length(wrapped_key) > 0";

    /// <summary>Keeps the keys that can sign <paramref name="now"/> at least until <paramref name="notAfter"/>, where the next one comes late. What ran out stays so.</summary>
    public static async ValueTask KeepAsync(Transaction transaction, DateTimeOffset now, DateTimeOffset notAfter) => await transaction.ExecuteAsync(Keep, notAfter, now);

    private const string Delete = "DELETE FROM signing_keys WHERE kid = $1";

    /// <summary>Deletes a key: from then on nobody's token of it is good.</summary>
    public static async ValueTask DeleteAsync(Transaction transaction, string kid) => await transaction.ExecuteAsync(Delete, kid);

    private const string Purge = "DELETE FROM signing_keys WHERE not_after <= $1";

    /// <summary>Deletes the keys whose last token has run out, and tells how many.</summary>
    public static ValueTask<int> PurgeAsync(Transaction transaction, DateTimeOffset now) => transaction.ExecuteAsync(Purge, now);
}
