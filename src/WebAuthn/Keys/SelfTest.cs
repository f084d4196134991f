namespace Keystile.WebAuthn;

/// <summary>Proves an algorithm on this machine before it is offered: a known signature is accepted and refused with one bit flipped.</summary>
internal static class SelfTest
{
    /// <summary>The algorithms of the table that pass through a door.</summary>
    public static CoseAlgorithm[] Passing(CryptoDoor door) =>
        [.. CoseAlgorithmTable.Rows.Where(row => Passes(row, door)).Select(row => row.Algorithm)];

    private static bool Passes(CoseAlgorithmRow row, CryptoDoor door)
    {
        if (row.Key.Type == CoseKeyType.Akp) return MLDsaKey.PassesSelfTest(row.Key);
        if (KnownAnswers.KeyOf(row.Key) is not { } spki || KnownAnswers.SignatureOf(row.Key, row.Scheme) is not { } known) return false;
        if (SubjectPublicKeyInfo.TryRead(Convert.FromBase64String(spki), door) is not { } key) return false;
        var signature = Convert.FromBase64String(known);
        if (!key.Verify(row.Scheme, KnownAnswers.Message, signature)) return false;
        signature[^1] ^= 1;
        return !key.Verify(row.Scheme, KnownAnswers.Message, signature);
    }
}
