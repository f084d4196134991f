using System.Security.Cryptography;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

public sealed class A_key_of_each_algorithm
{
    private static readonly byte[] Data = RandomNumberGenerator.GetBytes(69);

    [Theory]
    [MemberData(nameof(Doors.Algorithms), MemberType = typeof(Doors))]
    public void V22_accepts_its_own_signature_and_no_other(string door, int algorithm)
    {
        var authenticator = CredentialKey.Create(algorithm);
        var key = Doors.Read(authenticator, door);
        var signature = authenticator.Sign(Data);

        key.Algorithm.ShouldBe((CoseAlgorithm)algorithm);
        key.Verify(Data, signature).ShouldBeTrue();
        key.Verify([.. Data, 0], signature).ShouldBeFalse();
        key.Verify([(byte)(Data[0] ^ 1), .. Data[1..]], signature).ShouldBeFalse();
        key.Verify(Data, authenticator.Sign([])).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Doors.Algorithms), MemberType = typeof(Doors))]
    public void N071_refuses_any_flipped_bit_of_the_signature(string door, int algorithm)
    {
        var authenticator = CredentialKey.Create(algorithm);
        var key = Doors.Read(authenticator, door);
        var signature = authenticator.Sign(Data);

        for (var bit = 0; bit < 8 * signature.Length; bit += 7)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            key.Verify(Data, signature).ShouldBeFalse();
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [MemberData(nameof(Doors.Algorithms), MemberType = typeof(Doors))]
    public void N080_refuses_a_signature_that_is_empty_cut_short_or_longer(string door, int algorithm)
    {
        var authenticator = CredentialKey.Create(algorithm);
        var key = Doors.Read(authenticator, door);
        var signature = authenticator.Sign(Data);

        key.Verify(Data, []).ShouldBeFalse();
        key.Verify(Data, signature.AsSpan(..^1)).ShouldBeFalse();
        key.Verify(Data, signature.AsSpan(1..)).ShouldBeFalse();
        key.Verify(Data, [.. signature, 0]).ShouldBeFalse();
        key.Verify(Data, [0, .. signature]).ShouldBeFalse();
        key.Verify(Data, new byte[signature.Length]).ShouldBeFalse();
    }

    [Theory]
    [InlineData(CoseAlgorithm.MLDsa44, 1312)]
    [InlineData(CoseAlgorithm.MLDsa65, 1952)]
    [InlineData(CoseAlgorithm.MLDsa87, 2592)]
    public void V40_is_read_where_the_machine_has_it_and_else_refused_as_unavailable(CoseAlgorithm algorithm, int length)
    {
        var read = CoseKey.Read(Cbor.Encode(new LooseMap { { Cose.KeyType, 7 }, { Cose.Algorithm, (int)algorithm }, { Cose.Public, new byte[length] } }));

        read.Rejection.ShouldBe(MLDsa.IsSupported ? null : Rejection.AlgorithmUnavailable);
    }

    [Theory]
    [InlineData(Cose.EdDSA)]
    [InlineData(Cose.Ed448)]
    public void is_unavailable_and_not_malformed_where_the_door_lacks_it(int algorithm) =>
        CoseKey.Read(Cbor.Encode(CredentialKey.Create(algorithm).ToCose()), Doors.Named(Doors.DotNet)).Rejection.ShouldBe(Rejection.AlgorithmUnavailable);

    [Fact]
    public void is_malformed_and_not_unavailable_where_nobody_knows_the_number()
    {
        var key = CredentialKey.Create(Cose.ES256).ToCose();
        key[Cose.Algorithm] = -260;
        CoseKey.Read(Cbor.Encode(key)).Rejection.ShouldBe(Rejection.MalformedPublicKey);
    }

    [Fact]
    public void is_another_key_to_another_algorithm_even_on_one_curve()
    {
        var authenticator = CredentialKey.Create(Cose.ES384);
        var key = Doors.Read(authenticator, Doors.LibCrypto).Key;

        key.Verify(CoseAlgorithm.ES384, Data, authenticator.Sign(Data)).ShouldBeTrue();
        key.Verify(CoseAlgorithm.ESP384, Data, authenticator.Sign(Data)).ShouldBeTrue();
        key.Verify(CoseAlgorithm.ES256, Data, authenticator.Sign(Data)).ShouldBeFalse();
        key.Verify(CoseAlgorithm.RS384, Data, authenticator.Sign(Data)).ShouldBeFalse();
        key.Fits(CoseAlgorithm.ES384).ShouldBeTrue();
        key.Fits(CoseAlgorithm.ES256).ShouldBeFalse();
    }
}
