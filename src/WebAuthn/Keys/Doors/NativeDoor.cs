using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>The system's libcrypto, and libsodium for Ed25519 where it is there too: a fraction of the time of .NET's classes, whose key import costs more than the check.</summary>
/// <param name="useSodium">Whether Ed25519 goes to libsodium.</param>
internal sealed unsafe class NativeDoor(bool useSodium) : CryptoDoor
{
    /// <inheritdoc/>
    /// <remarks>SHA-256, which every ceremony needs twice, by the functions that look nothing up: a quarter of the time of .NET's way.</remarks>
    public override ReadOnlySpan<byte> Hash(SignatureHash hash, ReadOnlySpan<byte> data, Span<byte> room)
    {
        if (hash != SignatureHash.Sha256) return base.Hash(hash, data, room);
        var digest = room[..SHA256.HashSizeInBytes];
        var context = stackalloc byte[LibCrypto.Sha256ContextLength];
        fixed (byte* message = data, into = digest)
        {
            if (LibCrypto.SHA256_Init(context) != 1 || LibCrypto.SHA256_Update(context, message, (nuint)data.Length) != 1 || LibCrypto.SHA256_Final(into, context) != 1)
            {
                throw new CryptographicException("libcrypto could not hash.");
            }
        }
        return digest;
    }

    /// <inheritdoc/>
    public override bool IsOnCurve(KeyKind kind, byte[] point) => ThreadEcKeys.Mine.Load(kind, point) != 0 || Refused();

    /// <inheritdoc/>
    public override bool VerifyEcdsa(KeyKind kind, byte[] point, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        var key = ThreadEcKeys.Mine.Load(kind, point);
        fixed (byte* hash = digest, der = signature)
        {
            return (key != 0 && LibCrypto.ECDSA_verify(0, hash, digest.Length, der, signature.Length, key) == 1) || Refused();
        }
    }

    /// <inheritdoc/>
    public override bool VerifyRsa(SignatureScheme scheme, byte[] modulus, byte[] exponent, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        var key = LibCrypto.RSA_new();
        try
        {
            fixed (byte* n = modulus, e = exponent, hash = digest, bytes = signature)
            {
                // The key owns both numbers from here.
                if (LibCrypto.RSA_set0_key(key, LibCrypto.BN_bin2bn(n, modulus.Length, 0), LibCrypto.BN_bin2bn(e, exponent.Length, 0), 0) != 1) return Refused();
                return (scheme.Encoding == SignatureEncoding.RsaPss
                    ? VerifyPss(key, scheme.Hash, hash, bytes, signature.Length)
                    : LibCrypto.RSA_verify(NidOf(scheme.Hash), hash, (uint)digest.Length, bytes, (uint)signature.Length, key) == 1) || Refused();
            }
        }
        finally
        {
            LibCrypto.RSA_free(key);
        }
    }

    /// <inheritdoc/>
    public override bool VerifyEdDsa(KeyKind kind, byte[] key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!useSodium || kind != KeyKind.Ed25519) return VerifyByLibCrypto(kind, key, data, signature);
        fixed (byte* raw = key, message = data, bytes = signature)
        {
            return LibSodium.crypto_sign_ed25519_verify_detached(bytes, message, (ulong)data.Length, raw) == 0;
        }
    }

    private static bool VerifyByLibCrypto(KeyKind kind, byte[] key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        nint native = 0, context = 0;
        try
        {
            fixed (byte* raw = key, message = data, bytes = signature)
            {
                native = LibCrypto.EVP_PKEY_new_raw_public_key(kind == KeyKind.Ed25519 ? LibCrypto.KeyEd25519 : LibCrypto.KeyEd448, 0, raw, (nuint)key.Length);
                context = LibCrypto.EVP_MD_CTX_new();
                return (native != 0 && context != 0
                    && LibCrypto.EVP_DigestVerifyInit(context, 0, 0, 0, native) == 1
                    && LibCrypto.EVP_DigestVerify(context, bytes, (nuint)signature.Length, message, (nuint)data.Length) == 1) || Refused();
            }
        }
        finally
        {
            LibCrypto.EVP_MD_CTX_free(context);
            LibCrypto.EVP_PKEY_free(native);
        }
    }

    private static bool VerifyPss(nint key, SignatureHash hash, byte* digest, byte* signature, int length)
    {
        var encoded = stackalloc byte[length];
        var evp = hash switch
        {
            SignatureHash.Sha1 => LibCrypto.EVP_sha1(),
            SignatureHash.Sha256 => LibCrypto.EVP_sha256(),
            SignatureHash.Sha384 => LibCrypto.EVP_sha384(),
            _ => LibCrypto.EVP_sha512(),
        };
        return LibCrypto.RSA_public_decrypt(length, signature, encoded, key, LibCrypto.RsaNoPadding) == length
            && LibCrypto.RSA_verify_PKCS1_PSS_mgf1(key, digest, evp, evp, encoded, LibCrypto.PssSaltAsLongAsDigest) == 1;
    }

    private static int NidOf(SignatureHash hash) => hash switch
    {
        SignatureHash.Sha1 => LibCrypto.NidSha1,
        SignatureHash.Sha256 => LibCrypto.NidSha256,
        SignatureHash.Sha384 => LibCrypto.NidSha384,
        _ => LibCrypto.NidSha512,
    };

    /// <summary>False, leaving no trace in the thread's error queue, where others look.</summary>
    private static bool Refused()
    {
        LibCrypto.ERR_clear_error();
        return false;
    }
}
