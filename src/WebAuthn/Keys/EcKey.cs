namespace Keystile.WebAuthn;

/// <summary>A point on a named curve.</summary>
internal sealed class EcKey : SignatureKey
{
    private const byte Uncompressed = 0x04;

    private readonly byte[] _point;
    private readonly CryptoDoor _door;

    private EcKey(KeyKind kind, byte[] point, CryptoDoor door) : base(kind) => (_point, _door) = (point, door);

    /// <summary>The point as SEC 1 writes it uncompressed: 04, x, y.</summary>
    public ReadOnlySpan<byte> Point => _point;

    /// <summary>The first coordinate, at its full length.</summary>
    public ReadOnlySpan<byte> X => _point.AsSpan(1, Kind.Length);

    /// <summary>The second coordinate, at its full length.</summary>
    public ReadOnlySpan<byte> Y => _point.AsSpan(1 + Kind.Length);

    /// <summary>The key, or null where a coordinate has another length than the curve's or the point is not on the curve.</summary>
    public static EcKey? TryCreate(KeyKind kind, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, CryptoDoor door)
    {
        if (x.Length != kind.Length || y.Length != kind.Length) return null;
        byte[] point = [Uncompressed, .. x, .. y];
        return door.IsOnCurve(kind, point) ? new(kind, point, door) : null;
    }

    /// <inheritdoc/>
    public override bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (scheme.Encoding != SignatureEncoding.EcdsaDer) return false;
        Span<byte> digest = stackalloc byte[Digest.MaxLength];
        return _door.VerifyEcdsa(Kind, _point, _door.Hash(scheme.Hash, data, digest), signature);
    }

    /// <inheritdoc/>
    public override bool Equals(SignatureKey? other) => other is EcKey key && key.Kind == Kind && key._point.AsSpan().SequenceEqual(_point);

    /// <inheritdoc/>
    public override int GetHashCode() => Digest.HashCodeOf(_point);
}
