using System.Numerics;

namespace Keystile.WebAuthn;

/// <summary>An Ed25519 or Ed448 public key (RFC 8032): the y coordinate, little-endian, with the sign of x in the last bit.</summary>
internal sealed class EdKey : SignatureKey
{
    private readonly byte[] _encoded;
    private readonly CryptoDoor _door;

    private EdKey(KeyKind kind, byte[] encoded, CryptoDoor door) : base(kind) => (_encoded, _door) = (encoded, door);

    /// <summary>The key as RFC 8032 writes it.</summary>
    public ReadOnlySpan<byte> Encoded => _encoded;

    /// <summary>The key, or null where the length is wrong, y is not below p, or the point is one of the few of small order that verify what nobody signed.</summary>
    public static EdKey? TryCreate(KeyKind kind, ReadOnlySpan<byte> encoded, CryptoDoor door)
    {
        if (encoded.Length != kind.Length) return null;
        var isEd25519 = kind == KeyKind.Ed25519;
        Span<byte> y = stackalloc byte[kind.Length];
        encoded.CopyTo(y);
        y[^1] &= 0x7F;
        if (!IsBelow(y, isEd25519 ? Prime25519 : Prime448)) return null;
        foreach (var small in isEd25519 ? SmallOrder25519 : SmallOrder448)
        {
            if (y.SequenceEqual(small)) return null;
        }
        return new(kind, encoded.ToArray(), door);
    }

    /// <summary>Whether the point is on the curve at all. A signature check finds it out too, so only a key that is to be stored is asked.</summary>
    public override bool IsOnCurve()
    {
        var y = new BigInteger(_encoded.AsSpan(..^1), isUnsigned: true) + (new BigInteger(_encoded[^1] & 0x7F) << (8 * (_encoded.Length - 1)));
        var prime = new BigInteger(Kind == KeyKind.Ed25519 ? Prime25519 : Prime448, isUnsigned: true);
        var square = y * y;
        // x² = (y² - 1) / (d y² + 1) on Ed25519, with d = -121665/121666; on Ed448 x² = (y² - 1) / (d y² - 1), with d = -39081.
        var product = Kind == KeyKind.Ed25519
            ? (square - 1) * ((121666 - (121665 * square)) * 121666)
            : (square - 1) * ((-39081 * square) - 1);
        // A quotient is a square where the product is (Euler's criterion).
        return BigInteger.ModPow(((product % prime) + prime) % prime, (prime - 1) / 2, prime).IsOne;
    }

    /// <inheritdoc/>
    public override bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        scheme.Encoding == SignatureEncoding.Pure && signature.Length == 2 * Kind.Length && _door.VerifyEdDsa(Kind, _encoded, data, signature);

    /// <inheritdoc/>
    public override bool Equals(SignatureKey? other) => other is EdKey key && key.Kind == Kind && key._encoded.AsSpan().SequenceEqual(_encoded);

    /// <inheritdoc/>
    public override int GetHashCode() => Digest.HashCodeOf(_encoded);

    private static bool IsBelow(ReadOnlySpan<byte> number, ReadOnlySpan<byte> limit)
    {
        for (var i = number.Length - 1; i >= 0; i--)
        {
            if (number[i] != limit[i]) return number[i] < limit[i];
        }
        return false;
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);

    /// <summary>2^255 - 19.</summary>
    private static readonly byte[] Prime25519 = Hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    /// <summary>2^448 - 2^224 - 1.</summary>
    private static readonly byte[] Prime448 = Hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffffffffffffffffffffffffffff00");

    /// <summary>The y of the points of order 4, 1, 2 and 8; the sign of x tells the rest of the eight apart.</summary>
    private static readonly byte[][] SmallOrder25519 =
    [
        Hex("0000000000000000000000000000000000000000000000000000000000000000"),
        Hex("0100000000000000000000000000000000000000000000000000000000000000"),
        Hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    ];

    /// <summary>The y of the points of order 4, 1 and 2.</summary>
    private static readonly byte[][] SmallOrder448 =
    [
        new byte[57],
        [1, .. new byte[56]],
        [(byte)(Prime448[0] - 1), .. Prime448[1..]],
    ];
}
