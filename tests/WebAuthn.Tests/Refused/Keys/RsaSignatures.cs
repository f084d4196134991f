using System.Security.Cryptography;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class An_RSA_signature_is_refused_when
{
    private const int Length = 256;
    private static readonly RsaCredentialKey Pkcs1 = (RsaCredentialKey)CredentialKey.Create(Cose.RS256), Pss = (RsaCredentialKey)CredentialKey.Create(Cose.PS256);
    private static readonly byte[] Sha256Info = Convert.FromHexString("3031300d060960864801650304020105000420"), WithoutNull = Convert.FromHexString("302f300b0609608648016503040201" + "0420");

    [Fact]
    public void N075_it_is_wrapped()
    {
        Refused(signature => DerSignature.Element(0x04, signature));
        Refused(DerSignature.Sequence);
        Refused(signature => DerSignature.Element(0x03, [0, .. signature]));
    }

    [Fact]
    public void N075_it_is_longer_or_shorter_than_the_modulus()
    {
        Refused(signature => [0, .. signature]);
        Refused(signature => [.. signature, 0]);
        Refused(signature => signature[..^1]);
        Refused(signature => signature[1..]);
        Refused(_ => [0]);
        Refused(_ => new byte[Length]);
    }

    [Fact]
    public void N075_it_is_not_below_the_modulus() => Refused(_ => [.. Enumerable.Repeat((byte)0xff, Length)]);

    [Fact]
    public void N076_it_is_of_the_other_padding()
    {
        SigningIn.By(Pkcs1, s => s.Signer = data => Pkcs1.Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)).ShouldBeRejectedFor(Rejection.SignatureInvalid);
        SigningIn.By(Pss, s => s.Signer = data => Pss.Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)).ShouldBeRejectedFor(Rejection.SignatureInvalid);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(Length - 32 - 2)]
    public void N076_its_salt_is_not_as_long_as_the_hash(int salt)
    {
        SigningIn.By(Pss, s => s.Signer = data => RsaRaw.Sign(Pss.Rsa, RsaRaw.Pss(Length, data, salt))).ShouldBeRejectedFor(Rejection.SignatureInvalid);
        SigningIn.By(Pss, s => s.Signer = data => RsaRaw.Sign(Pss.Rsa, RsaRaw.Pss(Length, data, 32))).ShouldBeAccepted();
    }

    [Theory]
    [InlineData("SHA1")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void N076_its_digest_is_another(string hash)
    {
        SigningIn.By(Pkcs1, s => s.Signer = data => Pkcs1.Rsa.SignData(data, new(hash), RSASignaturePadding.Pkcs1)).ShouldBeRejectedFor(Rejection.SignatureInvalid);
        SigningIn.By(Pss, s => s.Signer = data => Pss.Rsa.SignData(data, new(hash), RSASignaturePadding.Pss)).ShouldBeRejectedFor(Rejection.SignatureInvalid);
    }

    [Fact]
    public void N076_its_digest_info_is_not_exactly_the_one()
    {
        SignedAs(data => RsaRaw.Pkcs1(Length, [.. Sha256Info, .. SHA256.HashData(data)])).ShouldBeAccepted();
        SignedAs(data => RsaRaw.Pkcs1(Length, [.. WithoutNull, .. SHA256.HashData(data)])).ShouldBeRejectedFor(Rejection.SignatureInvalid);
        SignedAs(data => RsaRaw.Pkcs1(Length, [.. Sha256Info, .. SHA256.HashData(data), 0])).ShouldBeRejectedFor(Rejection.SignatureInvalid);
        SignedAs(data => RsaRaw.Pkcs1(Length, SHA256.HashData(data))).ShouldBeRejectedFor(Rejection.SignatureInvalid);
    }

    [Fact]
    public void N076_its_padding_is_short_and_garbage_follows_the_digest() =>
        SignedAs(data => [0, 1, .. Enumerable.Repeat((byte)0xff, 8), 0, .. Sha256Info, .. SHA256.HashData(data), .. new byte[Length - 11 - Sha256Info.Length - 32]]).ShouldBeRejectedFor(Rejection.SignatureInvalid);

    [Fact]
    public void N076_its_block_is_of_another_type() => SignedAs(data =>
    {
        var block = RsaRaw.Pkcs1(Length, [.. Sha256Info, .. SHA256.HashData(data)]);
        block[1] = 2;
        return block;
    }).ShouldBeRejectedFor(Rejection.SignatureInvalid);

    private static SigningIn SignedAs(Func<byte[], byte[]> encode) => SigningIn.By(Pkcs1, s => s.Signer = data => RsaRaw.Sign(Pkcs1.Rsa, encode(data)));

    private static void Refused(Func<byte[], byte[]> spoil)
    {
        SigningIn.By(Pkcs1, s => s.SignatureSent = spoil).ShouldBeRejectedFor(Rejection.SignatureInvalid);
        SigningIn.By(Pss, s => s.SignatureSent = spoil).ShouldBeRejectedFor(Rejection.SignatureInvalid);
    }
}
