using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class An_ECDSA_signature_is_refused_when
{
    /// <summary>The order of P-256.</summary>
    private static readonly BigInteger N = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static readonly EcCredentialKey Key = (EcCredentialKey)CredentialKey.Create(Cose.ES256);

    [Fact]
    public void N073_it_is_r_and_s_without_DER() =>
        SigningIn.By(Key, s => s.Signer = data => Key.Ecdsa.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)).ShouldBeRejectedFor(Rejection.SignatureInvalid);

    [Theory]
    [InlineData("00")]
    [InlineData("0000")]
    [InlineData("020100")]
    public void N073_bytes_follow_it(string more) => Refused(signature => [.. signature, .. Convert.FromHexString(more)]);

    [Fact]
    public void N073_it_has_a_third_integer() => RefusedOf((r, s) => DerSignature.Sequence([.. DerSignature.Number(r), .. DerSignature.Number(s), 2, 1, 0]));

    [Fact]
    public void N073_it_has_one_integer() => RefusedOf((r, _) => DerSignature.Sequence(DerSignature.Number(r)));

    [Fact]
    public void N073_it_is_of_indefinite_length() => RefusedOf((r, s) => [0x30, 0x80, .. DerSignature.Number(r), .. DerSignature.Number(s), 0, 0]);

    [Fact]
    public void N073_a_length_is_not_in_its_shortest_form()
    {
        Refused(signature => [0x30, 0x81, .. signature[1..]]);
        Refused(signature => [0x30, 0x82, 0, .. signature[1..]]);
        RefusedOf((r, s) => DerSignature.Sequence([2, 0x81, .. DerSignature.Number(r)[1..], .. DerSignature.Number(s)]));
    }

    [Fact]
    public void N073_an_integer_is_not_in_its_shortest_form()
    {
        RefusedOf((r, s) => DerSignature.Sequence([.. Padded(r), .. DerSignature.Number(s)]));
        RefusedOf((r, s) => DerSignature.Sequence([.. DerSignature.Number(r), .. Padded(s)]));
    }

    [Fact]
    public void N073_an_integer_is_negative()
    {
        RefusedOf((r, s) => DerSignature.Of(-r, s));
        RefusedOf((r, s) => DerSignature.Of(r, -s));
        RefusedOf((r, s) => DerSignature.Of(r, s - N));
        RefusedOf((r, s) => DerSignature.Of(r - N, s));
    }

    [Fact]
    public void N073_an_integer_that_should_have_a_leading_zero_has_none()
    {
        // Drawn again until r's first bit is set, so that its zero byte can be missing.
        SigningIn.By(Key, s => s.Signer = data =>
        {
            for (; ; )
            {
                var (r, t) = DerSignature.Parse(Key.Sign(data));
                if (r.GetByteCount(isUnsigned: true) < r.GetByteCount()) return DerSignature.Sequence([.. DerSignature.Element(2, r.ToByteArray(isUnsigned: true, isBigEndian: true)), .. DerSignature.Number(t)]);
            }
        }).ShouldBeRejectedFor(Rejection.SignatureInvalid);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(-1, 1)]
    public void N074_r_or_s_is_a_number_that_fits_anything(int r, int s) => Refused(_ => DerSignature.Of(r, s));

    [Fact]
    public void N074_r_or_s_is_not_below_the_order()
    {
        Refused(_ => DerSignature.Of(N, N));
        RefusedOf((r, s) => DerSignature.Of(N, s));
        RefusedOf((r, s) => DerSignature.Of(r, N));
        RefusedOf((r, s) => DerSignature.Of(r + N, s));
        RefusedOf((r, s) => DerSignature.Of(r, s + N));
        RefusedOf((r, s) => DerSignature.Of(0, s));
        RefusedOf((r, s) => DerSignature.Of(r, 0));
    }

    [Fact]
    public void N074_r_and_s_changed_places() => RefusedOf((r, s) => DerSignature.Of(s, r));

    [Theory]
    [InlineData("30")]
    [InlineData("3000")]
    [InlineData("3080")]
    [InlineData("3003020100")]
    [InlineData("00")]
    [InlineData("3084FFFFFFFF")]
    [InlineData("30060201FF0201FF")]
    public void N073_it_is_no_signature_at_all(string signature) => Refused(_ => Convert.FromHexString(signature));

    private static byte[] Padded(BigInteger value) => DerSignature.Element(2, [0, .. value.ToByteArray(isBigEndian: true)]);

    private static void RefusedOf(Func<BigInteger, BigInteger, byte[]> spoil) => Refused(signature =>
    {
        var (r, s) = DerSignature.Parse(signature);
        DerSignature.Of(r, s).ShouldBe(signature);
        return spoil(r, s);
    });

    private static void Refused(Func<byte[], byte[]> spoil) => SigningIn.By(Key, s => s.SignatureSent = spoil).ShouldBeRejectedFor(Rejection.SignatureInvalid);
}
