using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Keystile.Authenticator;

/// <summary>A public key as a TPM writes it (TPMT_PUBLIC), each field to be spoiled.</summary>
public sealed record TpmArea
{
    public const int Sha1 = 0x0004, Sha256 = 0x000B, Sha384 = 0x000C, Sha512 = 0x000D, Null = 0x0010;

    public int NameHash { get; init; } = Sha256;

    /// <summary>The algorithm of the symmetric part; none in a signing key.</summary>
    public int Symmetric { get; init; } = Null;

    /// <summary>Scheme and its hash; null for none.</summary>
    public (int Scheme, int Hash)? Scheme { get; init; }

    /// <summary>The exponent field; 0 means 65537.</summary>
    public uint Exponent { get; init; }

    /// <summary>Whether coordinates go out without their leading zeros.</summary>
    public bool Trims { get; init; }

    public byte[] Write(CredentialKey key)
    {
        var cose = key.ToCose();
        var isRsa = (int)cose[Cose.KeyType]! == 3;
        byte[] head = [.. Number(isRsa ? 0x0001u : 0x0023u, 2), .. Number((uint)NameHash, 2), .. Number(0x00040072, 4), .. Sized(new byte[32]), .. Number((uint)Symmetric, 2)];
        byte[] scheme = Scheme is { } named ? [.. Number((uint)named.Scheme, 2), .. Number((uint)named.Hash, 2)] : Number(Null, 2);
        if (isRsa)
        {
            var modulus = (byte[])cose[Cose.RsaN]!;
            return [.. head, .. scheme, .. Number((uint)modulus.Length * 8, 2), .. Number(Exponent, 4), .. Sized(modulus)];
        }
        var curve = (int)cose[Cose.Curve]! switch { 1 => 3u, 2 => 4u, _ => 5u };
        return [.. head, .. scheme, .. Number(curve, 2), .. Number(Null, 2), .. Sized(Coordinate(cose[Cose.X])), .. Sized(Coordinate(cose[Cose.Y]))];
    }

    private byte[] Coordinate(object? bytes) => Trims ? ((byte[])bytes!).AsSpan().TrimStart((byte)0).ToArray() : (byte[])bytes!;

    internal static byte[] Number(uint value, int bytes)
    {
        var wide = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(wide, value);
        return wide[^bytes..];
    }

    internal static byte[] Number(int value, int bytes) => Number((uint)value, bytes);

    internal static byte[] Sized(byte[] content) => [.. Number((uint)content.Length, 2), .. content];

    internal static byte[] Hash(int id, byte[] data) => id switch
    {
        Sha1 => CryptographicOperations.HashData(HashAlgorithmName.SHA1, data),
        Sha384 => SHA384.HashData(data),
        Sha512 => SHA512.HashData(data),
        _ => SHA256.HashData(data),
    };
}
