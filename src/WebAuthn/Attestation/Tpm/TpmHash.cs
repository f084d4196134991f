using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>A hash function under the number TPMs give it (TPM_ALG_ID, TPM 2.0 Part 2 §6.3).</summary>
internal sealed class TpmHash
{
    private static readonly TpmHash[] All =
    [
        new(0x0004, SignatureHash.Sha1, HashAlgorithmName.SHA1),
        new(0x000B, SignatureHash.Sha256, HashAlgorithmName.SHA256),
        new(0x000C, SignatureHash.Sha384, HashAlgorithmName.SHA384),
        new(0x000D, SignatureHash.Sha512, HashAlgorithmName.SHA512),
    ];

    private readonly ushort _id;
    private readonly SignatureHash _hash;
    private readonly HashAlgorithmName _name;

    private TpmHash(ushort id, SignatureHash hash, HashAlgorithmName name) => (_id, _hash, _name) = (id, hash, name);

    /// <summary>The hash with this number, or null where it is another or none.</summary>
    public static TpmHash? Find(ushort id) => Array.Find(All, hash => hash._id == id);

    /// <summary>The hash of a signature scheme, or null where the scheme has none of its own.</summary>
    public static TpmHash? Of(SignatureHash hash) => Array.Find(All, candidate => candidate._hash == hash);

    public byte[] HashData(ReadOnlySpan<byte> data) => CryptographicOperations.HashData(_name, data);
}
