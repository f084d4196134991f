namespace Keystile.WebAuthn;

/// <summary>A credential public key, ready to check signatures: its parameters were strictly read and belong to its algorithm.</summary>
/// <remarks>A plain value: it holds bytes, nothing native, so there is nothing to dispose of.</remarks>
internal sealed class CoseKey
{
    private readonly CoseAlgorithmRow _row;

    private CoseKey(CoseAlgorithmRow row, SignatureKey key) => (_row, Key) = (row, key);

    /// <summary>The algorithm the key is for; it alone decides curve, lengths, hash and signature encoding.</summary>
    public CoseAlgorithm Algorithm => _row.Algorithm;

    /// <summary>The key itself, for comparing with that of a certificate.</summary>
    public SignatureKey Key { get; }

    /// <summary>Whether <paramref name="signature"/> is this key's over <paramref name="data"/>. Any malformed signature is just false.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => Key.Verify(_row.Scheme, data, signature);

    /// <summary>Reads a COSE_Key (RFC 9052 §7) that <paramref name="cose"/> wholly is.</summary>
    /// <returns>
    /// The key; <see cref="Rejection.MalformedPublicKey"/> for anything that is not a whole and right key of an algorithm in the table, an unknown
    /// number among them; <see cref="Rejection.AlgorithmUnavailable"/> for a right key whose algorithm this machine cannot check.
    /// </returns>
    public static Verdict<CoseKey> Read(ReadOnlySpan<byte> cose) => Read(cose, CryptoDoor.Current);

    /// <summary>The same for a key on record, which may have been stored by another library: also in another order, or with a leading zero before RSA's modulus.</summary>
    public static Verdict<CoseKey> ReadStored(ReadOnlySpan<byte> cose)
    {
        var key = Read(cose);
        return key.Rejection == Rejection.MalformedPublicKey && StoredCoseKey.Rewrite(cose) is { } canonical ? Read(canonical) : key;
    }

    /// <summary>The same for a key that is new and to be stored: an Edwards point, too dear to prove at each sign-in, is proved to be on its curve.</summary>
    public static Verdict<CoseKey> ReadNew(ReadOnlySpan<byte> cose)
    {
        var key = Read(cose);
        return key.IsAccepted && !key.Value.Key.IsOnCurve() ? Rejection.MalformedPublicKey : key;
    }

    /// <summary>The same as <see cref="Read(ReadOnlySpan{byte})"/> through a chosen door.</summary>
    public static Verdict<CoseKey> Read(ReadOnlySpan<byte> cose, CryptoDoor door) =>
        !CoseReader.TryRead(cose, door, out var row, out var key) ? Rejection.MalformedPublicKey
        : !door.Supports(row.Algorithm) ? Rejection.AlgorithmUnavailable
        : new CoseKey(row, key);
}
