using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>.NET's own classes, for machines without libcrypto 3. They have no EdDSA, so it is not offered there.</summary>
internal sealed class ManagedDoor : CryptoDoor
{
    /// <inheritdoc/>
    public override bool IsOnCurve(KeyKind kind, byte[] point)
    {
        using var key = TryImport(kind, point);
        return key is not null;
    }

    /// <inheritdoc/>
    /// <remarks>We read the DER ourselves: .NET takes a number that misses its sign byte, and so is negative, for a positive one.</remarks>
    public override bool VerifyEcdsa(KeyKind kind, byte[] point, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        if (!DerNumbers.TryReadPair(signature, out var r, out var s) || r.Length > kind.Length || s.Length > kind.Length) return false;
        Span<byte> both = stackalloc byte[2 * kind.Length];
        both.Clear();
        r.CopyTo(both[(kind.Length - r.Length)..]);
        s.CopyTo(both[^s.Length..]);
        using var key = TryImport(kind, point);
        return key is not null && key.VerifyHash(digest, both, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <inheritdoc/>
    public override bool VerifyRsa(SignatureScheme scheme, byte[] modulus, byte[] exponent, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        using var key = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        var padding = scheme.Encoding == SignatureEncoding.RsaPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return key.VerifyHash(digest, signature, Digest.NameOf(scheme.Hash), padding);
    }

    /// <inheritdoc/>
    public override bool VerifyEdDsa(KeyKind kind, byte[] key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => false;

    /// <summary>The key, or null where the platform refuses the point or does not know the curve; it says both by the same exception.</summary>
    private static ECDsa? TryImport(KeyKind kind, byte[] point)
    {
        var q = new ECPoint { X = point[1..(1 + kind.Length)], Y = point[(1 + kind.Length)..] };
        try
        {
            return ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue(kind.CurveOid), Q = q });
        }
        catch (Exception refused) when (refused is CryptographicException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
