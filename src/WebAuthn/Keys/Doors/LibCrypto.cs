using System.Reflection;
using System.Runtime.InteropServices;

namespace Keystile.WebAuthn;

/// <summary>The functions of the system's libcrypto (OpenSSL 3) that we call, by their own names.</summary>
/// <remarks>On Linux .NET loads the same library. These are the lowest doors that still check everything they are given.</remarks>
internal static unsafe partial class LibCrypto
{
    public const int NidPrime256v1 = 415, NidSecp256k1 = 714, NidSecp384r1 = 715, NidSecp521r1 = 716;
    public const int NidSha1 = 64, NidSha256 = 672, NidSha384 = 673, NidSha512 = 674;
    public const int KeyEd25519 = 1087, KeyEd448 = 1088;
    public const int RsaNoPadding = 3, PssSaltAsLongAsDigest = -1;

    /// <summary>Room for a <c>SHA256_CTX</c>: 112 bytes, and some to spare.</summary>
    public const int Sha256ContextLength = 128;

    private const string Library = NativeLibraries.LibCrypto;

    /// <summary>As .NET asks it: no clean-up at exit, when other threads may still be inside.</summary>
    private const ulong InitNoAtExit = 0x80000;

    /// <summary>Whether the library is there, with every function we need: a build may leave the old ones out.</summary>
    public static readonly bool IsPresent;

    static LibCrypto()
    {
        var handle = NativeLibraries.HandleOf(Library);
        var functions = typeof(LibCrypto).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(method => method.IsDefined(typeof(DllImportAttribute)));
        IsPresent = handle != 0 && functions.All(function => NativeLibrary.TryGetExport(handle, function.Name, out _)) && OPENSSL_init_crypto(InitNoAtExit, 0) == 1;
    }

    [LibraryImport(Library)] private static partial int OPENSSL_init_crypto(ulong options, nint settings);
    [LibraryImport(Library)] public static partial void ERR_clear_error();

    [LibraryImport(Library)] public static partial int SHA256_Init(byte* context);
    [LibraryImport(Library)] public static partial int SHA256_Update(byte* context, byte* data, nuint length);
    [LibraryImport(Library)] public static partial int SHA256_Final(byte* digest, byte* context);

    [LibraryImport(Library)] public static partial nint EC_KEY_new_by_curve_name(int nid);
    [LibraryImport(Library)] public static partial void EC_KEY_free(nint key);
    [LibraryImport(Library)] public static partial int EC_KEY_oct2key(nint key, byte* point, nuint length, nint context);
    [LibraryImport(Library)] public static partial int ECDSA_verify(int type, byte* digest, int digestLength, byte* signature, int signatureLength, nint key);

    [LibraryImport(Library)] public static partial nint BN_bin2bn(byte* bytes, int length, nint result);
    [LibraryImport(Library)] public static partial void BN_free(nint number);
    [LibraryImport(Library)] public static partial nint RSA_new();
    [LibraryImport(Library)] public static partial void RSA_free(nint key);
    [LibraryImport(Library)] public static partial int RSA_set0_key(nint key, nint modulus, nint exponent, nint privateExponent);
    [LibraryImport(Library)] public static partial int RSA_verify(int hash, byte* digest, uint digestLength, byte* signature, uint signatureLength, nint key);
    [LibraryImport(Library)] public static partial int RSA_public_decrypt(int length, byte* from, byte* to, nint key, int padding);
    [LibraryImport(Library)] public static partial int RSA_verify_PKCS1_PSS_mgf1(nint key, byte* digest, nint hash, nint maskHash, byte* encoded, int saltLength);
    [LibraryImport(Library)] public static partial nint EVP_sha1();
    [LibraryImport(Library)] public static partial nint EVP_sha256();
    [LibraryImport(Library)] public static partial nint EVP_sha384();
    [LibraryImport(Library)] public static partial nint EVP_sha512();

    [LibraryImport(Library)] public static partial nint EVP_PKEY_new_raw_public_key(int type, nint engine, byte* key, nuint length);
    [LibraryImport(Library)] public static partial void EVP_PKEY_free(nint key);
    [LibraryImport(Library)] public static partial nint EVP_MD_CTX_new();
    [LibraryImport(Library)] public static partial void EVP_MD_CTX_free(nint context);
    [LibraryImport(Library)] public static partial int EVP_DigestVerifyInit(nint context, nint keyContext, nint hash, nint engine, nint key);
    [LibraryImport(Library)] public static partial int EVP_DigestVerify(nint context, byte* signature, nuint signatureLength, byte* data, nuint length);
}
