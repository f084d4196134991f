using System.Security.Cryptography;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Attestation;

public sealed class A_tpm_statement
{
    [Theory]
    [InlineData(Cose.ES256, Cose.ES256)]
    [InlineData(Cose.ES384, Cose.ES256)]
    [InlineData(Cose.ES512, Cose.ES384)]
    [InlineData(Cose.RS256, Cose.RS256)]
    [InlineData(Cose.ES256, Cose.RS1)]
    [InlineData(Cose.RS256, Cose.ES512)]
    [InlineData(Cose.PS256, Cose.RS256)]
    public void V18_is_accepted_for_keys_of_any_algorithm(int credential, int identity) =>
        Attesting.With(new TpmStatement { Key = CredentialKey.Create(identity) }, s => s.Key = CredentialKey.Create(credential)).ShouldBeAccepted().Attestation.Type.ShouldBe(AttestationType.AttCA);

    [Theory]
    [InlineData(TpmArea.Sha1)]
    [InlineData(TpmArea.Sha256)]
    [InlineData(TpmArea.Sha384)]
    [InlineData(TpmArea.Sha512)]
    public void V18_is_accepted_with_a_name_by_any_hash(int hash) =>
        Attesting.With(new TpmStatement { Area = new() { NameHash = hash } }).ShouldBeAccepted();

    [Fact]
    public void V18_is_accepted_with_the_exponent_written_out() =>
        Attesting.With(new TpmStatement { Area = new() { Exponent = 65537 } }, s => s.Key = CredentialKey.Create(Cose.RS256)).ShouldBeAccepted();

    [Theory]
    [InlineData(0x0018, Cose.ES256)]
    [InlineData(0x0014, Cose.RS256)]
    [InlineData(0x0016, Cose.PS256)]
    public void V18_is_accepted_with_a_signing_scheme(int scheme, int algorithm) =>
        Attesting.With(new TpmStatement { Area = new() { Scheme = (scheme, TpmArea.Sha256) } }, s => s.Key = CredentialKey.Create(algorithm)).ShouldBeAccepted();

    [Fact]
    public void V18_is_accepted_with_coordinates_without_their_leading_zeros() =>
        Attesting.With(new TpmStatement { Area = new() { Trims = true } }, s => s.Key = KeyWithLeadingZero()).ShouldBeAccepted();

    [Theory]
    [InlineData("1.2")]
    [InlineData("2.0 ")]
    [InlineData("")]
    public void N118_is_refused_for_another_version(string version) => Refused(m => m["ver"] = version, Rejection.MalformedAttestationStatement);

    [Fact]
    public void N118_is_refused_with_an_ecdaa_key_in_the_place_of_certificates() => Refused(m => m.Rename("x5c", "ecdaaKeyId"), Rejection.MalformedAttestationStatement);

    [Fact]
    public void N119_is_refused_when_no_tpm_made_it() => Refused(new TpmStatement { Magic = 0xFF544348 }, Rejection.MalformedAttestationStatement);

    [Fact]
    public void N119_is_refused_when_it_is_no_certification() => Refused(new TpmStatement { Type = 0x8018 }, Rejection.MalformedAttestationStatement);

    [Fact]
    public void N119_is_refused_when_cert_info_is_cut_or_followed()
    {
        Refused(new TpmStatement { CertInfoBytes = bytes => [.. bytes, 0] }, Rejection.MalformedAttestationStatement);
        for (var cut = 1; cut < 100; cut++) Refused(new TpmStatement { Issuer = Issuer, Key = Identity, CertInfoBytes = bytes => bytes[..^cut] }, Rejection.MalformedAttestationStatement);
    }

    [Theory]
    [InlineData(Cose.ES256)]
    [InlineData(Cose.RS256)]
    public void N119_is_refused_when_the_public_area_is_cut_or_followed(int algorithm)
    {
        var key = CredentialKey.Create(algorithm);
        Refused(new TpmStatement { AreaBytes = bytes => [.. bytes, 0] }, Rejection.MalformedAttestationStatement, key);
        for (var cut = 1; cut < 80; cut++) Refused(new TpmStatement { Issuer = Issuer, Key = Identity, AreaBytes = bytes => bytes[..^cut] }, Rejection.MalformedAttestationStatement, key);
    }

    [Fact]
    public void N120_is_refused_when_it_certifies_another_ceremony()
    {
        Refused(new TpmStatement { ExtraData = hash => SHA256.HashData(hash) }, Rejection.AttestationContentMismatch);
        Refused(new TpmStatement { ExtraData = hash => [.. hash, 0] }, Rejection.AttestationContentMismatch);
        Refused(new TpmStatement { ExtraData = _ => [] }, Rejection.AttestationContentMismatch);
    }

    [Fact]
    public void N120_is_refused_when_the_hash_is_not_that_of_alg() =>
        Attesting.With(new WithOtherHash()).ShouldBeRejectedFor(Rejection.AttestationContentMismatch);

    [Theory]
    [InlineData(Cose.EdDSA)]
    [InlineData(-9999)]
    public void N120_is_refused_when_alg_has_no_hash(int algorithm) => Refused(m => m["alg"] = algorithm, Rejection.AttestationAlgorithmMismatch);

    [Fact]
    public void N121_is_refused_when_the_name_is_of_another_area()
    {
        Refused(new TpmStatement { Name = name => [.. name[..^1], (byte)(name[^1] ^ 1)] }, Rejection.AttestationKeyMismatch);
        Refused(new TpmStatement { AreaSent = area => Changed(area, 7, 0x73) }, Rejection.AttestationKeyMismatch);
    }

    [Fact]
    public void N121_is_refused_when_the_name_tells_another_hash_than_the_area()
    {
        Refused(new TpmStatement { Name = name => [0, TpmArea.Sha384, .. name[2..]] }, Rejection.AttestationKeyMismatch);
        Refused(new TpmStatement { Name = name => name[2..] }, Rejection.AttestationKeyMismatch);
    }

    [Theory]
    [InlineData(0x0012)]
    [InlineData(0x0027)]
    [InlineData(TpmArea.Null)]
    public void N121_is_refused_when_the_hash_of_the_name_is_unknown(int hash) => Refused(new TpmStatement { Area = new() { NameHash = hash } }, Rejection.MalformedAttestationStatement);

    [Theory]
    [InlineData(Cose.ES256)]
    [InlineData(Cose.ES384)]
    [InlineData(Cose.RS256)]
    public void N122_is_refused_when_the_area_holds_another_key(int algorithm)
    {
        var other = new TpmArea().Write(algorithm == Cose.RS256 ? new RsaCredentialKey(algorithm, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) { Rsa = RSA.Create(2048) } : CredentialKey.Create(algorithm));
        Refused(new TpmStatement { AreaBytes = _ => other }, Rejection.AttestationKeyMismatch, CredentialKey.Create(Cose.ES256));
        Refused(new TpmStatement { AreaBytes = _ => other }, Rejection.AttestationKeyMismatch, CredentialKey.Create(Cose.RS256));
    }

    [Fact]
    public void N122_is_refused_with_another_exponent() =>
        Refused(new TpmStatement { Area = new() { Exponent = 3 } }, Rejection.AttestationKeyMismatch, CredentialKey.Create(Cose.RS256));

    [Fact]
    public void N122_is_refused_with_coordinates_longer_than_the_curve() =>
        Refused(new TpmStatement { AreaBytes = area => [.. area[..^68], 0, 33, 0, .. area[^66..]] }, Rejection.MalformedAttestationStatement);

    [Fact]
    public void N122_is_refused_when_the_key_length_contradicts_the_modulus() =>
        Refused(new TpmStatement { AreaBytes = area => Changed(area, 46, 0x0C) }, Rejection.MalformedAttestationStatement, CredentialKey.Create(Cose.RS256));

    [Theory]
    [InlineData(0x0006)]
    [InlineData(0x0000)]
    public void N122_is_refused_with_a_symmetric_part_which_no_signing_key_has(int symmetric) =>
        Refused(new TpmStatement { Area = new() { Symmetric = symmetric } }, Rejection.MalformedAttestationStatement);

    [Theory]
    [InlineData(0x0018, TpmArea.Sha256, Cose.RS256)]
    [InlineData(0x0014, TpmArea.Sha256, Cose.ES256)]
    [InlineData(0x0018, TpmArea.Null, Cose.ES256)]
    [InlineData(0x001A, TpmArea.Sha256, Cose.ES256)]
    public void N122_is_refused_with_a_scheme_of_another_kind_of_key(int scheme, int hash, int algorithm) =>
        Refused(new TpmStatement { Area = new() { Scheme = (scheme, hash) } }, Rejection.MalformedAttestationStatement, CredentialKey.Create(algorithm));

    [Theory]
    [InlineData(1, 0x08)] // neither RSA nor elliptic
    [InlineData(47, 0x10)] // a curve of another family
    [InlineData(49, 0x20)] // a key derivation, which no signing key has
    public void N122_is_refused_when_the_area_is_of_no_signing_key(int at, byte value) =>
        Refused(new TpmStatement { AreaBytes = area => Changed(area, at, value) }, Rejection.MalformedAttestationStatement);

    [Fact]
    public void N125_is_refused_when_another_key_signs()
    {
        Refused(new TpmStatement { Signer = context => context.Key }, Rejection.AttestationSignatureInvalid);
        Refused(new TpmStatement { Signer = _ => CredentialKey.Create(Cose.ES256) }, Rejection.AttestationSignatureInvalid);
    }

    [Fact]
    public void N125_is_refused_when_the_certificate_names_another_model()
    {
        Refused(new TpmStatement { Template = TpmCertificate.Template.WithAaguid(new byte[16]) }, Rejection.AttestationAaguidMismatch);
        Attesting.With(new TpmStatement { Template = TpmCertificate.Template.WithAaguid(Registering.Plainly().Aaguid) }).ShouldBeAccepted();
    }

    private static readonly CertificateAuthority Issuer = CertificateAuthority.NewRoot();

    private static readonly CredentialKey Identity = CredentialKey.Create(Cose.ES256);

    private static void Refused(TpmStatement maker, Rejection reason, CredentialKey? key = null) =>
        Attesting.With(maker, s => s.Key = key ?? s.Key).ShouldBeRejectedFor(reason);

    private static void Refused(Action<LooseMap> spoil, Rejection reason) => Attesting.With(new TpmStatement(), s => s.StatementMembers = spoil).ShouldBeRejectedFor(reason);

    private static byte[] Changed(byte[] bytes, int at, byte value)
    {
        bytes[at].ShouldNotBe(value);
        return [.. bytes[..at], value, .. bytes[(at + 1)..]];
    }

    private static EcCredentialKey KeyWithLeadingZero()
    {
        while (true)
        {
            var key = (EcCredentialKey)CredentialKey.Create(Cose.ES256);
            if (((byte[])key.ToCose()[Cose.X]!)[0] == 0) return key;
        }
    }

    /// <summary>extraData by SHA-384 where alg is ES256.</summary>
    private sealed class WithOtherHash : IStatementMaker
    {
        public string Format => "tpm";

        public object Make(StatementContext context) => new TpmStatement { ExtraData = _ => SHA384.HashData(context.SignedBytes) }.Make(context);
    }
}
