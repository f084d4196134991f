using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>One certificate that is trusted because the relying party's owner says so.</summary>
/// <param name="Certificate">A root, an intermediate, or the very certificate that signs.</param>
/// <param name="Format">The one format it vouches in; null for every format.</param>
/// <param name="Aaguid">The one model it vouches for; null for every model.</param>
internal sealed record TrustAnchor(Certificate Certificate, string? Format = null, Aaguid? Aaguid = null)
{
    /// <summary>SHA-256 of the DER in lower-case hexadecimal.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Certificate.Der.Span));

    /// <summary>Its key; null where the key is of a kind we do not take: then it vouches for nothing but itself.</summary>
    public SignatureKey? Key { get; } = SignatureKey.FromSubjectPublicKeyInfo(Certificate.PublicKey.Span);

    /// <summary>Whether it is configured for this format and model.</summary>
    public bool VouchesFor(string format, Aaguid aaguid) => (Format ?? format) == format && (Aaguid ?? aaguid) == aaguid;
}
