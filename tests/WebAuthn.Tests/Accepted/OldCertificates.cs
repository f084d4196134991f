using System.Formats.Asn1;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Accepted;

public sealed class An_old_U2F_key_is_accepted_when
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void V39_its_certificate_s_signature_counts_unused_bits_that_are_used(byte unused)
    {
        var root = CertificateAuthority.NewRoot();
        var registering = Registering.With(s =>
        {
            new FidoU2fStatement { Issuer = root }.Apply(s);
            s.StatementMembers = statement => statement["x5c"] = (object[])[WithUnusedBits((byte[])((object[])statement["x5c"]!)[0], unused)];
            s.Party = s.Party with { TrustAnchors = TrustAnchors.FromDer(root.Certificate.RawData) };
        });
        registering.ShouldBeAccepted().Attestation.Trust.ShouldBe(AttestationTrust.Trusted);
    }

    /// <summary>Writes the count into the first byte of the BIT STRING that holds the certificate's signature: tag, length, count.</summary>
    private static byte[] WithUnusedBits(byte[] certificate, byte unused)
    {
        var parts = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
        parts.ReadEncodedValue();
        parts.ReadEncodedValue();
        certificate[certificate.Length - parts.PeekEncodedValue().Length + 2] = unused;
        return certificate;
    }
}
