namespace Keystile.WebAuthn;

/// <summary>Object identifiers, as the content of their DER.</summary>
internal static class Oids
{
    /// <summary>2.5.29.15</summary>
    public static ReadOnlySpan<byte> KeyUsage => [0x55, 0x1D, 0x0F];

    /// <summary>2.5.29.17</summary>
    public static ReadOnlySpan<byte> SubjectAlternativeName => [0x55, 0x1D, 0x11];

    /// <summary>2.5.29.19</summary>
    public static ReadOnlySpan<byte> BasicConstraints => [0x55, 0x1D, 0x13];

    /// <summary>2.5.29.28</summary>
    public static ReadOnlySpan<byte> IssuingDistributionPoint => [0x55, 0x1D, 0x1C];

    /// <summary>2.5.29.30</summary>
    public static ReadOnlySpan<byte> NameConstraints => [0x55, 0x1D, 0x1E];

    /// <summary>2.5.29.32</summary>
    public static ReadOnlySpan<byte> CertificatePolicies => [0x55, 0x1D, 0x20];

    /// <summary>2.5.29.37</summary>
    public static ReadOnlySpan<byte> ExtendedKeyUsage => [0x55, 0x1D, 0x25];

    /// <summary>2.5.4.3</summary>
    public static ReadOnlySpan<byte> CommonName => [0x55, 0x04, 0x03];

    /// <summary>2.5.4.6</summary>
    public static ReadOnlySpan<byte> Country => [0x55, 0x04, 0x06];

    /// <summary>2.5.4.10</summary>
    public static ReadOnlySpan<byte> Organization => [0x55, 0x04, 0x0A];

    /// <summary>2.5.4.11</summary>
    public static ReadOnlySpan<byte> OrganizationalUnit => [0x55, 0x04, 0x0B];

    /// <summary>1.3.6.1.4.1.45724.1.1.4, id-fido-gen-ce-aaguid</summary>
    public static ReadOnlySpan<byte> FidoAaguid => [0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0xE5, 0x1C, 0x01, 0x01, 0x04];

    /// <summary>1.3.6.1.4.1.11129.2.1.17, Android's key description</summary>
    public static ReadOnlySpan<byte> AndroidKeyDescription => [0x2B, 0x06, 0x01, 0x04, 0x01, 0xD6, 0x79, 0x02, 0x01, 0x11];

    /// <summary>1.2.840.113635.100.8.2, Apple's nonce</summary>
    public static ReadOnlySpan<byte> AppleNonce => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x63, 0x64, 0x08, 0x02];

    /// <summary>2.23.133.8.3, tcg-kp-AIKCertificate</summary>
    public static ReadOnlySpan<byte> TpmAikCertificate => [0x67, 0x81, 0x05, 0x08, 0x03];

    /// <summary>2.23.133.2.1, tcg-at-tpmManufacturer</summary>
    public static ReadOnlySpan<byte> TpmManufacturer => [0x67, 0x81, 0x05, 0x02, 0x01];

    /// <summary>2.23.133.2.2, tcg-at-tpmModel</summary>
    public static ReadOnlySpan<byte> TpmModel => [0x67, 0x81, 0x05, 0x02, 0x02];

    /// <summary>2.23.133.2.3, tcg-at-tpmVersion</summary>
    public static ReadOnlySpan<byte> TpmVersion => [0x67, 0x81, 0x05, 0x02, 0x03];
}
