namespace Keystile.WebAuthn;

/// <summary>A COSE algorithm identifier as WebAuthn uses it (§5.8.5). The value is the number on the wire; any number may arrive, only those of the table are served.</summary>
/// <remarks>See the IANA registry "COSE Algorithms". Which of them this machine can check is <see cref="CoseAlgorithms.Supported"/>.</remarks>
public enum CoseAlgorithm
{
    /// <summary>No algorithm. Never on the wire.</summary>
    None = 0,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    ES256 = -7,

    /// <summary>EdDSA, in WebAuthn on Ed25519.</summary>
    EdDSA = -8,

    /// <summary>ECDSA on P-256 with SHA-256, fully specified (RFC 9864).</summary>
    ESP256 = -9,

    /// <summary>EdDSA on Ed25519, fully specified (RFC 9864).</summary>
    Ed25519 = -19,

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    ES384 = -35,

    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    ES512 = -36,

    /// <summary>RSASSA-PSS with SHA-256 and a salt of 32 bytes.</summary>
    PS256 = -37,

    /// <summary>RSASSA-PSS with SHA-384 and a salt of 48 bytes.</summary>
    PS384 = -38,

    /// <summary>RSASSA-PSS with SHA-512 and a salt of 64 bytes.</summary>
    PS512 = -39,

    /// <summary>ECDSA on secp256k1 with SHA-256 (RFC 8812).</summary>
    ES256K = -47,

    /// <summary>ML-DSA-44 (RFC 9964).</summary>
    MLDsa44 = -48,

    /// <summary>ML-DSA-65 (RFC 9964).</summary>
    MLDsa65 = -49,

    /// <summary>ML-DSA-87 (RFC 9964).</summary>
    MLDsa87 = -50,

    /// <summary>ECDSA on P-384 with SHA-384, fully specified (RFC 9864).</summary>
    ESP384 = -51,

    /// <summary>ECDSA on P-521 with SHA-512, fully specified (RFC 9864).</summary>
    ESP512 = -52,

    /// <summary>EdDSA on Ed448, fully specified (RFC 9864).</summary>
    Ed448 = -53,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    RS256 = -257,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-384.</summary>
    RS384 = -258,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-512.</summary>
    RS512 = -259,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-1: for old TPM statements, and for a credential only where the caller lists it by name.</summary>
    RS1 = -65535,
}
