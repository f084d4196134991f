using System.Buffers.Text;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class A_credential_s_JSON_is_refused_when
{
    [Theory]
    [InlineData("null")]
    [InlineData("\"public_key\"")]
    [InlineData("\"Public-Key\"")]
    [InlineData("\"public-key \"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    public void N013_its_type_is_not_public_key(string type) => Both.With(s => s.Envelope = c => c["type"] = JsonNode.Parse(type)).ShouldBeRejectedFor(Rejection.WrongCredentialType);

    [Fact]
    public void N013_its_type_is_missing() => Both.With(s => s.Envelope = c => c.Remove("type")).ShouldBeRejectedFor(Rejection.WrongCredentialType);

    [Theory]
    [InlineData("id")]
    [InlineData("rawId")]
    public void N014_an_id_is_missing(string member) => Both.With(s => s.Envelope = c => c.Remove(member)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Theory]
    [InlineData("id")]
    [InlineData("rawId")]
    public void N014_its_two_ids_differ(string member) => Both.With(s => s.Envelope = c => c[member] = "AAAA").ShouldBeRejectedFor(Rejection.CredentialIdMismatch);

    [Fact]
    public void N015_its_id_is_not_the_attested_one() =>
        Registering.With(s => s.Envelope = c => (c["id"], c["rawId"]) = ("AAAA", "AAAA")).ShouldBeRejectedFor(Rejection.CredentialIdMismatch);

    [Theory]
    [InlineData("AAAA=")]
    [InlineData("AA==")]
    [InlineData("AA%%")]
    [InlineData("A+AA")]
    [InlineData("A/AA")]
    [InlineData(" AAAA")]
    [InlineData("AA AA")]
    [InlineData("AAAA\n")]
    [InlineData("%41AAA")]
    [InlineData("AB")]
    [InlineData("AAB")]
    [InlineData("AAAAA")]
    [InlineData("")]
    public void N016_its_id_is_not_strict_base64url(string id) =>
        Both.With(s => s.Envelope = c => (c["id"], c["rawId"]) = (id, id)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    [InlineData("1")]
    public void N017_its_response_is_no_response(string response) => Both.With(s => s.Envelope = c => c["response"] = JsonNode.Parse(response)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Fact]
    public void N017_its_response_is_missing() => Both.With(s => s.Envelope = c => c.Remove("response")).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Theory]
    [InlineData("clientDataJSON")]
    [InlineData("attestationObject")]
    public void N017_a_part_of_a_registration_is_not_there(string member)
    {
        Registering.With(s => s.ResponseMembers = r => r.Remove(member)).ShouldBeRejectedFor(Rejection.MalformedCredential);
        foreach (var nothing in Nothings) Registering.With(s => s.ResponseMembers = r => r[member] = JsonNode.Parse(nothing)).ShouldBeRejectedFor(Rejection.MalformedCredential);
    }

    [Theory]
    [InlineData("clientDataJSON")]
    [InlineData("authenticatorData")]
    [InlineData("signature")]
    public void N017_a_part_of_a_sign_in_is_not_there(string member)
    {
        SigningIn.With(s => s.ResponseMembers = r => r.Remove(member)).ShouldBeRejectedFor(Rejection.MalformedCredential);
        foreach (var nothing in Nothings) SigningIn.With(s => s.ResponseMembers = r => r[member] = JsonNode.Parse(nothing)).ShouldBeRejectedFor(Rejection.MalformedCredential);
    }

    private static readonly string[] Nothings = ["null", "\"\"", "1", "[]", "{}", "\"AA==\"", "\"!\""];

    [Theory]
    [InlineData("id")]
    [InlineData("rawId")]
    [InlineData("type")]
    [InlineData("response")]
    [InlineData("clientExtensionResults")]
    public void N018_a_member_stands_twice(string member) => Both.With(s => s.EnvelopeText = json => Doubled(json, member, member)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Theory]
    [InlineData("id", "ID")]
    [InlineData("id", "\\u0069d")]
    [InlineData("rawId", "rawid")]
    [InlineData("type", "Type")]
    [InlineData("response", "Response")]
    public void N018_a_member_stands_again_in_another_spelling(string member, string spelling) =>
        Both.With(s => s.EnvelopeText = json => Doubled(json, member, spelling)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Fact]
    public void N018_a_member_of_its_response_stands_twice() =>
        Both.With(s => s.EnvelopeText = json => json.Replace("\"clientDataJSON\"", "\"clientDataJSON\":\"AAAA\",\"clientDataJSON\"", StringComparison.Ordinal)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Fact]
    public void N019_it_nests_too_deep() =>
        Both.With(s => s.EnvelopeText = json => json.Replace("\"clientExtensionResults\":{", "\"clientExtensionResults\":{\"x\":" + new string('[', 64) + new string(']', 64) + (json.Contains("\"clientExtensionResults\":{}", StringComparison.Ordinal) ? "" : ","), StringComparison.Ordinal)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Theory]
    [InlineData("{}")]
    [InlineData("]")]
    [InlineData("}")]
    [InlineData(",")]
    [InlineData("null")]
    [InlineData("\0")]
    [InlineData("//")]
    public void N019_something_follows_it(string more) => Both.With(s => s.EnvelopeText = json => json + more).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Theory]
    [InlineData("[]")]
    [InlineData("\"{}\"")]
    [InlineData("null")]
    [InlineData("7")]
    public void N017_its_response_is_no_object(string response) =>
        Both.With(s => s.Envelope = c => c["response"] = JsonNode.Parse(response)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Fact]
    public void N019_it_names_a_million_transports() =>
        Registering.With(s => s.EnvelopeText = json => json.Replace("[\"internal\"", "[" + string.Concat(Enumerable.Repeat("\"usb\",", 1_000_000)) + "\"internal\"", StringComparison.Ordinal)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Theory]
    [InlineData("\"usb\"")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("[[\"usb\"]]")]
    public void N020_its_transports_are_no_list_of_texts(string transports) => Registering.With(s => s.Transports = JsonNode.Parse(transports)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Theory]
    [InlineData("clientExtensionResults", "[]")]
    [InlineData("clientExtensionResults", "\"\"")]
    [InlineData("clientExtensionResults", "true")]
    [InlineData("authenticatorAttachment", "{}")]
    [InlineData("authenticatorAttachment", "[]")]
    [InlineData("authenticatorAttachment", "1")]
    public void N020_a_member_is_of_another_type(string member, string value) => Both.With(s => s.Envelope = c => c[member] = JsonNode.Parse(value)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Fact]
    public void N021_it_answers_the_other_ceremony()
    {
        AuthenticationResponse.Parse(Registering.Plainly().Make().Utf8Json).Rejection.ShouldBe(Rejection.MalformedCredential);
        RegistrationResponse.Parse(SigningIn.Plainly().Make().Utf8Json).Rejection.ShouldBe(Rejection.MalformedCredential);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\"{}\"")]
    [InlineData("{}{}")]
    public void N017_it_is_no_JSON_object(string json) => Both.With(s => s.EnvelopeText = _ => json).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Fact]
    public void N017_it_is_not_UTF_8()
    {
        byte[] json = [.. "{\"id\":\""u8, 0xc0, 0x80, .. "\"}"u8];
        RegistrationResponse.Parse(json).Rejection.ShouldBe(Rejection.MalformedCredential);
        AuthenticationResponse.Parse(json).Rejection.ShouldBe(Rejection.MalformedCredential);
    }

    [Fact]
    public void N017_a_text_of_it_has_a_lone_surrogate() => Both.With(s => s.EnvelopeText = json => json.Replace("\"platform\"", "\"\\ud800\"", StringComparison.Ordinal)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Fact]
    public void N022_its_copies_say_otherwise_and_are_not_believed()
    {
        var other = Registering.Plainly().Make();
        var registering = Registering.With(s => s.ResponseMembers = r =>
        {
            r["publicKeyAlgorithm"] = -257;
            r["publicKey"] = Base64Url.EncodeToString(other.Credential.Key.ToSubjectPublicKeyInfo());
            r["authenticatorData"] = Base64Url.EncodeToString(other.AuthenticatorData);
        });
        registering.ShouldBeAccepted().Record.PublicKey.ToArray().ShouldBe(Cbor.Encode(registering.Key.ToCose()));
    }

    private static string Doubled(string json, string member, string again) =>
        json.Insert(1, $"\"{again}\":{JsonNode.Parse(json)![member]!.ToJsonString()},");
}
