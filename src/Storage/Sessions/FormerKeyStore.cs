namespace Keystile.Storage;

/// <summary>A key that a former root key gave for one purpose.</summary>
/// <param name="Purpose">What for, as the root key derives it.</param>
/// <param name="Id">The key's SHA-256.</param>
/// <param name="Sealed">The key, under one that is not in the database.</param>
/// <param name="KeptAt">When the root key in force was last seen to take the place of the former one.</param>
public sealed record FormerKeyRow(string Purpose, ReadOnlyMemory<byte> Id, ReadOnlyMemory<byte> Sealed, DateTimeOffset KeptAt);

/// <summary>The keys of former root keys by which keyed hashes are still found.</summary>
public static class FormerKeyStore
{
    private const string SelectAll = "SELECT purpose, id, sealed, kept_at FROM former_keys ORDER BY kept_at DESC, purpose, id";

    /// <summary>All of them, the latest first.</summary>
    public static ValueTask<IReadOnlyList<FormerKeyRow>> ListAsync(Transaction transaction) =>
        transaction.ListAsync(SelectAll, static row => new FormerKeyRow(row.Text(0), row.Bytes(1), row.Bytes(2), row.Time(3)));

    private const string Insert = "INSERT INTO former_keys (purpose, id, sealed, kept_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

    /// <summary>Keeps a key; false where it is kept already.</summary>
    public static async ValueTask<bool> TryAddAsync(Transaction transaction, FormerKeyRow key) =>
        await transaction.ExecuteAsync(Insert, key.Purpose, key.Id, key.Sealed, key.KeptAt) == 1;

    private const string Reseal = "UPDATE former_keys SET sealed = $3 WHERE purpose = $1 AND id = $2 AND sealed = $4";

    /// <summary>Puts the same key, sealed anew, in the place of what was read. False where that is no longer there.</summary>
    public static async ValueTask<bool> TryResealAsync(Transaction transaction, FormerKeyRow key, ReadOnlyMemory<byte> sealedAnew) =>
        await transaction.ExecuteAsync(Reseal, key.Purpose, key.Id, sealedAnew, key.Sealed) == 1;

    private const string Renew = "UPDATE former_keys SET kept_at = $3 WHERE purpose = $1 AND id = $2";

    /// <summary>Writes down that the former root key was in force somewhere until <paramref name="now"/>.</summary>
    public static async ValueTask RenewAsync(Transaction transaction, FormerKeyRow key, DateTimeOffset now) => await transaction.ExecuteAsync(Renew, key.Purpose, key.Id, now);
}
