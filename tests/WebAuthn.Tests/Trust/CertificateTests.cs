using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Keystile.WebAuthn.Tests;

public sealed class A_certificate_is_read
{
    [Fact]
    public void as_the_framework_reads_it_for_every_certificate_of_the_vectors()
    {
        var certificates = TrustVectors.Certificates();
        certificates.Count.ShouldBeGreaterThan(80);
        foreach (var der in certificates)
        {
            using var theirs = X509CertificateLoader.LoadCertificate(der);
            var ours = Certificate.TryParse(der).ShouldNotBeNull(Convert.ToHexString(SHA256.HashData(der)));
            ours.Version.ShouldBe(theirs.Version);
            Convert.ToHexString(ours.Issuer.Der.Span).ShouldBe(Convert.ToHexString(theirs.IssuerName.RawData));
            Convert.ToHexString(ours.Subject.Der.Span).ShouldBe(Convert.ToHexString(theirs.SubjectName.RawData));
            ours.NotBefore.UtcDateTime.ShouldBe(theirs.NotBefore.ToUniversalTime());
            ours.NotAfter.UtcDateTime.ShouldBe(theirs.NotAfter.ToUniversalTime());
            Convert.ToHexString(ours.PublicKey.Span).ShouldBe(Convert.ToHexString(theirs.PublicKey.ExportSubjectPublicKeyInfo()));
            ours.Extensions.Select(e => (e.Critical, Convert.ToHexString(e.Value.Span)))
                .ShouldBe(theirs.Extensions.Select(e => (e.Critical, Convert.ToHexString(e.RawData))));
        }
    }
}
