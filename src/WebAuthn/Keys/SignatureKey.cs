namespace Keystile.WebAuthn;

/// <summary>A public key that was strictly read, of a credential or of a certificate. A plain value: bytes, nothing native, nothing to dispose of.</summary>
/// <param name="kind">Which kind of key it is.</param>
internal abstract class SignatureKey(KeyKind kind) : IEquatable<SignatureKey>
{
    /// <summary>Which kind of key it is.</summary>
    public KeyKind Kind { get; } = kind;

    /// <summary>Whether <paramref name="signature"/> is this key's over <paramref name="data"/> under a scheme, as an X.509 link names one. A scheme of another kind of key is false.</summary>
    public abstract bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>Whether <paramref name="signature"/> is this key's over <paramref name="data"/> under a COSE algorithm, which wants the very curve (ES256 is P-256 alone).</summary>
    public bool Verify(CoseAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        CoseAlgorithmTable.Find((long)algorithm) is { } row && row.Key == Kind && Verify(row.Scheme, data, signature);

    /// <summary>Whether the algorithm is one for keys of this kind.</summary>
    public bool Fits(CoseAlgorithm algorithm) => CoseAlgorithmTable.Find((long)algorithm)?.Key == Kind;

    /// <summary>Whether a key that is to be stored is a point of its curve; of most kinds none is ever made that is not.</summary>
    public virtual bool IsOnCurve() => true;

    /// <summary>Whether both are the same public key, whatever they are used for.</summary>
    public abstract bool Equals(SignatureKey? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as SignatureKey);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>The key of a certificate, from the DER of its SubjectPublicKeyInfo that the bytes wholly are; null for a kind we do not take or a wrong key.</summary>
    public static SignatureKey? FromSubjectPublicKeyInfo(ReadOnlySpan<byte> spki) => SubjectPublicKeyInfo.TryRead(spki, CryptoDoor.Current);
}
