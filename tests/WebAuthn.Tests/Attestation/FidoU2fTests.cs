using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Attestation;

public sealed class A_fido_u2f_statement
{
    [Fact]
    public void is_accepted_with_one_certificate_and_the_flags_of_u2f() =>
        Attesting.WithU2f(new()).ShouldBeAccepted().Attestation.ShouldBe(new("fido-u2f", AttestationType.Basic, AttestationTrust.NotEvaluated));

    [Fact]
    public void N134_is_refused_with_two_certificates() =>
        Attesting.WithU2f(new(), s => s.StatementMembers = m => m["x5c"] = (object[])[.. (object[])m["x5c"]!, .. (object[])m["x5c"]!]).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);

    [Theory]
    [InlineData(Cose.ES384)]
    [InlineData(Cose.RS256)]
    public void N134_is_refused_with_a_certificate_key_that_is_not_on_p256(int algorithm) =>
        Attesting.WithU2f(new() { Key = CredentialKey.Create(algorithm) }).ShouldBeRejectedFor(Rejection.AttestationCertificateInvalid);

    [Theory]
    [InlineData(Cose.ES384)]
    [InlineData(Cose.ESP256)]
    public void N134_is_refused_for_a_credential_of_another_algorithm(int algorithm) =>
        Attesting.WithU2f(new(), s => s.Key = CredentialKey.Create(algorithm)).ShouldBeRejectedFor(Rejection.AttestationAlgorithmMismatch);

    [Theory]
    [InlineData("no prefix")]
    [InlineData("another prefix")]
    [InlineData("another order")]
    [InlineData("no point prefix")]
    [InlineData("as packed signs")]
    public void N134_is_refused_when_other_bytes_are_signed(string layout) =>
        Attesting.WithU2f(new(), s => s.Statement = new OtherLayout(layout)).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);

    [Fact]
    public void N134_is_refused_when_another_hash_is_signed() =>
        Attesting.WithU2f(new(), s => s.Statement = new OtherLayout("sha-384")).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);

    [Fact]
    public void N135_is_refused_with_an_aaguid_where_the_policy_wants_none()
    {
        var policy = new StatementPolicy { ZeroAaguidForU2f = true };
        Attesting.WithU2f(new()).Under(policy).ShouldBeAccepted();
        Attesting.WithU2f(new(), s => s.Aaguid = [.. Enumerable.Repeat((byte)1, 16)]).Under(policy).ShouldBeRejectedFor(Rejection.AttestationAaguidMismatch);
    }

    [Theory]
    [InlineData(CeremonyScenario.UV)]
    [InlineData(CeremonyScenario.BE)]
    [InlineData(CeremonyScenario.BE | CeremonyScenario.BS)]
    public void N055_is_refused_with_flags_that_u2f_does_not_know(byte flags) =>
        Attesting.WithU2f(new(), s => s.Flags |= flags).ShouldBeRejectedFor(Rejection.AttestationContentMismatch);

    [Fact]
    public void N055_is_refused_with_extension_outputs_which_u2f_does_not_know() =>
        Attesting.WithU2f(new(), s => s.Extensions = new() { { "credProtect", 1 } }).ShouldBeRejectedFor(Rejection.AttestationContentMismatch);

    [Fact]
    public void V32_is_accepted_with_reserved_flags() => Attesting.WithU2f(new(), s => s.Flags |= 0x22).ShouldBeAccepted();

    private sealed class OtherLayout(string layout) : IStatementMaker
    {
        public string Format => "fido-u2f";

        public object Make(StatementContext context)
        {
            var key = (EcCredentialKey)CredentialKey.Create(Cose.ES256);
            var cose = context.Key.ToCose();
            byte[] point = [.. (byte[])cose[Cose.X]!, .. (byte[])cose[Cose.Y]!];
            byte[] signed = layout switch
            {
                "no prefix" => [.. context.RpIdHash, .. context.ClientDataHash, .. context.CredentialId, 4, .. point],
                "another prefix" => [1, .. context.RpIdHash, .. context.ClientDataHash, .. context.CredentialId, 4, .. point],
                "another order" => [0, .. context.ClientDataHash, .. context.RpIdHash, .. context.CredentialId, 4, .. point],
                "no point prefix" => [0, .. context.RpIdHash, .. context.ClientDataHash, .. context.CredentialId, .. point],
                "as packed signs" => context.SignedBytes,
                _ => [0, .. context.RpIdHash, .. context.ClientDataHash, .. context.CredentialId, 4, .. point],
            };
            var signature = layout == "sha-384"
                ? key.Ecdsa.SignData(signed, System.Security.Cryptography.HashAlgorithmName.SHA384, System.Security.Cryptography.DSASignatureFormat.Rfc3279DerSequence)
                : key.Sign(signed);
            return new LooseMap { { "x5c", (object[])[CertificateAuthority.NewRoot().Issue(new(), key).RawData] }, { "sig", signature } };
        }
    }
}
