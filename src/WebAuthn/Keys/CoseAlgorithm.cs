namespace Keystile.WebAuthn;

/// <summary>A COSE algorithm identifier as WebAuthn uses it (§5.8.5). The value is the number on the wire; any number may arrive, only those of the table are served.</summary>
public enum CoseAlgorithm
{
    /// <summary>No algorithm. Never on the wire.</summary>
    None = 0,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    ES256 = -7,

    /// <summary>EdDSA, in WebAuthn on Ed25519.</summary>
    EdDSA = -8,

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    ES384 = -35,

    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    ES512 = -36,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    RS256 = -257,
}
