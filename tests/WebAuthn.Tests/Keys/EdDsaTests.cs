using System.Numerics;
using System.Security.Cryptography;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

public sealed class An_EdDSA_signature_is_refused_when
{
    private static readonly byte[] Data = RandomNumberGenerator.GetBytes(69);
    private static readonly BigInteger Order25519 = (BigInteger.One << 252) + BigInteger.Parse("27742317777372353535851937790883648493");
    private static readonly BigInteger Order448 = (BigInteger.One << 446) - BigInteger.Parse("13818066809895115352007386748515426880336692474882178609894547503885");

    [Theory]
    [MemberData(nameof(Doors.WithEdDsa), MemberType = typeof(Doors))]
    public void N077_its_second_half_is_not_below_the_order(string door)
    {
        foreach (var (algorithm, order) in ((int, BigInteger)[])[(Cose.EdDSA, Order25519), (Cose.Ed448, Order448)])
        {
            var authenticator = CredentialKey.Create(algorithm);
            var key = Doors.Read(authenticator, door);
            var signature = authenticator.Sign(Data);
            var half = signature.Length / 2;
            var s = new BigInteger(signature.AsSpan(half), isUnsigned: true);
            key.Verify(Data, signature).ShouldBeTrue();
            key.Verify(Data, [.. signature[..half], .. Padded(s + order, half)]).ShouldBeFalse();
            key.Verify(Data, [.. signature[..half], .. Padded(order, half)]).ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Doors.WithEdDsa), MemberType = typeof(Doors))]
    public void N077_it_is_of_another_length(string door)
    {
        var authenticator = CredentialKey.Create(Cose.EdDSA);
        var key = Doors.Read(authenticator, door);
        var signature = authenticator.Sign(Data);
        for (var length = 0; length < 64; length++) key.Verify(Data, signature.AsSpan(..length)).ShouldBeFalse();
        key.Verify(Data, [.. signature, 0]).ShouldBeFalse();
        key.Verify(Data, [.. signature, .. signature]).ShouldBeFalse();
    }

    /// <summary>Made over "abc" by one reference key; the last three are Ed25519ctx with context "foo", Ed25519ctx with an empty one, Ed25519ph.</summary>
    [Theory]
    [InlineData(true, "5e9420560d8c39d52df6a126768f5ad7383433dac3315993095f97d830c3749841d881d017acd986799e8152179e38000fe50b4619eb5bd9750cf93f0560a801")]
    [InlineData(false, "ab24c9e0b2f2e30aba6065aebb38a43702ffa51b73ea015c720122da9716e30b7f6f24d151e73fc86ce0d2a73ed3b1bec918687f19b8af4d5d447d30f0a0780d")]
    [InlineData(false, "cf9d3930e2d75f38a53e33cc2aafa4faafe8daafbaec611120a33929fad42df17b807886d01b33ee2016604184d2b2ff8f16187e00668d4543e760e71e047800")]
    [InlineData(false, "7f573287902247c3f417e427cc50dd4e0dad789be6c85e4d19014b3edf5724442823c4e2f459ccf8233a065d9654a9c469e710635633278e332daf531175f70f")]
    public void N077_it_is_of_another_instance(bool pure, string signature)
    {
        var encoded = Convert.FromHexString("cd977bb6a45ae50a6c379f21dfbb27f295bd79b7e6dd5bbb18651a2ae004db88");
        foreach (var door in (string[])[Doors.LibCrypto, Doors.LibSodium])
        {
            var key = EdKey.TryCreate(KeyKind.Ed25519, encoded, Doors.Named(door)).ShouldNotBeNull();
            key.Verify(CoseAlgorithm.EdDSA, "abc"u8, Convert.FromHexString(signature)).ShouldBe(pure);
        }
    }

    private static byte[] Padded(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true);
        return [.. bytes, .. new byte[length - bytes.Length]];
    }
}

public sealed class An_Edwards_key
{
    [Theory]
    [InlineData(Cose.EdDSA)]
    [InlineData(Cose.Ed448)]
    public void is_on_its_curve_and_half_of_all_others_are_not(int algorithm)
    {
        for (var i = 0; i < 20; i++) Doors.Read(CredentialKey.Create(algorithm), Doors.LibCrypto).Key.IsOnCurve().ShouldBeTrue();

        var kind = CoseAlgorithmTable.Find(algorithm)!.Key;
        var off = 0;
        for (byte y = 2; y < 102; y++)
        {
            if (!EdKey.TryCreate(kind, [y, .. new byte[kind.Length - 1]], Doors.Named(Doors.LibCrypto)).ShouldNotBeNull().IsOnCurve()) off++;
        }
        off.ShouldBeInRange(30, 70);
    }

    [Theory]
    [InlineData("feffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "the order is two")]
    [InlineData("", "the order is four")]
    [InlineData("01", "the order is one")]
    public void N065_of_448_bits_is_refused_where(string y, string because)
    {
        var end = y.Length > 2 ? "feffffffffffffffffffffffffffffffffffffffffffffffffffffff" + "feffffffffffffffffffffffffffffffffffffffffffffffffffffff" : y;
        var bytes = Convert.FromHexString(end.PadRight(114, '0'));
        EdKey.TryCreate(KeyKind.Ed448, bytes, Doors.Named(Doors.LibCrypto)).ShouldBeNull(because);
        bytes[56] = 0x80;
        EdKey.TryCreate(KeyKind.Ed448, bytes, Doors.Named(Doors.LibCrypto)).ShouldBeNull(because);
    }
}
