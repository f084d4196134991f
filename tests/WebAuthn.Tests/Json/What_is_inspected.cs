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

    private static IEnumerable<InspectionNode> Leaves(InspectionNode node) => node.Children.Count == 0 ? [node] : node.Children.SelectMany(Leaves);
}
