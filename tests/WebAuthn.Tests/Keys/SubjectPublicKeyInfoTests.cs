using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

public sealed class A_certificates_key
{
    private static readonly byte[] Data = RandomNumberGenerator.GetBytes(69);

    [Theory]
    [InlineData(Cose.ES256)]
    [InlineData(Cose.ES384)]
    [InlineData(Cose.ES512)]
    [InlineData(Cose.ES256K)]
    [InlineData(Cose.RS256)]
    [InlineData(Cose.PS512)]
    public void is_the_same_as_the_COSE_key(int algorithm)
    {
        var authenticator = CredentialKey.Create(algorithm);
        var key = SignatureKey.FromSubjectPublicKeyInfo(authenticator.ToSubjectPublicKeyInfo()).ShouldNotBeNull();

        key.ShouldBe(CoseKey.Read(Cbor.Encode(authenticator.ToCose())).Value!.Key);
        key.GetHashCode().ShouldBe(CoseKey.Read(Cbor.Encode(authenticator.ToCose())).Value!.Key.GetHashCode());
        key.Verify((CoseAlgorithm)algorithm, Data, authenticator.Sign(Data)).ShouldBeTrue();
    }

    [Fact]
    public void is_not_the_same_as_another_key()
    {
        foreach (var algorithm in (int[])[Cose.ES256, Cose.EdDSA, Cose.Ed448])
        {
            Doors.Read(CredentialKey.Create(algorithm), Doors.LibCrypto).Key.ShouldNotBe(Doors.Read(CredentialKey.Create(algorithm), Doors.LibCrypto).Key);
        }
    }

    [Theory]
    [InlineData("302a300506032b6570032100", 32)]
    [InlineData("3043300506032b6571033a00", 57)]
    public void may_be_an_Edwards_key(string prefix, int length)
    {
        var authenticator = CredentialKey.Create(length == 32 ? Cose.EdDSA : Cose.Ed448);
        var key = SignatureKey.FromSubjectPublicKeyInfo([.. Convert.FromHexString(prefix), .. (byte[])authenticator.ToCose()[Cose.X]!]).ShouldNotBeNull();
        key.Verify(new SignatureScheme(SignatureEncoding.Pure, SignatureHash.None), Data, authenticator.Sign(Data)).ShouldBeTrue();
    }

    [Fact]
    public void is_refused_unless_it_is_wholly_its_one_DER_writing()
    {
        foreach (var algorithm in (int[])[Cose.ES256, Cose.RS256])
        {
            var spki = CredentialKey.Create(algorithm).ToSubjectPublicKeyInfo()!;
            SignatureKey.FromSubjectPublicKeyInfo(spki).ShouldNotBeNull();
            SignatureKey.FromSubjectPublicKeyInfo([.. spki, 0]).ShouldBeNull();
            for (var length = 0; length < spki.Length; length++) SignatureKey.FromSubjectPublicKeyInfo(spki.AsSpan(..length)).ShouldBeNull();
            for (var i = 0; i < 26; i++) SignatureKey.FromSubjectPublicKeyInfo([.. spki[..i], (byte)(spki[i] ^ 1), .. spki[(i + 1)..]]).ShouldBeNull($"byte {i}");
        }
    }

    [Fact]
    public void is_refused_where_its_RSA_numbers_have_a_needless_zero_or_are_negative()
    {
        var spki = CredentialKey.Create(Cose.RS256).ToSubjectPublicKeyInfo()!;
        const int modulusHead = 28, exponent = 294 - 5;
        spki[modulusHead..(modulusHead + 5)].ShouldBe<byte>([2, 0x82, 1, 1, 0]);
        spki[exponent..].ShouldBe<byte>([2, 3, 1, 0, 1]);

        SignatureKey.FromSubjectPublicKeyInfo(Lengthened(spki, [2, 0x82, 1, 2, 0, 0, .. spki[(modulusHead + 5)..]])).ShouldBeNull();
        SignatureKey.FromSubjectPublicKeyInfo(Lengthened(spki, [.. spki[modulusHead..exponent], 2, 4, 0, 1, 0, 1])).ShouldBeNull();
        SignatureKey.FromSubjectPublicKeyInfo(Lengthened(spki, [2, 0x82, 1, 0, .. spki[(modulusHead + 5)..], 5, 0])).ShouldBeNull();

        static byte[] Lengthened(byte[] spki, byte[] numbers)
        {
            byte[] content = [.. spki[4..19], 3, 0x82, .. Length(numbers.Length + 5), 0, 0x30, 0x82, .. Length(numbers.Length), .. numbers];
            return [0x30, 0x82, .. Length(content.Length), .. content];
        }
        static byte[] Length(int length) => [(byte)(length >> 8), (byte)length];
    }

    [Fact]
    public void is_refused_where_its_modulus_is_short()
    {
        using var rsa = RSA.Create(1024);
        SignatureKey.FromSubjectPublicKeyInfo(rsa.ExportSubjectPublicKeyInfo()).ShouldBeNull();
    }
}

public sealed class A_signature_algorithm_of_X509
{
    public static TheoryData<string, string> Hashes => new MatrixTheoryData<string, string>(["ecdsa", "pkcs1", "pss"], ["SHA256", "SHA384", "SHA512"]);

    [Theory]
    [MemberData(nameof(Hashes))]
    public void is_named_as_certificates_name_it(string encoding, string hash)
    {
        var authenticator = CredentialKey.Create(encoding == "ecdsa" ? Cose.ES384 : Cose.RS256);
        var name = new HashAlgorithmName(hash);
        var padding = encoding == "pss" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        var generator = authenticator is EcCredentialKey ec ? X509SignatureGenerator.CreateForECDsa(ec.Ecdsa)
            : X509SignatureGenerator.CreateForRSA(((RsaCredentialKey)authenticator).Rsa, padding);

        var scheme = SignatureScheme.FromAlgorithmIdentifier(generator.GetSignatureAlgorithmIdentifier(name)).ShouldNotBeNull();
        var key = SignatureKey.FromSubjectPublicKeyInfo(authenticator.ToSubjectPublicKeyInfo()).ShouldNotBeNull();
        key.Verify(scheme, [1, 2, 3], generator.SignData([1, 2, 3], name)).ShouldBeTrue();
        key.Verify(scheme, [1, 2, 4], generator.SignData([1, 2, 3], name)).ShouldBeFalse();
    }

    /// <summary>Neither .NET nor OpenSSL writes these any more; old certificates and other writers do.</summary>
    [Theory]
    [InlineData("300906072a8648ce3d0401", "EcdsaDer", "Sha1")]
    [InlineData("300d06092a864886f70d0101050500", "RsaPkcs1", "Sha1")]
    [InlineData("300b06092a864886f70d010105", "RsaPkcs1", "Sha1")]
    [InlineData("300b06092a864886f70d01010b", "RsaPkcs1", "Sha256")]
    [InlineData("300b06092a864886f70d01010c", "RsaPkcs1", "Sha384")]
    [InlineData("300b06092a864886f70d01010d", "RsaPkcs1", "Sha512")]
    [InlineData("300d06092a864886f70d01010a3000", "RsaPss", "Sha1")]
    [InlineData("304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120", "RsaPss", "Sha256")]
    [InlineData("303d06092a864886f70d01010a3030a00d300b0609608648016503040201a11a301806092a864886f70d010108300b0609608648016503040201a203020120", "RsaPss", "Sha256")]
    [InlineData("300506032b6570", "Pure", "None")]
    [InlineData("300506032b6571", "Pure", "None")]
    [InlineData("300c06082a8648ce3d0403020500", "EcdsaDer", "Sha256")]
    [InlineData("300c06082a8648ce3d0403030500", "EcdsaDer", "Sha384")]
    [InlineData("300c06082a8648ce3d0403040500", "EcdsaDer", "Sha512")]
    public void is_known_in_its_rarer_writings(string der, string encoding, string hash) =>
        SignatureScheme.FromAlgorithmIdentifier(Convert.FromHexString(der)).ShouldBe(new SignatureScheme(Enum.Parse<SignatureEncoding>(encoding), Enum.Parse<SignatureHash>(hash)));

    [Theory]
    [InlineData("")]
    [InlineData("3000")]
    [InlineData("300d06092a864886f70d0101040500")]
    [InlineData("300c06082a8648ce3d0403020501")]
    [InlineData("300b06072a8648ce3d04010500")]
    [InlineData("300a06082a8648ce3d04030200")]
    [InlineData("300b06092a864886f70d01010a")]
    public void is_none_where_it_is_weak_or_badly_written(string der) => SignatureScheme.FromAlgorithmIdentifier(Convert.FromHexString(der)).ShouldBeNull();
}
