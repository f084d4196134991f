using System.Numerics;
using System.Security.Cryptography;

namespace Keystile.Authenticator;

/// <summary>RSA signatures that no library makes: other paddings, salts and digests than the algorithm's.</summary>
public static class RsaRaw
{
    /// <summary>The private operation on an encoded message of any form.</summary>
    public static byte[] Sign(RSA rsa, byte[] encoded)
    {
        var key = rsa.ExportParameters(includePrivateParameters: true);
        var signature = BigInteger.ModPow(Number(encoded), Number(key.D!), Number(key.Modulus!)).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[key.Modulus!.Length - signature.Length], .. signature];
    }

    /// <summary>EMSA-PKCS1-v1_5 (RFC 8017 §9.2) around a DigestInfo of any form: 00 01 FF… 00 info.</summary>
    public static byte[] Pkcs1(int length, byte[] digestInfo) => [0, 1, .. Enumerable.Repeat((byte)0xff, length - digestInfo.Length - 3), 0, .. digestInfo];

    /// <summary>EMSA-PSS (RFC 8017 §9.1) with SHA-256 and a salt of any length, for a modulus of whole bytes.</summary>
    public static byte[] Pss(int length, byte[] data, int saltLength)
    {
        var salt = RandomNumberGenerator.GetBytes(saltLength);
        var hash = SHA256.HashData([.. new byte[8], .. SHA256.HashData(data), .. salt]);
        byte[] block = [.. new byte[length - saltLength - hash.Length - 2], 1, .. salt];
        var mask = Mask(hash, block.Length);
        for (var i = 0; i < block.Length; i++) block[i] ^= mask[i];
        block[0] &= 0x7f;
        return [.. block, .. hash, 0xbc];
    }

    private static byte[] Mask(byte[] seed, int length) =>
        [.. Enumerable.Range(0, length / 32 + 1).SelectMany(i => SHA256.HashData([.. seed, 0, 0, 0, (byte)i])).Take(length)];

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
