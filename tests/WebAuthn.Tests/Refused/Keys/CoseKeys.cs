using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class A_COSE_key_is_refused_when
{
    private static readonly CredentialKey Key = CredentialKey.Create(Cose.ES256);

    [Theory]
    [InlineData(Cose.KeyType)]
    [InlineData(Cose.Algorithm)]
    [InlineData(Cose.Curve)]
    [InlineData(Cose.X)]
    [InlineData(Cose.Y)]
    public void N057_a_parameter_is_missing(int label) => SpoiledKey.ShouldBeRefused(Key, k => k.Remove(label));

    [Theory]
    [InlineData(Cose.Algorithm, "654553323536")]
    [InlineData(Cose.Algorithm, "00")]
    [InlineData(Cose.Algorithm, "06")]
    [InlineData(Cose.Algorithm, "1B7FFFFFFFFFFFFFFF")]
    [InlineData(Cose.Algorithm, "1BFFFFFFFFFFFFFFFF")]
    [InlineData(Cose.Algorithm, "3B7FFFFFFFFFFFFFFF")]
    [InlineData(Cose.Algorithm, "3BFFFFFFFFFFFFFFFF")]
    [InlineData(Cose.Algorithm, "3B0000000100000006")]
    [InlineData(Cose.Algorithm, "F6")]
    [InlineData(Cose.KeyType, "63454332")]
    [InlineData(Cose.KeyType, "00")]
    [InlineData(Cose.KeyType, "21")]
    [InlineData(Cose.KeyType, "1B0000000100000002")]
    [InlineData(Cose.KeyType, "3BFFFFFFFFFFFFFFFF")]
    [InlineData(Cose.Curve, "65502D323536")]
    [InlineData(Cose.Curve, "1BFFFFFFFFFFFFFFFF")]
    [InlineData(Cose.Curve, "00")]
    public void N057_a_number_is_no_number_of_the_table(int label, string value) => SpoiledKey.ShouldBeRefused(Key, k => k[label] = CborRaw.Hex(value));

    [Fact]
    public void N058_it_has_a_key_id() => SpoiledKey.ShouldBeRefused(Key, k => k.Insert(1, new(2, new byte[] { 1 })));

    [Fact]
    public void N058_it_has_key_operations() => SpoiledKey.ShouldBeRefused(Key, k => k.Insert(2, new(4, (object[])[2])));

    [Fact]
    public void N058_it_has_a_base_IV() => SpoiledKey.ShouldBeRefused(Key, k => k.Insert(2, new(5, new byte[8])));

    [Fact]
    public void N058_it_has_a_parameter_of_its_own() => SpoiledKey.ShouldBeRefused(Key, k => k.Add("x", 1));

    [Fact]
    public void N067_it_has_the_private_part() => SpoiledKey.ShouldBeRefused(Key, k => k.Add(-4, new byte[32]));

    [Fact]
    public void N067_it_has_the_private_part_of_an_Edwards_key() => SpoiledKey.ShouldBeRefused(CredentialKey.Create(Cose.EdDSA), k => k.Add(-4, new byte[32]));

    [Fact]
    public void N067_it_has_private_parts_of_an_RSA_key() =>
        SpoiledKey.ShouldBeRefused(CredentialKey.Create(Cose.RS256), k =>
        {
            for (var label = -3; label >= -8; label--) k.Add(label, new byte[128]);
        });

    [Fact]
    public void N059_its_labels_are_out_of_order()
    {
        SpoiledKey.ShouldBeRefusedWhenNewOnly(Key, k => k.Reverse(), Rejection.MalformedAuthenticatorData);
        SpoiledKey.ShouldBeRefusedWhenNewOnly(Key, k => k.Swap(Cose.KeyType, Cose.Algorithm), Rejection.MalformedAuthenticatorData);
        SpoiledKey.ShouldBeRefusedWhenNewOnly(Key, k => k.Swap(Cose.X, Cose.Y), Rejection.MalformedAuthenticatorData);
    }

    [Fact]
    public void N059_a_label_stands_twice()
    {
        SpoiledKey.ShouldNotBeRead(Key, Rewritten(k => k.Repeat(Cose.KeyType)));
        SpoiledKey.ShouldNotBeRead(Key, Rewritten(k => k.Repeat(Cose.Y)));
    }

    [Fact]
    public void N059_a_label_stands_twice_in_another_encoding()
    {
        SpoiledKey.ShouldNotBeRead(Key, Rewritten(k => k.Insert(1, new(CborRaw.Hex("1801"), 2))));
        SpoiledKey.ShouldNotBeRead(Key, Rewritten(k => k.Add(CborRaw.Hex("3802"), new byte[32])));
    }

    [Theory]
    [InlineData(Cose.Algorithm, "3806")]
    [InlineData(Cose.Algorithm, "3B0000000000000006")]
    [InlineData(Cose.KeyType, "1802")]
    [InlineData(Cose.Curve, "1801")]
    [InlineData(Cose.Algorithm, "C126")]
    [InlineData(Cose.KeyType, "C102")]
    public void N059_a_number_is_not_in_its_shortest_form_or_is_tagged(int label, string value) => SpoiledKey.ShouldNotBeRead(Key, Rewritten(k => k[label] = CborRaw.Hex(value)));

    [Fact]
    public void N059_a_number_is_a_float() => SpoiledKey.ShouldBeRefused(Key, k => k[Cose.Curve] = CborRaw.Hex("F93C00"));

    [Fact]
    public void N059_a_coordinate_is_of_indefinite_length() =>
        SpoiledKey.ShouldNotBeRead(Key, Rewritten(k => k[Cose.X] = new CborRaw([0x5f, .. Cbor.Encode(k[Cose.X]), 0xff])));

    [Fact]
    public void N059_it_is_of_indefinite_length_itself() => SpoiledKey.ShouldNotBeRead(Key, bytes => [0xbf, .. bytes[1..], 0xff]);

    [Fact]
    public void N059_its_length_is_not_in_its_shortest_form() => SpoiledKey.ShouldNotBeRead(Key, bytes => [0xb8, 5, .. bytes[1..]]);

    [Fact]
    public void N070_it_is_cut_short_anywhere()
    {
        for (var length = 0; length < Cbor.Encode(Key.ToCose()).Length; length++)
        {
            var cut = length;
            SpoiledKey.ShouldNotBeRead(Key, bytes => bytes[..cut]);
        }
    }

    [Theory]
    [InlineData("F6")]
    [InlineData("F4")]
    [InlineData("F7")]
    [InlineData("00")]
    [InlineData("80")]
    [InlineData("A0")]
    [InlineData("60")]
    [InlineData("40")]
    public void N070_a_coordinate_is_of_another_type(string value)
    {
        SpoiledKey.ShouldBeRefused(Key, k => k[Cose.X] = CborRaw.Hex(value));
        SpoiledKey.ShouldBeRefused(Key, k => k[Cose.Y] = CborRaw.Hex(value));
    }

    [Theory]
    [InlineData("80")]
    [InlineData("F6")]
    [InlineData("40")]
    public void N070_it_is_no_map(string key) => SpoiledKey.ShouldNotBeRead(Key, _ => Convert.FromHexString(key));

    [Fact]
    public void N070_it_is_an_empty_map() => SpoiledKey.ShouldBeRefused(Key, k => k.Clear());

    private static Func<byte[], byte[]> Rewritten(Action<LooseMap> spoil) => _ =>
    {
        var key = Key.ToCose();
        spoil(key);
        return Cbor.Encode(key);
    };
}
