using System.Security.Cryptography;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class A_public_key_is_refused_when
{
    private static readonly CredentialKey P256 = CredentialKey.Create(Cose.ES256), Ed25519 = CredentialKey.Create(Cose.EdDSA), Rsa = CredentialKey.Create(Cose.RS256);

    [Theory]
    [InlineData(Cose.ES256, Cose.EdDSA)]
    [InlineData(Cose.ES256, Cose.RS256)]
    [InlineData(Cose.ES256, Cose.MLDsa44)]
    [InlineData(Cose.EdDSA, Cose.ES256)]
    [InlineData(Cose.EdDSA, Cose.RS256)]
    [InlineData(Cose.RS256, Cose.ES256)]
    [InlineData(Cose.RS256, Cose.EdDSA)]
    public void N061_its_type_is_not_that_of_its_algorithm(int key, int algorithm) => SpoiledKey.ShouldBeRefused(CredentialKey.Create(key), k => k[Cose.Algorithm] = algorithm);

    [Theory]
    [InlineData(Cose.ES256, 1)]
    [InlineData(Cose.ES256, 3)]
    [InlineData(Cose.ES256, 7)]
    [InlineData(Cose.EdDSA, 2)]
    [InlineData(Cose.RS256, 2)]
    [InlineData(Cose.RS256, 7)]
    public void N061_it_says_another_type(int key, int type) => SpoiledKey.ShouldBeRefused(CredentialKey.Create(key), k => k[Cose.KeyType] = type);

    [Theory]
    [InlineData(Cose.ES384, Cose.ES256)]
    [InlineData(Cose.ES512, Cose.ES256)]
    [InlineData(Cose.ES256K, Cose.ES256)]
    [InlineData(Cose.ES256, Cose.ES384)]
    [InlineData(Cose.ES256, Cose.ES512)]
    [InlineData(Cose.ES256, Cose.ES256K)]
    [InlineData(Cose.ES384, Cose.ESP256)]
    [InlineData(Cose.Ed448, Cose.EdDSA)]
    [InlineData(Cose.Ed448, Cose.Ed25519)]
    [InlineData(Cose.EdDSA, Cose.Ed448)]
    public void N062_its_curve_is_not_that_of_its_algorithm(int key, int algorithm) => SpoiledKey.ShouldBeRefused(CredentialKey.Create(key), k => k[Cose.Algorithm] = algorithm);

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    public void N062_an_Edwards_key_says_another_curve(int curve) => SpoiledKey.ShouldBeRefused(Ed25519, k => k[Cose.Curve] = curve);

    [Theory]
    [InlineData(Cose.ES256)]
    [InlineData(Cose.ES384)]
    [InlineData(Cose.ESP256)]
    public void N063_its_point_is_compressed(int algorithm)
    {
        SpoiledKey.ShouldBeRefused(CredentialKey.Create(algorithm), k => k[Cose.Y] = true);
        SpoiledKey.ShouldBeRefused(CredentialKey.Create(algorithm), k => k[Cose.Y] = false);
    }

    [Theory]
    [InlineData(Cose.ES256)]
    [InlineData(Cose.ES384)]
    [InlineData(Cose.ES512)]
    [InlineData(Cose.ES256K)]
    public void N064_a_coordinate_is_longer_or_shorter(int algorithm)
    {
        var key = CredentialKey.Create(algorithm);
        foreach (var label in (int[])[Cose.X, Cose.Y])
        {
            SpoiledKey.ShouldBeRefused(key, k => k[label] = (byte[])[0, .. (byte[])k[label]!]);
            SpoiledKey.ShouldBeRefused(key, k => k[label] = ((byte[])k[label]!)[1..]);
        }
    }

    [Theory]
    [InlineData("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    public void N064_a_coordinate_is_not_below_the_prime(string coordinate)
    {
        SpoiledKey.ShouldBeRefused(P256, k => k[Cose.X] = Convert.FromHexString(coordinate));
        SpoiledKey.ShouldBeRefused(P256, k => k[Cose.Y] = Convert.FromHexString(coordinate));
    }

    [Fact]
    public void N064_its_point_is_given_with_a_coordinate_beyond_the_prime()
    {
        // (0, y) is on P-256; so is (p, y) to one who reduces first.
        byte[] y = Convert.FromHexString("66485C780E2F83D72433BD5D84A06BB6541C2AF31DAE871728BF856A174F93F4"), p = Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
        Registering.With(s => s.PublicKeyMembers = k => (k[Cose.X], k[Cose.Y]) = (new byte[32], y)).ShouldBeAccepted();
        SpoiledKey.ShouldBeRefused(P256, k => (k[Cose.X], k[Cose.Y]) = (p, y));
    }

    [Fact]
    public void N064_its_point_is_not_on_the_curve() => SpoiledKey.ShouldBeRefused(P256, k => ((byte[])k[Cose.Y]!)[31] ^= 1);

    [Fact]
    public void N064_its_point_is_at_infinity() => SpoiledKey.ShouldBeRefused(P256, k => (k[Cose.X], k[Cose.Y]) = (new byte[32], new byte[32]));

    [Theory]
    [InlineData(Cose.EdDSA)]
    [InlineData(Cose.Ed25519)]
    [InlineData(Cose.Ed448)]
    public void N065_an_Edwards_key_is_longer_or_shorter(int algorithm)
    {
        SpoiledKey.ShouldBeRefused(CredentialKey.Create(algorithm), k => k[Cose.X] = (byte[])[.. (byte[])k[Cose.X]!, 0]);
        SpoiledKey.ShouldBeRefused(CredentialKey.Create(algorithm), k => k[Cose.X] = ((byte[])k[Cose.X]!)[..^1]);
        SpoiledKey.ShouldBeRefused(CredentialKey.Create(algorithm), k => k[Cose.X] = Array.Empty<byte>());
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "order 4")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080", "order 4")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000", "order 1")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "order 2")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "order 8")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", "order 8")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "order 8")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", "order 8")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080", "minus zero")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "y = p")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "y = p + 1")]
    [InlineData("f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "y = p + 3")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "y beyond p")]
    public void N065_an_Ed25519_key_is_no_point_of_large_order_in_its_one_encoding(string x, string because)
    {
        because.ShouldNotBeEmpty();
        SpoiledKey.ShouldBeRefused(Ed25519, k => k[Cose.X] = Convert.FromHexString(x));
    }

    [Fact]
    public void N065_an_Ed25519_key_is_no_point_at_all() =>
        Registering.With(s => (s.Key, s.PublicKeyMembers) = (Ed25519, k => k[Cose.X] = (byte[])[2, .. new byte[31]])).ShouldBeRejectedFor(Rejection.MalformedPublicKey);

    [Theory]
    [InlineData(1024)]
    [InlineData(2040)]
    public void N066_an_RSA_modulus_is_too_short(int bits)
    {
        using var rsa = RSA.Create(bits);
        SpoiledKey.ShouldBeRefused(new RsaCredentialKey(Cose.RS256, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) { Rsa = rsa }, _ => { });
    }

    [Fact]
    public void N066_an_RSA_modulus_is_even() => SpoiledKey.ShouldBeRefused(Rsa, k => ((byte[])k[Cose.RsaN]!)[^1] &= 0xfe);

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("02")]
    [InlineData("010000")]
    [InlineData("00010001")]
    [InlineData("0000000000010001")]
    [InlineData("010000000000000001")]
    public void N066_an_RSA_exponent_is_not_a_small_odd_number_in_its_shortest_form(string exponent) => SpoiledKey.ShouldBeRefused(Rsa, k => k[Cose.RsaE] = Convert.FromHexString(exponent));

    [Fact]
    public void N066_an_RSA_modulus_has_a_leading_zero()
    {
        SpoiledKey.ShouldBeRefusedWhenNewOnly(Rsa, k => k[Cose.RsaN] = (byte[])[0, .. (byte[])k[Cose.RsaN]!], Rejection.MalformedPublicKey);
        SpoiledKey.ShouldBeRefused(Rsa, k => k[Cose.RsaN] = (byte[])[0, 0, .. (byte[])k[Cose.RsaN]!]);
    }

    [Fact]
    public void N066_an_RSA_exponent_is_as_long_as_the_modulus() =>
        SpoiledKey.ShouldBeRefused(Rsa, k => k[Cose.RsaE] = (byte[])[.. ((byte[])k[Cose.RsaN]!)[..^1], 1]);
}
