namespace Keystile.WebAuthn;

/// <summary>Which algorithms this machine can check and which it offers.</summary>
public static class CoseAlgorithms
{
    /// <summary>The algorithms that were proved on this machine when the process first asked: each accepted a known signature and refused it with one bit flipped.</summary>
    public static IReadOnlyList<CoseAlgorithm> Supported => CryptoDoor.Current.Supported;

    /// <summary>What a relying party offers when it says nothing, best first: EdDSA, ES256 and RS256, as far as they are <see cref="Supported"/>.</summary>
    public static IReadOnlyList<CoseAlgorithm> DefaultOffer { get; } =
        [.. new[] { CoseAlgorithm.EdDSA, CoseAlgorithm.ES256, CoseAlgorithm.RS256 }.Where(CryptoDoor.Current.Supports)];
}
