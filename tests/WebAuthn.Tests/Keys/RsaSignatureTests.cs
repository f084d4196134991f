using System.Numerics;
using System.Security.Cryptography;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

public sealed class An_RSA_signature_is_refused_when
{
    private static readonly byte[] Data = RandomNumberGenerator.GetBytes(69);
    private static readonly RsaCredentialKey Pkcs1 = (RsaCredentialKey)CredentialKey.Create(Cose.RS256), Pss = (RsaCredentialKey)CredentialKey.Create(Cose.PS256);
    private static readonly byte[] DigestInfo = Convert.FromHexString("3031300d060960864801650304020105000420");

    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void N075_it_is_wrapped_or_not_as_long_as_the_modulus(string door)
    {
        foreach (var authenticator in (RsaCredentialKey[])[Pkcs1, Pss])
        {
            var key = Doors.Read(authenticator, door);
            var signature = authenticator.Sign(Data);
            key.Verify(Data, signature).ShouldBeTrue();
            key.Verify(Data, [0x04, 0x82, 1, 0, .. signature]).ShouldBeFalse();
            key.Verify(Data, [0x30, 0x82, 1, 0, .. signature]).ShouldBeFalse();
            key.Verify(Data, [0x03, 0x82, 1, 1, 0, .. signature]).ShouldBeFalse();
            key.Verify(Data, [0, .. signature]).ShouldBeFalse();
            key.Verify(Data, signature.AsSpan(1..)).ShouldBeFalse();
            key.Verify(Data, new byte[signature.Length]).ShouldBeFalse();
            key.Verify(Data, [.. Enumerable.Repeat((byte)0xff, signature.Length)]).ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void N075_its_number_is_written_with_the_modulus_added(string door)
    {
        var key = Doors.Read(Pkcs1, door);
        var modulus = Number(Pkcs1.Rsa.ExportParameters(false).Modulus!);
        byte[] data = [0], signature = Pkcs1.Sign(data);
        while (Number(signature) + modulus >> 2048 != 0) signature = Pkcs1.Sign(data = RandomNumberGenerator.GetBytes(16));
        key.Verify(data, signature).ShouldBeTrue();
        key.Verify(data, (Number(signature) + modulus).ToByteArray(isUnsigned: true, isBigEndian: true)).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void N076_it_has_the_other_padding_or_another_hash(string door)
    {
        Doors.Read(Pss, door).Verify(Data, Pkcs1.Sign(Data)).ShouldBeFalse();
        Doors.Read(Pkcs1, door).Verify(Data, Pss.Sign(Data)).ShouldBeFalse();
        foreach (var hash in (HashAlgorithmName[])[HashAlgorithmName.SHA1, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512])
        {
            Doors.Read(Pkcs1, door).Verify(Data, Pkcs1.Rsa.SignData(Data, hash, RSASignaturePadding.Pkcs1)).ShouldBeFalse();
            Doors.Read(Pss, door).Verify(Data, Pss.Rsa.SignData(Data, hash, RSASignaturePadding.Pss)).ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void N076_its_salt_is_not_as_long_as_the_hash(string door)
    {
        var key = Doors.Read(Pss, door);
        key.Verify(Data, Raw(PssEncoded(32))).ShouldBeTrue();
        foreach (var length in (int[])[0, 20, 31, 33, 64, 222]) key.Verify(Data, Raw(PssEncoded(length))).ShouldBeFalse($"{length}");
    }

    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void N076_its_PKCS1_encoding_is_not_to_the_byte(string door)
    {
        var key = Doors.Read(Pkcs1, door);
        var hash = SHA256.HashData(Data);
        byte[] withoutNull = Convert.FromHexString("302f300b0609608648016503040201" + "0420"), exact = [.. DigestInfo, .. hash];
        key.Verify(Data, Raw(Pkcs1Encoded(exact))).ShouldBeTrue();

        byte[][] others =
        [
            Pkcs1Encoded([.. withoutNull, .. hash]),
            Pkcs1Encoded(hash),
            Pkcs1Encoded([.. exact, 0]),
            Pkcs1Encoded([.. DigestInfo, .. new byte[32]]),
            [0, 1, .. Enumerable.Repeat((byte)0xff, 8), 0, .. exact, .. new byte[256 - 11 - exact.Length]],
            [0, 2, .. Pkcs1Encoded(exact)[2..]],
            [0, 1, 0xfe, .. Pkcs1Encoded(exact)[3..]],
            [0, 0, .. Pkcs1Encoded(exact)[2..]],
        ];
        foreach (var other in others) key.Verify(Data, Raw(other)).ShouldBeFalse(Convert.ToHexString(other));
    }

    /// <summary>EMSA-PSS with SHA-256 and a salt of any length (RFC 8017 §9.1.1) for 2048 bits.</summary>
    private static byte[] PssEncoded(int saltLength)
    {
        var salt = RandomNumberGenerator.GetBytes(saltLength);
        var hash = SHA256.HashData([.. new byte[8], .. SHA256.HashData(Data), .. salt]);
        byte[] block = [.. new byte[222 - saltLength], 1, .. salt];
        for (var i = 0; i < block.Length; i++) block[i] ^= SHA256.HashData([.. hash, 0, 0, 0, (byte)(i / 32)])[i % 32];
        block[0] &= 0x7f;
        return [.. block, .. hash, 0xbc];
    }

    private static byte[] Pkcs1Encoded(byte[] content) => [0, 1, .. Enumerable.Repeat((byte)0xff, 253 - content.Length), 0, .. content];

    /// <summary>The private operation on an encoding that no library would make. All keys here share one RSA key.</summary>
    private static byte[] Raw(byte[] encoded)
    {
        var key = Pkcs1.Rsa.ExportParameters(includePrivateParameters: true);
        var bytes = BigInteger.ModPow(Number(encoded), Number(key.D!), Number(key.Modulus!)).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[256 - bytes.Length], .. bytes];
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
