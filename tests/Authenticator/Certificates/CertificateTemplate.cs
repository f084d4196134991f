using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Keystile.Authenticator;

/// <summary>An attestation certificate's content; the default meets packed §8.2.1.</summary>
public sealed record CertificateTemplate
{
    /// <summary>The extension id-fido-gen-ce-aaguid.</summary>
    public const string AaguidOid = "1.3.6.1.4.1.45724.1.1.4";

    public static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), Latest = new(2049, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public X500DistinguishedName Subject { get; init; } = new("C=SE, O=Keystile Tests, OU=Authenticator Attestation, CN=Keystile Test Authenticator");

    public DateTimeOffset NotBefore { get; init; } = Earliest;

    public DateTimeOffset NotAfter { get; init; } = Latest;

    /// <summary>Every extension, in order.</summary>
    public IReadOnlyList<X509Extension> Extensions { get; init; } = [new X509BasicConstraintsExtension(false, false, 0, true)];

    /// <summary>The same with one more extension.</summary>
    public CertificateTemplate With(X509Extension extension) => this with { Extensions = [.. Extensions, extension] };

    /// <summary>The same with the AAGUID extension: an OCTET STRING in the extension's own OCTET STRING, not critical.</summary>
    public CertificateTemplate WithAaguid(byte[] aaguid) => With(new(AaguidOid, [0x04, (byte)aaguid.Length, .. aaguid], critical: false));

    internal CertificateRequest ToRequest(CredentialKey key)
    {
        var request = new CertificateRequest(Subject, PublicKey.CreateFromSubjectPublicKeyInfo(key.ToSubjectPublicKeyInfo(), out _), HashAlgorithmName.SHA256);
        foreach (var extension in Extensions) request.CertificateExtensions.Add(extension);
        return request;
    }
}
