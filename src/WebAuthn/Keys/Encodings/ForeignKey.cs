namespace Keystile.WebAuthn;

/// <summary>The public key of a credential that another server registered, strictly read and written as an authenticator would have given it.</summary>
/// <remarks>Whoever stores one vouches for the ceremony that it never saw.</remarks>
public sealed class ForeignKey
{
    private ForeignKey(byte[] cose, CoseAlgorithm algorithm) => (Cose, Algorithm) = (cose, algorithm);

    /// <summary>The COSE key, in canonical order.</summary>
    public ReadOnlyMemory<byte> Cose { get; }

    /// <summary>The algorithm that it is for.</summary>
    public CoseAlgorithm Algorithm { get; }

    /// <summary>The key that <paramref name="cose"/> wholly is, its labels in whatever order; null where it is none, or one of an algorithm that this machine cannot check.</summary>
    public static ForeignKey? TryReadCose(ReadOnlySpan<byte> cose) => StoredCoseKey.Rewrite(cose) is { } canonical ? TryRead(canonical) : null;

    /// <summary>The key that <paramref name="spki"/>, a SubjectPublicKeyInfo in DER, wholly is.</summary>
    /// <param name="spki">As <c>getPublicKey()</c> of a browser gives it.</param>
    /// <param name="algorithm">What the key is for, which the DER does not say. Default: the commonest of its kind.</param>
    public static ForeignKey? TryReadSpki(ReadOnlySpan<byte> spki, CoseAlgorithm? algorithm = null)
    {
        if (SignatureKey.FromSubjectPublicKeyInfo(spki) is not { } key) return null;
        var row = algorithm is { } named ? CoseAlgorithmTable.Find((long)named) : CoseAlgorithmTable.Rows.First(row => row.Key == key.Kind);
        return row?.Key == key.Kind ? TryRead(CoseWriter.Write(key, row.Algorithm)) : null;
    }

    private static ForeignKey? TryRead(byte[] cose)
    {
        var read = CoseKey.ReadNew(cose);
        return read.IsAccepted ? new(cose, read.Value.Algorithm) : null;
    }
}
