using System.Text;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

public sealed class What_is_inspected
{
    private static readonly MadeRegistration Made = new RegistrationScenario { Statement = new PackedStatement() }.Make();

    public static TheoryData<string, byte[]> Parts => new()
    {
        { "registration response", Made.Utf8Json },
        { "authentication response", new AssertionScenario(Made.Credential).Make().Utf8Json },
        { "attestationObject", Made.AttestationObject },
        { "authenticatorData", Made.AuthenticatorData },
        { "credentialPublicKey", Made.Credential.PublicKey },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void is_named_raw_and_in_every_encoding(string name, byte[] bytes)
    {
        Inspector.TryDecode(bytes)!.Name.ShouldBe(name);
        Inspector.TryDecode(Encoding.ASCII.GetBytes(Base64Text.Url(bytes)))!.Name.ShouldBe(name);
        Inspector.TryDecode(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)))!.Name.ShouldBe(name);
        Inspector.TryDecode(Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)))!.Name.ShouldBe(name);
    }

    [Fact]
    public void is_taken_apart_to_its_leaves()
    {
        var leaves = Leaves(Inspector.TryDecode(Made.Utf8Json)!).ToArray();
        leaves.ShouldContain(leaf => leaf.Name == "origin" && leaf.Value == "https://example.org");
        leaves.ShouldContain(leaf => leaf.Name == "fmt" && leaf.Value == "packed");
        leaves.ShouldContain(leaf => leaf.Name == "aaguid" && leaf.Value == new Aaguid(Made.Credential.Aaguid).ToString());
    }

    [Theory]
    [InlineData("""{"origin":"\ud800"}""")]
    [InlineData("""{"response":{"attestationObject":"\udfff","clientDataJSON":"e30"}}""")]
    [InlineData("""{"response":{"attestationObject":"oA","clientDataJSON":"AA"}}""")]
    public void may_be_broken_and_is_shown_all_the_same(string json) => Inspector.TryDecode(Encoding.UTF8.GetBytes(json)).ShouldNotBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("[]")]
    public void must_be_something(string text) => Inspector.TryDecode(Encoding.UTF8.GetBytes(text)).ShouldBeNull();

    [Fact]
    public void is_told_of_a_registration_line_by_line()
    {
        var made = new RegistrationScenario { Statement = new PackedStatement(), Extensions = new() { { "credProtect", 2 } } }.Make();
        var lines = Lines(Inspector.TryDecode(made.Utf8Json)!).ToArray();

        lines[0].ShouldBe("registration response=");
        string[] expected =
        [
            $"id={Base64Text.Url(made.Credential.Id)}", "type=public-key", "response=", "clientDataJSON=", "type=webauthn.create", "origin=https://example.org",
            "attestationObject=", "fmt=packed", "attStmt=", "alg=-7", "x5c=", "[0]=certificate",
            "authenticatorData=", $"rpIdHash={Convert.ToHexStringLower(made.AuthenticatorData[..32])}", "flags=0xc5 (UserPresent, UserVerified, AttestedCredentialData, ExtensionData)", "signCount=0",
            "attestedCredentialData=", $"aaguid={new Aaguid(made.Credential.Aaguid)}", $"credentialId=32 bytes: {Convert.ToHexStringLower(made.Credential.Id)}",
            "credentialPublicKey=ES256", "1=2", "3=-7", "-1=1", "extensions=", "credProtect=2", "transports=[\"internal\",\"hybrid\"]",
            $"publicKey=91 bytes: {Convert.ToHexStringLower(made.Credential.Key.ToSubjectPublicKeyInfo()!)}",
        ];
        foreach (var line in expected) lines.ShouldContain(line);
        lines.ShouldContain(line => line.StartsWith("-2=32 bytes: ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("sig=", StringComparison.Ordinal) && line.Contains(" bytes: 30", StringComparison.Ordinal));
    }

    [Fact]
    public void is_told_of_a_sign_in_line_by_line()
    {
        var signed = new AssertionScenario(Made.Credential).Make();
        var lines = Lines(Inspector.TryDecode(signed.Utf8Json)!).ToArray();
        lines[0].ShouldBe("authentication response=");
        lines.ShouldContain("flags=0x05 (UserPresent, UserVerified)");
        lines.ShouldContain($"userHandle={Made.Credential.UserHandle.Length} bytes: {Convert.ToHexStringLower(Made.Credential.UserHandle)}");
        lines.ShouldContain(line => line.StartsWith("signature=", StringComparison.Ordinal) && line.Contains(" bytes: 30", StringComparison.Ordinal));
        lines.ShouldNotContain("extensions=");
    }

    [Fact]
    public void is_told_of_a_certificate()
    {
        var issued = Issued.Root("O=Maker, C=SE").Leaf("CN=Leaf");
        var lines = Lines(Inspector.TryDecode((byte[])[0xA1, 0x61, (byte)'c', 0x59, (byte)(issued.Der.Length >> 8), (byte)issued.Der.Length, .. issued.Der])!).ToArray();
        lines.ShouldBe([
            "CBOR=", "c=certificate", "subject=Leaf", "issuer=SE, Maker", $"serial number={Convert.ToHexStringLower(issued.Certificate.SerialNumber.Span)}",
            "valid=2025-06-01T12:00:00Z to 2027-06-01T12:00:00Z", $"SHA-256={Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(issued.Der))}",
        ]);
    }

    [Theory]
    [InlineData("A16161F5", "CBOR= a=true")]
    [InlineData("A16161F4", "CBOR= a=false")]
    [InlineData("A16161F6", "CBOR= a=null")]
    [InlineData("A16161F7", "CBOR= a=f7")]
    [InlineData("A161611BFFFFFFFFFFFFFFFF", "CBOR= a=an integer of more than 63 bits")]
    [InlineData("A141AA8120", "CBOR= 41aa= [0]=-1")]
    [InlineData("A0", "CBOR=")]
    [InlineData("A10102", "credentialPublicKey=malformed_public_key 1=2")]
    [InlineData("A1020102", null)]
    [InlineData("FF", null)]
    [InlineData("A363666D74646E6F6E656761747453746D74A068617574684461746141AA", "attestationObject= fmt=none attStmt= authenticatorData=malformed: aa")]
    public void is_told_of_any_CBOR(string hex, string? told)
    {
        var tree = Inspector.TryDecode(Convert.FromHexString(hex));
        (tree is null ? null : string.Join(' ', Lines(tree))).ShouldBe(told);
    }

    [Theory]
    [InlineData("""{"type":"webauthn.get","n":1,"o":{"p":null}}""", "client data= type=webauthn.get n=1 o= p=null")]
    [InlineData("""{"credential":5}""", "client data= credential=5")]
    [InlineData("""{"response":5}""", "client data= response=5")]
    [InlineData("""{"credential":{"id":"a","response":{}},"x":1}""", "authentication response= id=a response=")]
    [InlineData("""{"response":{"clientDataJSON":"e30","signature":"AQ","userHandle":"","other":"AQ","authenticatorData":"AA"}}""", "authentication response= response= clientDataJSON= signature=1 bytes: 01 userHandle=0 bytes:  other=AQ authenticatorData=malformed: 00")]
    [InlineData("""{"response":{"clientDataJSON":"77u_e30","attestationObject":"oA"}}""", "registration response= response= clientDataJSON= attestationObject=")]
    [InlineData("""{"response":{"clientDataJSON":"W10","attestationObject":"_w"}}""", "registration response= response= clientDataJSON=not a JSON object: 5b5d attestationObject=malformed: ff")]
    [InlineData("""{"response":{"clientDataJSON":"not base64url!"}}""", "authentication response= response= clientDataJSON=not base64url!")]
    [InlineData("\uFEFF{}", "client data=")]
    public void is_told_of_any_JSON(string json, string told) => string.Join(' ', Lines(Inspector.TryDecode(Encoding.UTF8.GetBytes(json))!)).ShouldBe(told);

    private static IEnumerable<string> Lines(InspectionNode node) => node.Children.SelectMany(Lines).Prepend($"{node.Name}={node.Value}");

    private static IEnumerable<InspectionNode> Leaves(InspectionNode node) => node.Children.Count == 0 ? [node] : node.Children.SelectMany(Leaves);
}
