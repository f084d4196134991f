namespace Keystile.WebAuthn;

/// <summary>Which algorithms this machine can check and which it offers.</summary>
public static class CoseAlgorithms
{
    /// <summary>What a relying party offers when it says nothing, best first.</summary>
    public static IReadOnlyList<CoseAlgorithm> DefaultOffer { get; } = [CoseAlgorithm.EdDSA, CoseAlgorithm.ES256, CoseAlgorithm.RS256];
}
