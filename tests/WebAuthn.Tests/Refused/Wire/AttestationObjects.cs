using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class An_attestation_object_is_refused_when
{
    [Theory]
    [InlineData("fmt")]
    [InlineData("attStmt")]
    [InlineData("authData")]
    public void N056_a_part_is_missing(string part) => Refused(s => s.AttestationObjectMembers = o => o.Remove(part));

    [Theory]
    [InlineData("fmt")]
    [InlineData("attStmt")]
    [InlineData("authData")]
    public void N056_a_part_stands_twice(string part)
    {
        Refused(s => s.AttestationObjectMembers = o => o.Add(part, o[part]));
        Refused(s => s.AttestationObjectMembers = o => o.Insert(0, new(part, o[part])));
        Refused(s => s.AttestationObjectMembers = o => o.Add(new CborRaw([0x7f, .. Cbor.Encode(part), 0xff]), o[part]));
    }

    [Theory]
    [InlineData("fmt", "fmT")]
    [InlineData("fmt", "fmt ")]
    [InlineData("authData", "authdata")]
    public void N056_a_part_has_another_name(string part, string name) => Refused(s => s.AttestationObjectMembers = o => o.Rename(part, name));

    [Fact]
    public void N056_it_has_a_part_more() => Refused(s => s.AttestationObjectMembers = o => o.Add("epAtt", true));

    [Theory]
    [InlineData("fmt", "F6")]
    [InlineData("fmt", "00")]
    [InlineData("fmt", "446E6F6E65")]
    [InlineData("fmt", "61FF")]
    [InlineData("authData", "F6")]
    [InlineData("authData", "60")]
    [InlineData("authData", "80")]
    [InlineData("authData", "A0")]
    public void N056_a_part_is_of_another_type(string part, string value) => Refused(s => s.AttestationObjectMembers = o => o[part] = CborRaw.Hex(value));

    [Theory]
    [InlineData("F6")]
    [InlineData("80")]
    [InlineData("40")]
    [InlineData("A10000")]
    public void N056_its_statement_is_of_another_type(string value) =>
        Registering.With(s => s.AttestationObjectMembers = o => o["attStmt"] = CborRaw.Hex(value)).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);

    [Theory]
    [InlineData("00")]
    [InlineData("F6")]
    [InlineData("A0")]
    public void N056_bytes_are_left_over(string more) => Refused(s => s.AttestationObjectBytes = bytes => [.. bytes, .. Convert.FromHexString(more)]);

    [Fact]
    public void N056_bytes_are_left_over_after_the_root_of_its_authenticator_data() =>
        Registering.With(s => s.AttestationObjectMembers = o => o["authData"] = (byte[])[.. (byte[])o["authData"]!, 0]).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);

    [Fact]
    public void N056_it_is_cut_short_anywhere()
    {
        var whole = Registering.Plainly().Make().AttestationObject;
        for (var length = 1; length < whole.Length; length++)
        {
            var cut = length;
            Refused(s => s.AttestationObjectBytes = bytes => bytes[..cut]);
        }
    }

    [Theory]
    [InlineData("80")]
    [InlineData("F6")]
    [InlineData("00")]
    [InlineData("60")]
    [InlineData("FF")]
    [InlineData("BF")]
    [InlineData("BFFF")]
    [InlineData("BB7FFFFFFFFFFFFFFF")]
    [InlineData("BBFFFFFFFFFFFFFFFF")]
    [InlineData("A37FFFFFFF")]
    public void N056_it_is_no_map(string bytes) => Refused(s => s.AttestationObjectBytes = _ => Convert.FromHexString(bytes));

    [Fact]
    public void N056_it_is_of_indefinite_length() => Refused(s => s.AttestationObjectBytes = bytes => [0xbf, .. bytes[1..], 0xff]);

    [Fact]
    public void N056_its_statement_is_of_indefinite_length() => Refused(s => s.AttestationObjectMembers = o => o["attStmt"] = CborRaw.Hex("BFFF"));

    [Fact]
    public void N056_its_authenticator_data_is_of_indefinite_length() =>
        Refused(s => s.AttestationObjectMembers = o => o["authData"] = new CborRaw([0x5f, .. Cbor.Encode(o["authData"]), 0xff]));

    [Fact]
    public void N056_a_length_is_not_the_shortest() => Refused(s => s.AttestationObjectBytes = bytes => [0xb8, 3, .. bytes[1..]]);

    [Fact]
    public void N056_it_is_tagged() => Refused(s => s.AttestationObjectBytes = bytes => [0xd9, 0xd9, 0xf7, .. bytes]);

    [Theory]
    [InlineData(5)]
    [InlineData(20_000)]
    public void N056_it_nests_too_deep(int depth) =>
        Refused(s => s.AttestationObjectMembers = o => o["attStmt"] = new CborRaw([0xa1, 0x61, 0x61, .. Enumerable.Repeat((byte)0x81, depth), 0x00]));

    private static void Refused(Action<Registering> spoil) => Registering.With(spoil).ShouldBeRejectedFor(Rejection.MalformedAttestationObject);
}
