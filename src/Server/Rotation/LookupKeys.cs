using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Rotation;

/// <summary>The keys of what is kept as a keyed hash alone and looked up by it: recovery codes and aliases. Nobody here has the text to hash it anew, so the keys of former root keys stay, sealed under the one in force.</summary>
internal sealed class LookupKeys
{
    private readonly RootKey _root;
    private readonly ILookup<string, byte[]> _former;
    private readonly ConcurrentDictionary<string, byte[][]> _keys = new(StringComparer.Ordinal);

    private LookupKeys(RootKey root, ILookup<string, byte[]> former) => (_root, _former) = (root, former);

    /// <summary>Reads the keys of former root keys.</summary>
    public static async Task<LookupKeys> OpenAsync(Database database, RootKey root)
    {
        var seal = Seal(root);
        var rows = await database.ReadAsync(FormerKeyStore.ListAsync);
        return new(root, rows.ToLookup(row => row.Purpose, row => seal.TryOpen(row.Sealed.Span, Context(row), out var key) ? key
            : throw new WrongSettingException("A key of a former root key cannot be opened; give the root key that it was sealed under as KEYSTILE_MASTER_KEY_OLD, and run keystile root-key reseal."), StringComparer.Ordinal));
    }

    /// <summary>The key to hash with, then those that something may have been hashed with before.</summary>
    public byte[][] Of(string purpose) =>
        _keys.GetOrAdd(purpose, name => [.. _root.Accepted(name).Concat(_former[name]).DistinctBy(Convert.ToHexString)]);

    /// <summary>What the keys of former root keys are sealed under.</summary>
    public static SealingKey Seal(RootKey root) => new(root.Accepted("former"));

    /// <summary>What such a key is bound to: its purpose and itself.</summary>
    public static byte[] Context(FormerKeyRow row) => [.. Encoding.UTF8.GetBytes(row.Purpose), 0, .. row.Id.Span];

    /// <summary>The row that keeps <paramref name="key"/>.</summary>
    public static FormerKeyRow ToRow(SealingKey seal, string purpose, byte[] key, DateTimeOffset now)
    {
        var row = new FormerKeyRow(purpose, SHA256.HashData(key), ReadOnlyMemory<byte>.Empty, now);
        return row with { Sealed = seal.Seal(key, Context(row)) };
    }
}
