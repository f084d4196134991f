using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Keystile.Authenticator;

/// <summary>Edwards-curve signing by the system's OpenSSL: .NET has none.</summary>
internal static partial class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    public static byte[] EdPublicKey(EdwardsCurve curve, byte[] seed)
    {
        var key = NewKey(curve, seed);
        try
        {
            var publicKey = new byte[curve.KeyLength];
            var length = (nuint)publicKey.Length;
            Check(EVP_PKEY_get_raw_public_key(key, publicKey, ref length));
            return publicKey;
        }
        finally
        {
            EVP_PKEY_free(key);
        }
    }

    public static byte[] EdSign(EdwardsCurve curve, byte[] seed, byte[] data)
    {
        var key = NewKey(curve, seed);
        var context = EVP_MD_CTX_new();
        try
        {
            var signature = new byte[2 * curve.KeyLength];
            var length = (nuint)signature.Length;
            Check(EVP_DigestSignInit(context, 0, 0, 0, key));
            Check(EVP_DigestSign(context, signature, ref length, data, (nuint)data.Length));
            return signature;
        }
        finally
        {
            EVP_MD_CTX_free(context);
            EVP_PKEY_free(key);
        }
    }

    private static nint NewKey(EdwardsCurve curve, byte[] seed)
    {
        var key = EVP_PKEY_new_raw_private_key(curve.OpenSsl, 0, seed, (nuint)seed.Length);
        Check(key == 0 ? 0 : 1);
        return key;
    }

    private static void Check(int result)
    {
        if (result != 1) throw new CryptographicException("OpenSSL refused.");
    }

    [LibraryImport(Library)]
    private static partial nint EVP_PKEY_new_raw_private_key(int type, nint engine, byte[] key, nuint length);

    [LibraryImport(Library)]
    private static partial int EVP_PKEY_get_raw_public_key(nint key, byte[] publicKey, ref nuint length);

    [LibraryImport(Library)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    private static partial nint EVP_MD_CTX_new();

    [LibraryImport(Library)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library)]
    private static partial int EVP_DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library)]
    private static partial int EVP_DigestSign(nint context, byte[] signature, ref nuint signatureLength, byte[] data, nuint dataLength);
}
