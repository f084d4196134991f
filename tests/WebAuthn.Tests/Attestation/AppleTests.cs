using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Attestation;

public sealed class An_apple_statement
{
    [Fact]
    public void is_accepted_with_the_algorithm_that_early_devices_add() =>
        Attesting.With(new AppleStatement(), s => s.StatementMembers = m => m.Insert(0, new("alg", Cose.ES256))).ShouldBeAccepted().Attestation.Type.ShouldBe(AttestationType.AnonCA);

    [Fact]
    public void is_refused_when_that_algorithm_is_another()
    {
        Attesting.With(new AppleStatement(), s => s.StatementMembers = m => m.Insert(0, new("alg", Cose.ES384))).ShouldBeRejectedFor(Rejection.AttestationAlgorithmMismatch);
        Attesting.With(new AppleStatement(), s => s.StatementMembers = m => m.Insert(0, new("alg", "ES256"))).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
    }

    [Fact]
    public void N133_is_refused_without_the_nonce() =>
        Attesting.With(new AppleStatement { Wrap = _ => null }).ShouldBeRejectedFor(Rejection.AttestationCertificateInvalid);

    [Fact]
    public void N133_is_refused_with_the_nonce_of_another_ceremony()
    {
        Attesting.With(new AppleStatement { Nonce = nonce => [.. nonce[..^1], (byte)(nonce[^1] ^ 1)] }).ShouldBeRejectedFor(Rejection.AttestationContentMismatch);
        Attesting.With(new AppleStatement(), s => s.ClientDataSent = bytes => [.. bytes, (byte)' ']).ShouldBeRejectedFor(Rejection.AttestationContentMismatch);
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("octet string")]
    [InlineData("another tag")]
    [InlineData("no tag")]
    [InlineData("something behind the nonce")]
    [InlineData("something behind the tag")]
    [InlineData("something behind all")]
    public void N133_is_refused_when_the_nonce_is_wrapped_otherwise(string how) => Attesting.With(new AppleStatement
    {
        Wrap = nonce => how switch
        {
            "bare" => nonce,
            "octet string" => [0x04, 0x20, .. nonce],
            "another tag" => [0x30, 0x24, 0xA2, 0x22, 0x04, 0x20, .. nonce],
            "no tag" => [0x30, 0x22, 0x04, 0x20, .. nonce],
            "something behind the nonce" => [0x30, 0x26, 0xA1, 0x24, 0x04, 0x20, .. nonce, 0x05, 0x00],
            "something behind the tag" => [0x30, 0x26, 0xA1, 0x22, 0x04, 0x20, .. nonce, 0x05, 0x00],
            _ => [0x30, 0x24, 0xA1, 0x22, 0x04, 0x20, .. nonce, 0x05, 0x00],
        },
    }).ShouldBeRejectedFor(Rejection.AttestationCertificateInvalid);

    [Fact]
    public void N133_is_refused_when_another_key_is_certified() =>
        Attesting.With(new AppleStatement { CertifiedKey = CredentialKey.Create(Cose.ES256) }).ShouldBeRejectedFor(Rejection.AttestationKeyMismatch);
}
