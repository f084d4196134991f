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
}
