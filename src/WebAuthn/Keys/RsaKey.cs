namespace Keystile.WebAuthn;

/// <summary>An RSA modulus and exponent, both big-endian without a leading zero.</summary>
internal sealed class RsaKey : SignatureKey
{
    /// <summary>Below 2048 bits a modulus can be factored; above 8192 one check costs an attacker nothing and us milliseconds.</summary>
    private const int MinBits = 2048, MaxBits = 8192;

    private const int MaxExponentLength = 8;

    private readonly byte[] _modulus;
    private readonly byte[] _exponent;
    private readonly CryptoDoor _door;

    private RsaKey(byte[] modulus, byte[] exponent, CryptoDoor door) : base(KeyKind.Rsa) => (_modulus, _exponent, _door) = (modulus, exponent, door);

    /// <summary>The modulus n.</summary>
    public ReadOnlySpan<byte> Modulus => _modulus;

    /// <summary>The public exponent e.</summary>
    public ReadOnlySpan<byte> Exponent => _exponent;

    /// <summary>The key, or null where a number is not minimally written, even, or out of range.</summary>
    public static RsaKey? TryCreate(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, CryptoDoor door) =>
        IsOddAndMinimal(modulus) && IsOddAndMinimal(exponent)
        && BitLength(modulus) is >= MinBits and <= MaxBits
        && exponent.Length <= MaxExponentLength && !exponent.SequenceEqual((ReadOnlySpan<byte>)[1])
            ? new(modulus.ToArray(), exponent.ToArray(), door) : null;

    /// <inheritdoc/>
    public override bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (scheme.Encoding is not (SignatureEncoding.RsaPkcs1 or SignatureEncoding.RsaPss) || signature.Length != _modulus.Length) return false;
        Span<byte> digest = stackalloc byte[Digest.MaxLength];
        return _door.VerifyRsa(scheme, _modulus, _exponent, _door.Hash(scheme.Hash, data, digest), signature);
    }

    /// <inheritdoc/>
    public override bool Equals(SignatureKey? other) =>
        other is RsaKey key && key._modulus.AsSpan().SequenceEqual(_modulus) && key._exponent.AsSpan().SequenceEqual(_exponent);

    /// <inheritdoc/>
    public override int GetHashCode() => Digest.HashCodeOf(_modulus);

    private static bool IsOddAndMinimal(ReadOnlySpan<byte> number) => !number.IsEmpty && number[0] != 0 && (number[^1] & 1) == 1;

    private static int BitLength(ReadOnlySpan<byte> number) => (8 * number.Length) - byte.LeadingZeroCount(number[0]);
}
