using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Keystile.Authenticator;

/// <summary>A certificate that can issue others: a root of its own, or an intermediate under another.</summary>
public sealed class CertificateAuthority
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private CertificateAuthority(string name, CertificateAuthority? issuer, Action<CertificateRequest>? spoil)
    {
        var request = new CertificateRequest(name, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        spoil?.Invoke(request);
        Certificate = issuer is null
            ? request.CreateSelfSigned(CertificateTemplate.Earliest, CertificateTemplate.Latest)
            : issuer.Sign(request, CertificateTemplate.Earliest, CertificateTemplate.Latest);
    }

    /// <summary>Its own certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A self-signed root.</summary>
    public static CertificateAuthority NewRoot(string name = "C=SE, O=Keystile Tests, CN=Keystile Test Root", Action<CertificateRequest>? spoil = null) => new(name, null, spoil);

    /// <summary>An intermediate under this one.</summary>
    public CertificateAuthority NewIntermediate(string name = "C=SE, O=Keystile Tests, CN=Keystile Test Intermediate", Action<CertificateRequest>? spoil = null) => new(name, this, spoil);

    /// <summary>A certificate for <paramref name="key"/> as the template says.</summary>
    public X509Certificate2 Issue(CertificateTemplate template, CredentialKey key) => Sign(template.ToRequest(key), template.NotBefore, template.NotAfter);

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset notBefore, DateTimeOffset notAfter) =>
        request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), notBefore, notAfter, RandomNumberGenerator.GetBytes(12));
}
