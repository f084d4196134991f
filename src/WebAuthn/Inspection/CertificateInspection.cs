using System.Globalization;
using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>Shows what a certificate says of itself.</summary>
internal static class CertificateInspection
{
    /// <summary>The certificate that the bytes wholly are, or null where they are not one.</summary>
    public static InspectionNode? TryDecode(string name, byte[] der) =>
        Certificate.TryParse(der) is { } certificate
            ? new(name, "certificate",
            [
                new("subject", Text(certificate.Subject)),
                new("issuer", Text(certificate.Issuer)),
                new("serial number", Convert.ToHexStringLower(certificate.SerialNumber.Span)),
                new("valid", $"{Time(certificate.NotBefore)} to {Time(certificate.NotAfter)}"),
                new("SHA-256", Convert.ToHexStringLower(SHA256.HashData(der))),
            ])
            : null;

    private static string Text(DistinguishedName name) =>
        name.IsEmpty ? "empty" : string.Join(", ", name.Attributes().Select(attribute => attribute.Text ?? Convert.ToHexStringLower(attribute.Value.Content.Span)));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
