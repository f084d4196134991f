using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>A way to the machine's cryptography: the public-key arithmetic that we never do ourselves. Keys come in already read and in range.</summary>
internal abstract class CryptoDoor
{
    /// <summary>Set to true, the machine's libraries are left alone and all goes through .NET's own classes.</summary>
    public const string ManagedSwitch = "Keystile.WebAuthn.ManagedCrypto";

    private readonly Lazy<CoseAlgorithm[]> _supported;

    protected CryptoDoor() => _supported = new(() => SelfTest.Passing(this));

    /// <summary>The cheapest door this machine has: libcrypto where it is installed, else .NET's classes.</summary>
    public static CryptoDoor Current { get; } =
        LibCrypto.IsPresent && !(AppContext.TryGetSwitch(ManagedSwitch, out var managed) && managed) ? new NativeDoor(LibSodium.IsPresent) : new ManagedDoor();

    /// <summary>The algorithms that passed their self-test through this door, in the table's order.</summary>
    public IReadOnlyList<CoseAlgorithm> Supported => _supported.Value;

    /// <summary>Whether the algorithm passed its self-test through this door.</summary>
    public bool Supports(CoseAlgorithm algorithm) => _supported.Value.AsSpan().Contains(algorithm);

    /// <summary>The hash of <paramref name="data"/>, in the front of <paramref name="room"/>.</summary>
    public virtual ReadOnlySpan<byte> Hash(SignatureHash hash, ReadOnlySpan<byte> data, Span<byte> room) =>
        room[..CryptographicOperations.HashData(Digest.NameOf(hash), data, room)];

    /// <summary>Whether an uncompressed point with coordinates of the right length lies on the curve.</summary>
    public abstract bool IsOnCurve(KeyKind kind, byte[] point);

    /// <summary>Whether a DER signature is the point's over the digest.</summary>
    public abstract bool VerifyEcdsa(KeyKind kind, byte[] point, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature);

    /// <summary>Whether a signature as long as the modulus is the key's over the digest.</summary>
    public abstract bool VerifyRsa(SignatureScheme scheme, byte[] modulus, byte[] exponent, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature);

    /// <summary>Whether a signature of the right length is the key's over the data.</summary>
    public abstract bool VerifyEdDsa(KeyKind kind, byte[] key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);
}
