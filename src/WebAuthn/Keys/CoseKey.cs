namespace Keystile.WebAuthn;

/// <summary>A credential public key, ready to check signatures: its parameters were strictly read and belong to its algorithm.</summary>
internal abstract class CoseKey : IDisposable
{
    /// <summary>The algorithm the key is for; it alone decides curve, lengths, hash and signature encoding.</summary>
    public abstract CoseAlgorithm Algorithm { get; }

    /// <summary>Whether <paramref name="signature"/> is this key's over <paramref name="data"/>. Any malformed signature is just false.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Reads a COSE_Key (RFC 9052 §7) that <paramref name="cose"/> wholly is.</summary>
    public static Verdict<CoseKey> Read(ReadOnlySpan<byte> cose) => Rejection.MalformedPublicKey;
}
