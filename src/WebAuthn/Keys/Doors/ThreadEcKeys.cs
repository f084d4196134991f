namespace Keystile.WebAuthn;

/// <summary>One native EC key a curve and thread, loaded with point after point: making one costs more than checking that a point is on the curve.</summary>
internal sealed unsafe class ThreadEcKeys
{
    [ThreadStatic] private static ThreadEcKeys? t_mine;

    private readonly nint[] _keys = new nint[KeyKind.CurveNumbers];
    private readonly byte[]?[] _loaded = new byte[KeyKind.CurveNumbers][];

    private ThreadEcKeys()
    {
    }

    /// <summary>The thread is gone: so are its keys.</summary>
    ~ThreadEcKeys()
    {
        foreach (var key in _keys) LibCrypto.EC_KEY_free(key);
    }

    /// <summary>This thread's.</summary>
    public static ThreadEcKeys Mine => t_mine ??= new();

    /// <summary>This thread's key of the curve, holding the point; 0 where the point is not on the curve. Good until the next load.</summary>
    /// <remarks>Points are arrays that nobody writes to again, so the same array is the same point and need not be loaded twice.</remarks>
    public nint Load(KeyKind kind, byte[] point)
    {
        ref var key = ref _keys[kind.Curve];
        ref var loaded = ref _loaded[kind.Curve];
        if (ReferenceEquals(loaded, point)) return key;
        loaded = null;
        if (key == 0) key = LibCrypto.EC_KEY_new_by_curve_name(NidOf(kind));
        if (key == 0) return 0;
        fixed (byte* octets = point)
        {
            if (LibCrypto.EC_KEY_oct2key(key, octets, (nuint)point.Length, 0) != 1) return 0;
        }
        loaded = point;
        return key;
    }

    private static int NidOf(KeyKind kind) =>
        kind == KeyKind.P256 ? LibCrypto.NidPrime256v1 : kind == KeyKind.P384 ? LibCrypto.NidSecp384r1
        : kind == KeyKind.P521 ? LibCrypto.NidSecp521r1 : LibCrypto.NidSecp256k1;
}
