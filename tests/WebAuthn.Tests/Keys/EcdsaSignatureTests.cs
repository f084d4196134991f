using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

public sealed class An_ECDSA_signature
{
    private static readonly BigInteger Order = new(Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);
    private static readonly byte[] Data = RandomNumberGenerator.GetBytes(69);

    private readonly CredentialKey _authenticator = CredentialKey.Create(Cose.ES256);

    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void V08_may_have_a_high_s(string door)
    {
        var key = Doors.Read(_authenticator, door);
        var (r, s) = Parts(_authenticator.Sign(Data));
        key.Verify(Data, Der(r, s)).ShouldBeTrue();
        key.Verify(Data, Der(r, Order - s)).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void V08_may_have_numbers_shorter_than_the_curve(string door)
    {
        var key = Doors.Read(_authenticator, door);
        byte[] signature;
        do signature = _authenticator.Sign(Data);
        while (signature.Length >= 70);
        key.Verify(Data, signature).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void N073_is_refused_in_any_writing_but_DER(string door)
    {
        var key = Doors.Read(_authenticator, door);
        var (r, s) = Parts(_authenticator.Sign(Data));
        byte[] first = Integer(r), second = Integer(s), both = [.. first, .. second];
        var length = (byte)both.Length;
        key.Verify(Data, [0x30, length, .. both]).ShouldBeTrue();

        byte[][] others =
        [
            [.. Fixed(r), .. Fixed(s)],
            [0x30, length, .. both, 0],
            [0x30, (byte)(length + 3), .. both, 2, 1, 1],
            [0x30, (byte)(length + 2), .. both, 5, 0],
            [0x30, 0x81, length, .. both],
            [0x30, 0x82, 0, length, .. both],
            [0x30, 0x80, .. both, 0, 0],
            [0x31, length, .. both],
            [0x30, (byte)(length + 1), 2, (byte)(first[1] + 1), 0, .. first[2..], .. second],
            [0x30, (byte)(length + 1), .. first, 2, (byte)(second[1] + 1), 0, .. second[2..]],
            [0x30, (byte)(length + 1), 2, 0x81, .. first[1..], .. second],
            [0x30, first[1], .. first],
            [0x30, 0],
        ];
        foreach (var other in others) key.Verify(Data, other).ShouldBeFalse(Convert.ToHexString(other));
        key.Verify(Data, Der(r - Order, s)).ShouldBeFalse();
        key.Verify(Data, Der(r, s - Order)).ShouldBeFalse();
        key.Verify(Data, Der(-r, -s)).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void N074_is_refused_with_degenerate_numbers(string door)
    {
        var key = Doors.Read(_authenticator, door);
        var (r, s) = Parts(_authenticator.Sign(Data));
        BigInteger[] edges = [0, 1, Order - 1, Order, Order + 1, (BigInteger.One << 256) - 1];
        foreach (var edge in edges)
        {
            key.Verify(Data, Der(edge, s)).ShouldBeFalse();
            key.Verify(Data, Der(r, edge)).ShouldBeFalse();
            foreach (var other in edges) key.Verify(Data, Der(edge, other)).ShouldBeFalse();
        }
        key.Verify(Data, Der(r + Order, s)).ShouldBeFalse();
        key.Verify(Data, Der(r, s + Order)).ShouldBeFalse();
    }

    [Fact]
    public void N074_is_never_found_at_random()
    {
        var key = Doors.Read(_authenticator, Doors.LibCrypto);
        for (var i = 0; i < 10_000; i++)
        {
            var random = RandomNumberGenerator.GetBytes(64);
            key.Verify(Data, random).ShouldBeFalse();
            key.Verify(Data, Der(new(random.AsSpan(..32), isUnsigned: true), new(random.AsSpan(32..), isUnsigned: true))).ShouldBeFalse();
        }
    }

    private static (BigInteger R, BigInteger S) Parts(byte[] der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        return (reader.ReadInteger(), reader.ReadInteger());
    }

    private static byte[] Der(BigInteger r, BigInteger s)
    {
        byte[] both = [.. Integer(r), .. Integer(s)];
        return [0x30, (byte)both.Length, .. both];
    }

    private static byte[] Integer(BigInteger number)
    {
        var bytes = number.ToByteArray(isBigEndian: true);
        return [2, (byte)bytes.Length, .. bytes];
    }

    private static byte[] Fixed(BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}
