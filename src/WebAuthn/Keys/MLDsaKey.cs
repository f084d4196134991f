using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>An ML-DSA public key (FIPS 204, RFC 9964).</summary>
internal sealed class MLDsaKey : SignatureKey
{
    private readonly byte[] _key;

    private MLDsaKey(KeyKind kind, byte[] key) : base(kind) => _key = key;

    /// <summary>The key, or null where it has not the length of its parameter set.</summary>
    public static MLDsaKey? TryCreate(KeyKind kind, ReadOnlySpan<byte> key) => key.Length == kind.Length ? new(kind, key.ToArray()) : null;

    /// <inheritdoc/>
    public override bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (scheme.Encoding != SignatureEncoding.Pure || !MLDsa.IsSupported || signature.Length != ParameterSet.SignatureSizeInBytes) return false;
        using var key = MLDsa.ImportMLDsaPublicKey(ParameterSet, _key);
        return key.VerifyData(data, signature);
    }

    /// <inheritdoc/>
    public override bool Equals(SignatureKey? other) => other is MLDsaKey key && key.Kind == Kind && key._key.AsSpan().SequenceEqual(_key);

    /// <inheritdoc/>
    public override int GetHashCode() => Digest.HashCodeOf(_key);

    /// <summary>Whether this machine signs and checks with a fresh key of the kind, and refuses one flipped bit: keys here are cheap to make.</summary>
    public static bool PassesSelfTest(KeyKind kind)
    {
        if (!MLDsa.IsSupported) return false;
        using var fresh = MLDsa.GenerateKey(ParameterSetOf(kind));
        var key = new MLDsaKey(kind, fresh.ExportMLDsaPublicKey());
        var signature = fresh.SignData(KnownAnswers.Message.ToArray());
        var scheme = new SignatureScheme(SignatureEncoding.Pure, SignatureHash.None);
        if (!key.Verify(scheme, KnownAnswers.Message, signature)) return false;
        signature[0] ^= 1;
        return !key.Verify(scheme, KnownAnswers.Message, signature);
    }

    private MLDsaAlgorithm ParameterSet => ParameterSetOf(Kind);

    private static MLDsaAlgorithm ParameterSetOf(KeyKind kind) =>
        kind == KeyKind.MLDsa44 ? MLDsaAlgorithm.MLDsa44 : kind == KeyKind.MLDsa65 ? MLDsaAlgorithm.MLDsa65 : MLDsaAlgorithm.MLDsa87;
}
