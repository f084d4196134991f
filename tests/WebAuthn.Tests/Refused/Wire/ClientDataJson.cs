using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class Client_data_is_refused_when
{
    [Theory]
    [InlineData("C080")]
    [InlineData("80")]
    [InlineData("FF")]
    [InlineData("EDA080")]
    [InlineData("F4908080")]
    [InlineData("E282")]
    public void N023_it_is_not_UTF_8(string bytes) =>
        Both.With(s => s.ClientDataBytes = json => [.. json[..^1], .. ",\"x\":\""u8, .. Convert.FromHexString(bytes), .. "\"}"u8]).ShouldBeRejectedFor(Rejection.ClientDataNotUtf8);

    [Fact]
    public void N023_it_is_UTF_16()
    {
        Both.With(s => s.ClientDataBytes = json => [0xff, 0xfe, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(json))]).ShouldBeRejectedFor(Rejection.ClientDataNotUtf8);
        Both.With(s => s.ClientDataBytes = json => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(json))).ShouldBeRejectedFor(Rejection.ClientDataNotJson);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData(" ")]
    [InlineData("[{0}]")]
    [InlineData("\"{0}\"")]
    [InlineData("{0}x")]
    [InlineData("{0}{0}")]
    [InlineData("{0},")]
    [InlineData("{0}\0")]
    [InlineData("{0}/**/")]
    [InlineData("//\n{0}")]
    [InlineData("\uFEFF\uFEFF{0}")]
    [InlineData("({0})")]
    [InlineData("{{0}}")]
    public void N024_it_is_not_one_JSON_object(string around) =>
        Both.With(s => s.ClientDataText = json => around.Replace("{0}", json, StringComparison.Ordinal)).ShouldBeRejectedFor(Rejection.ClientDataNotJson);

    [Theory]
    [InlineData(",}")]
    [InlineData("/**/}")]
    [InlineData(",\"x\":'y'}")]
    [InlineData(",\"x\":NaN}")]
    [InlineData(",\"x\":\"\u0001\"}")]
    [InlineData("")]
    public void N024_its_end_is_not_JSON(string end) => Both.With(s => s.ClientDataText = json => json[..^1] + end).ShouldBeRejectedFor(Rejection.ClientDataNotJson);

    [Theory]
    [InlineData("webauthn.get")]
    [InlineData("payment.get")]
    [InlineData("Webauthn.create")]
    [InlineData("webauthn.create ")]
    [InlineData(" webauthn.create")]
    [InlineData("webauthn.create\0")]
    [InlineData("webauthn.creat")]
    [InlineData("")]
    public void N025_its_type_is_not_that_of_a_registration(string type) => Registering.With(s => s.Type = type).ShouldBeRejectedFor(Rejection.WrongCeremonyType);

    [Theory]
    [InlineData("webauthn.create")]
    [InlineData("payment.get")]
    [InlineData("Webauthn.get")]
    [InlineData("webauthn.get ")]
    [InlineData("navigator.id.getAssertion")]
    [InlineData("")]
    public void N025_its_type_is_not_that_of_a_sign_in(string type) => SigningIn.With(s => s.Type = type).ShouldBeRejectedFor(Rejection.WrongCeremonyType);

    [Theory]
    [InlineData("type", "null")]
    [InlineData("type", "[\"webauthn.create\",\"webauthn.get\"]")]
    [InlineData("type", "1")]
    [InlineData("type", "{}")]
    [InlineData("origin", "null")]
    [InlineData("origin", "[\"https://example.org\"]")]
    [InlineData("origin", "1")]
    [InlineData("topOrigin", "1")]
    [InlineData("crossOrigin", "0")]
    [InlineData("crossOrigin", "\"\"")]
    public void N025_a_member_is_of_another_type(string member, string value) => Both.With(s => s.ClientDataMembers = d => d[member] = JsonNode.Parse(value)).ShouldBeRejectedFor(Rejection.ClientDataNotJson);

    [Theory]
    [InlineData("type")]
    [InlineData("challenge")]
    [InlineData("origin")]
    public void N028_a_member_is_missing(string member) => Both.With(s => s.ClientDataMembers = d => d.Remove(member)).ShouldBeRejectedFor(Rejection.ClientDataNotJson);

    [Theory]
    [InlineData("type", "type")]
    [InlineData("type", "\\u0074ype")]
    [InlineData("challenge", "challenge")]
    [InlineData("challenge", "chall\\u0065nge")]
    [InlineData("origin", "origin")]
    [InlineData("crossOrigin", "crossOrigin")]
    public void N026_a_member_stands_twice(string member, string again) =>
        Both.With(s => s.ClientDataText = json => json.Insert(1, $"\"{again}\":{JsonNode.Parse(json)![member]!.ToJsonString()},")).ShouldBeRejectedFor(Rejection.ClientDataNotJson);

    [Fact]
    public void N027_only_a_member_of_another_case_is_right()
    {
        Registering.With(s => (s.Type, s.ClientDataMembers) = ("webauthn.get", d => d["Type"] = "webauthn.create")).ShouldBeRejectedFor(Rejection.WrongCeremonyType);
        SigningIn.With(s => (s.Type, s.ClientDataMembers) = ("webauthn.create", d => d["TYPE"] = "webauthn.get")).ShouldBeRejectedFor(Rejection.WrongCeremonyType);
        Both.With(s => s.ClientDataMembers = d => (d["CHALLENGE"], d["challenge"]) = ((string)d["challenge"]!, "AAAA")).ShouldBeRejectedFor(Rejection.ChallengeMismatch);
        Both.With(s => s.ClientDataMembers = d => (d["Origin"], d["origin"]) = ("https://example.org", "https://evil.test")).ShouldBeRejectedFor(Rejection.OriginNotAllowed);
    }

    [Theory]
    [InlineData("challenge", "Challenge")]
    [InlineData("type", "Type")]
    public void N027_a_member_is_there_in_another_case_only(string member, string spelling) =>
        Both.With(s => s.ClientDataText = json => json.Replace($"\"{member}\"", $"\"{spelling}\"", StringComparison.Ordinal)).ShouldBeRejectedFor(Rejection.ClientDataNotJson);

    [Theory]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("true")]
    public void N028_its_challenge_is_no_text(string challenge) => Both.With(s => s.ClientDataMembers = d => d["challenge"] = JsonNode.Parse(challenge)).ShouldBeRejectedFor(Rejection.ClientDataNotJson);

    [Theory]
    [InlineData("origin")]
    [InlineData("type")]
    public void N023_a_text_has_a_lone_surrogate(string member) =>
        Both.With(s => s.ClientDataText = json => json.Replace($"\"{member}\":\"", $"\"{member}\":\"\\ud800", StringComparison.Ordinal)).ShouldBeRejectedFor(Rejection.ClientDataNotJson);

    [Fact]
    public void N038_token_binding_is_all_that_speaks_for_it() =>
        Both.With(s => (s.Origin, s.ClientDataMembers) = ("https://evil.test", d => d["tokenBinding"] = JsonNode.Parse("""{"status":"present","id":"AAAA"}"""))).ShouldBeRejectedFor(Rejection.OriginNotAllowed);
}
