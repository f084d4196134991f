using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Attestation;

public sealed class A_packed_statement
{
    private static readonly X509Extension EndEntity = new X509BasicConstraintsExtension(false, false, 0, true);

    [Theory]
    [InlineData(Cose.ES256)]
    [InlineData(Cose.ES384)]
    [InlineData(Cose.ES512)]
    [InlineData(Cose.RS256)]
    [InlineData(Cose.PS256)]
    public void is_accepted_from_an_attestation_key_of_any_algorithm(int algorithm) =>
        Attesting.With(new PackedStatement { Key = CredentialKey.Create(algorithm) }).ShouldBeAccepted().Attestation.Type.ShouldBe(AttestationType.Basic);

    [Theory]
    [InlineData(Cose.ES256)]
    [InlineData(Cose.EdDSA)]
    [InlineData(Cose.RS256)]
    public void is_accepted_from_the_credential_key_itself(int algorithm)
    {
        var attestation = Attesting.With(new PackedSelfStatement(), s => s.Key = CredentialKey.Create(algorithm)).ShouldBeAccepted().Attestation;
        attestation.Type.ShouldBe(AttestationType.Self);
        attestation.Trust.ShouldBe(AttestationTrust.SelfSigned);
    }

    [Fact]
    public void N112_is_refused_when_it_signs_other_bytes()
    {
        Attesting.With(new PackedStatement(), s => s.ClientDataSent = Changed).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);
        Attesting.With(new PackedSelfStatement(), s => s.ClientDataSent = Changed).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);
        Attesting.With(new PackedStatement(), s => s.StatementMembers = m => ((byte[])m["sig"]!)[^1] ^= 1).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);

        static byte[] Changed(byte[] clientData) => [.. clientData, (byte)' '];
    }

    [Theory]
    [InlineData(Cose.ES256, Cose.RS256)]
    [InlineData(Cose.ES256, Cose.ES384)]
    [InlineData(Cose.RS256, Cose.ES256)]
    [InlineData(Cose.ES256, 0)]
    [InlineData(Cose.ES256, -9999)]
    public void N112_is_refused_when_alg_is_not_for_the_signing_key(int key, int alg) =>
        Attesting.With(new PackedStatement { Key = CredentialKey.Create(key) }, s => s.StatementMembers = m => m["alg"] = alg).ShouldBeRejectedFor(Rejection.AttestationAlgorithmMismatch);

    [Theory]
    [InlineData(Cose.RS256, Cose.PS256)]
    [InlineData(Cose.PS256, Cose.RS256)]
    [InlineData(Cose.RS256, Cose.RS384)]
    public void N112_is_refused_when_padding_or_hash_are_mixed_up(int key, int alg) =>
        Attesting.With(new PackedStatement { Key = CredentialKey.Create(key) }, s => s.StatementMembers = m => m["alg"] = alg).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);

    [Fact]
    public void N112_is_refused_with_sha1() =>
        Attesting.With(new PackedStatement { Key = CredentialKey.Create(Cose.RS1) }).ShouldBeRejectedFor(Rejection.AttestationAlgorithmMismatch);

    [Theory]
    [InlineData(Cose.ESP256)]
    [InlineData(Cose.RS256)]
    public void N113_is_refused_when_self_attestation_names_another_algorithm(int alg) =>
        Attesting.With(new PackedSelfStatement(), s => s.StatementMembers = m => m["alg"] = alg).ShouldBeRejectedFor(Rejection.AttestationAlgorithmMismatch);

    [Fact]
    public void N114_is_refused_when_the_credential_key_signs_under_a_certificate() =>
        Attesting.With(new SelfUnderCertificate()).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);

    [Fact]
    public void N114_is_refused_when_a_certificate_key_signs_without_the_certificate() =>
        Attesting.With(new PackedStatement(), s => s.StatementMembers = m => m.Remove("x5c")).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);

    [Theory]
    [InlineData("O=Keystile Tests, OU=Authenticator Attestation, CN=A")]
    [InlineData("C=SE, OU=Authenticator Attestation, CN=A")]
    [InlineData("C=SE, O=Keystile Tests, CN=A")]
    [InlineData("C=SE, O=Keystile Tests, OU=Authenticator Attestation")]
    [InlineData("C=SE, O=Keystile Tests, OU=authenticator attestation, CN=A")]
    [InlineData("C=SE, O=Keystile Tests, OU=Authenticator Attestation 2, CN=A")]
    [InlineData("C=SE, O=Keystile Tests, OU=Other, CN=A")]
    [InlineData("C=SE, O=Keystile Tests, CN=\"A, OU=Authenticator Attestation\"")]
    [InlineData("C=SE, O=Keystile Tests, OU=Authenticator Attestation, OU=Other, CN=A")]
    [InlineData("C=se, O=Keystile Tests, OU=Authenticator Attestation, CN=A")]
    [InlineData("C=S, O=Keystile Tests, OU=Authenticator Attestation, CN=A")]
    [InlineData("C=SEE, O=Keystile Tests, OU=Authenticator Attestation, CN=A")]
    [InlineData("C=Se, O=Keystile Tests, OU=Authenticator Attestation, CN=A")]
    [InlineData("C=sE, O=Keystile Tests, OU=Authenticator Attestation, CN=A")]
    [InlineData("C=SE, O=\"\", OU=Authenticator Attestation, CN=A")]
    [InlineData("C=SE, O=Keystile Tests, OU=Authenticator Attestation, CN=\"\"")]
    [InlineData("C=S1, O=Keystile Tests, OU=Authenticator Attestation, CN=A")]
    public void N115_is_refused_when_the_subject_is_not_as_required(string subject) =>
        Refused(new() { Subject = new(subject) }, Rejection.AttestationCertificateInvalid);

    [Theory]
    [InlineData("C=AA, O=a, OU=Authenticator Attestation, CN=b")]
    [InlineData("C=ZZ, O=a, OU=Authenticator Attestation, CN=b")]
    public void is_accepted_with_a_subject_as_short_as_it_may_be(string subject) => Attesting.With(new PackedStatement { Template = new() { Subject = new(subject) } }).ShouldBeAccepted();

    [Fact]
    public void N115_is_refused_when_the_certificate_is_a_ca() =>
        Refused(new() { Extensions = [new X509BasicConstraintsExtension(true, false, 0, true)] }, Rejection.AttestationCertificateInvalid);

    [Fact]
    public void N115_is_refused_when_the_certificate_does_not_say_that_it_is_no_ca() =>
        Refused(new() { Extensions = [new X509SubjectKeyIdentifierExtension([1, 2, 3], false)] }, Rejection.AttestationCertificateInvalid);

    [Fact]
    public void N115_is_refused_when_the_certificate_is_of_version_1() =>
        Attesting.With(new PackedStatement { CertifiedAaguid = [], Template = new() { Extensions = [] } }).ShouldBeRejectedFor(Rejection.AttestationCertificateInvalid);

    [Fact]
    public void N116_is_refused_when_the_certificate_names_another_model() =>
        Attesting.With(new PackedStatement { CertifiedAaguid = new byte[16] }).ShouldBeRejectedFor(Rejection.AttestationAaguidMismatch);

    [Theory]
    [InlineData("single wrapped")]
    [InlineData("15 bytes")]
    [InlineData("something behind")]
    [InlineData("critical")]
    public void N116_is_refused_when_the_model_is_not_written_as_required(string how)
    {
        byte[] aaguid = Registering.Plainly().Aaguid;
        var extension = how switch
        {
            "single wrapped" => new X509Extension(CertificateTemplate.AaguidOid, aaguid, false),
            "15 bytes" => new X509Extension(CertificateTemplate.AaguidOid, [4, 15, .. aaguid[..15]], false),
            "something behind" => new X509Extension(CertificateTemplate.AaguidOid, [4, 16, .. aaguid, 0], false),
            _ => new X509Extension(CertificateTemplate.AaguidOid, [4, 16, .. aaguid], true),
        };
        Refused(new() { Extensions = [EndEntity, extension] }, Rejection.AttestationCertificateInvalid);
    }

    [Fact]
    public void N117_is_refused_with_an_ecdaa_key_id()
    {
        Attesting.With(new PackedSelfStatement(), s => s.StatementMembers = m => m.Add("ecdaaKeyId", new byte[32])).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
        Attesting.With(new PackedStatement(), s => s.StatementMembers = m => m.Add("ecdaaKeyId", new byte[32])).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
    }

    [Fact]
    public void V17_is_accepted_with_extensions_it_does_not_know() => Attesting.With(new PackedStatement
    {
        CertifiedAaguid = [],
        Template = new CertificateTemplate()
            .With(new("1.3.6.1.4.1.45724.2.1.1", [0x03, 0x02, 0x04, 0x30], false))
            .With(new("1.2.3.4.5", [0x05, 0x00], false))
            .With(TpmCertificate.Purposes("1.2.3.4.6")),
    }).ShouldBeAccepted();

    [Fact]
    public void N101_is_refused_with_a_certificate_key_of_a_kind_that_is_not_taken()
    {
        var key = new EcCredentialKey(Cose.ES256, ECCurve.NamedCurves.brainpoolP256r1, 1, HashAlgorithmName.SHA256);
        Attesting.With(new PackedStatement { Key = key }).ShouldBeRejectedFor(Rejection.AttestationCertificateInvalid);
    }

    private static void Refused(CertificateTemplate template, Rejection reason)
    {
        Attesting.With(new PackedStatement { CertifiedAaguid = [], Template = template }).ShouldBeRejectedFor(reason);
        Attesting.With(new PackedStatement { CertifiedAaguid = [] }).ShouldBeAccepted();
    }

    /// <summary>A certificate of an attestation key, and a signature by the credential key.</summary>
    private sealed class SelfUnderCertificate : IStatementMaker
    {
        public string Format => "packed";

        public object Make(StatementContext context)
        {
            var statement = (LooseMap)new PackedStatement().Make(context);
            statement["sig"] = context.Key.Sign(context.SignedBytes);
            return statement;
        }
    }
}
