using System.Numerics;
using System.Security.Cryptography;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

/// <summary>What a platform's key import lets through differs; what we take does not.</summary>
public sealed class A_public_key_is_refused_by_every_door_when
{
    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void N064_its_point_is_not_written_on_the_curve(string door)
    {
        foreach (var algorithm in (int[])[Cose.ES256, Cose.ES384, Cose.ES512, Cose.ES256K])
        {
            var cose = CredentialKey.Create(algorithm).ToCose();
            var kind = CoseAlgorithmTable.Find(algorithm)!.Key;
            byte[] x = (byte[])cose[Cose.X]!, y = (byte[])cose[Cose.Y]!, zero = new byte[x.Length];
            EcKey.TryCreate(kind, x, y, Doors.Named(door)).ShouldNotBeNull();
            EcKey.TryCreate(kind, y, x, Doors.Named(door)).ShouldBeNull();
            EcKey.TryCreate(kind, zero, zero, Doors.Named(door)).ShouldBeNull();
            EcKey.TryCreate(kind, [0, .. x], y, Doors.Named(door)).ShouldBeNull();
            EcKey.TryCreate(kind, x, [0, .. y], Doors.Named(door)).ShouldBeNull();
            EcKey.TryCreate(kind, x.AsSpan(1), y, Doors.Named(door)).ShouldBeNull();
            EcKey.TryCreate(kind, [], [], Doors.Named(door)).ShouldBeNull();
        }
    }

    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void N064_a_coordinate_is_reduced_only_by_who_reads_it(string door)
    {
        byte[] y = Convert.FromHexString("66485C780E2F83D72433BD5D84A06BB6541C2AF31DAE871728BF856A174F93F4"), p = Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
        EcKey.TryCreate(KeyKind.P256, new byte[32], y, Doors.Named(door)).ShouldNotBeNull();
        EcKey.TryCreate(KeyKind.P256, p, y, Doors.Named(door)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void N066_its_RSA_numbers_are_out_of_range_or_not_minimal(string door)
    {
        var parameters = ((RsaCredentialKey)CredentialKey.Create(Cose.RS256)).Rsa.ExportParameters(false);
        byte[] n = parameters.Modulus!, e = parameters.Exponent!;
        Create(n, e).ShouldNotBeNull();
        Create(n, [3]).ShouldNotBeNull();
        Create([0, .. n], e).ShouldBeNull();
        Create(n, [0, .. e]).ShouldBeNull();
        Create([.. n[..^1], (byte)(n[^1] ^ 1)], e).ShouldBeNull();
        Create([0x7f, .. n[1..]], e).ShouldBeNull();
        Create(n[..64], e).ShouldBeNull();
        foreach (byte[] exponent in (byte[][])[[], [0], [1], [2], [1, 0], [1, 0, 0, 0, 0, 0, 0, 0, 1]]) Create(n, exponent).ShouldBeNull();

        RsaKey? Create(byte[] modulus, byte[] exponent) => RsaKey.TryCreate(modulus, exponent, Doors.Named(door));
    }

    [Fact]
    public void N066_its_modulus_is_so_long_that_checking_costs_too_much()
    {
        byte[] longest = [0x80, .. new byte[1022], 1];
        RsaKey.TryCreate(longest, [3], Doors.Named(Doors.LibCrypto)).ShouldNotBeNull();
        RsaKey.TryCreate([1, .. longest], [3], Doors.Named(Doors.LibCrypto)).ShouldBeNull();
    }

    /// <summary>W3C's packed-rs256 vector has the modulus (2^1279 - 1)(2^2203 - 1).</summary>
    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void V22_but_not_when_its_modulus_has_an_odd_number_of_bits(string door)
    {
        BigInteger p = (BigInteger.One << 1279) - 1, q = (BigInteger.One << 2203) - 1, modulus = p * q, totient = (p - 1) * (q - 1), exponent = 65537;
        var n = modulus.ToByteArray(isUnsigned: true, isBigEndian: true);
        var key = RsaKey.TryCreate(n, [1, 0, 1], Doors.Named(door)).ShouldNotBeNull();
        byte[] content = [.. Convert.FromHexString("3031300d060960864801650304020105000420"), .. SHA256.HashData([7])];
        byte[] encoded = [0, 1, .. Enumerable.Repeat((byte)0xff, n.Length - content.Length - 3), 0, .. content];
        var signature = BigInteger.ModPow(new(encoded, isUnsigned: true, isBigEndian: true), Inverse(exponent, totient), modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        key.Verify(CoseAlgorithm.RS256, [7], [.. new byte[n.Length - signature.Length], .. signature]).ShouldBeTrue();
    }

    private static BigInteger Inverse(BigInteger number, BigInteger modulus)
    {
        var (a, b, x, y) = (number, modulus, BigInteger.One, BigInteger.Zero);
        while (b != 0)
        {
            var quotient = a / b;
            (a, b, x, y) = (b, a - (quotient * b), y, x - (quotient * y));
        }
        return ((x % modulus) + modulus) % modulus;
    }
}
