using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Keystile.Storage;

namespace Keystile.Server.Tokens;

/// <summary>The keys that sign access tokens. Public halves are published; private halves lie in the database wrapped by a key that does not.</summary>
internal sealed class SigningKeys
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <summary>Published for this long past its last signature.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    private readonly FrozenDictionary<string, SigningKey> _byHeader;

    private SigningKeys(IReadOnlyList<SigningKey> keys)
    {
        Current = keys[0];
        Published = new([.. keys.Select(key => key.Jwk)]);
        _byHeader = keys.ToFrozenDictionary(key => Encoding.ASCII.GetString(key.Header), StringComparer.Ordinal);
    }

    /// <summary>The one that signs.</summary>
    public SigningKey Current { get; }

    public JwkSet Published { get; }

    /// <summary>The key whose whole header this is. Type, algorithm and <c>kid</c> are compared at once, as text we wrote ourselves.</summary>
    public SigningKey? Find(ReadOnlySpan<byte> header) =>
        _byHeader.GetValueOrDefault(Encoding.ASCII.GetString(header));

    /// <summary>Reads the keys that are still good and makes one where none is left to sign with.</summary>
    public static async Task<SigningKeys> OpenAsync(Database database, RootKey root, TimeProvider time)
    {
        var wrapping = new SealingKey(root.Derive("kek"));
        var now = time.GetUtcNow();
        var rows = await database.ReadAsync(reading => SigningKeyStore.ListAsync(reading, now));
        if (!rows.Any(row => now < row.NotAfter - Overlap))
        {
            using var fresh = SigningKey.New();
            var row = new SigningKeyRow(fresh.Jwk.KeyId, Wrap(wrapping, fresh), JsonSerializer.Serialize(fresh.Jwk, ServerJson.Default.PublicJwk), now, now + Life + Overlap);
            await database.WriteAsync(writing => SigningKeyStore.TryAddAsync(writing, row));
            rows = await database.ReadAsync(reading => SigningKeyStore.ListAsync(reading, now));
        }
        return new([.. rows.Select(row => Unwrap(wrapping, row))]);
    }

    private static byte[] Wrap(SealingKey wrapping, SigningKey key)
    {
        var plain = key.ToPkcs8();
        var wrapped = wrapping.Seal(plain, Encoding.ASCII.GetBytes(key.Jwk.KeyId));
        CryptographicOperations.ZeroMemory(plain);
        return wrapped;
    }

    private static SigningKey Unwrap(SealingKey wrapping, SigningKeyRow row)
    {
        if (!wrapping.TryOpen(row.WrappedKey.Span, Encoding.ASCII.GetBytes(row.Kid), out var plain))
        {
            throw new WrongSettingException("The root key is not the one this database was made with; put back its keystile.key, or set KEYSTILE_MASTER_KEY to it.");
        }
        var key = SigningKey.Read(plain);
        CryptographicOperations.ZeroMemory(plain);
        return key;
    }
}
