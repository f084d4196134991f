using System.Text.Json.Nodes;

namespace Keystile.WebAuthn.Tests.Accepted;

public sealed class Client_data_is_accepted_when
{
    [Theory]
    [InlineData("extraData", "\"clientDataJSON may be extended with additional fields\"")]
    [InlineData("other_keys_can_be_added_here", "\"do not compare clientDataJSON against a template\"")]
    [InlineData("androidPackageName", "\"com.android.chrome\"")]
    [InlineData("nested", """{"type":"webauthn.get","challenge":[{"origin":null}]}""")]
    [InlineData("ünïcödé ☃", "\"𝄞 ☃\"")]
    [InlineData("", "[]")]
    public void V01_it_has_members_more(string member, string value) => Both.With(s => s.ClientDataMembers = d => d[member] = JsonNode.Parse(value)).ShouldBeAccepted();

    [Fact]
    public void V01_a_member_more_stands_twice() => Both.With(s => s.ClientDataText = json => json.Insert(1, "\"x\":1,\"x\":2,")).ShouldBeAccepted();

    [Fact]
    public void V02_its_members_are_in_another_order() =>
        Both.With(s => s.ClientDataText = json => new JsonObject(JsonNode.Parse(json)!.AsObject().Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))).ToJsonString()).ShouldBeAccepted();

    [Fact]
    public void V02_it_has_white_space_around_its_parts() =>
        Both.With(s => s.ClientDataText = json => "\t" + json.Replace("\":", "\" :\r\n ", StringComparison.Ordinal).Replace(",\"", " ,\n\"", StringComparison.Ordinal) + " \n").ShouldBeAccepted();

    [Theory]
    [InlineData("/", "\\/")]
    [InlineData("/", "\\u002f")]
    [InlineData("/", "\\u002F")]
    [InlineData("webauthn", "\\u0077ebauthn")]
    [InlineData("\"type\"", "\"typ\\u0065\"")]
    public void V02_its_characters_are_escaped(string plain, string escaped) => Both.With(s => s.ClientDataText = json => json.Replace(plain, escaped, StringComparison.Ordinal)).ShouldBeAccepted();

    [Fact]
    public void V02_its_challenge_is_escaped() => Both.With(s => s.ClientDataText = json =>
    {
        const string before = "\"challenge\":\"";
        var at = json.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return $"{json[..at]}\\u{(int)json[at]:x4}{json[(at + 1)..]}";
    }).ShouldBeAccepted();

    [Fact]
    public void V03_it_begins_with_a_byte_order_mark() => Both.With(s => s.ClientDataText = json => "\uFEFF" + json).ShouldBeAccepted();

    [Fact]
    public void V04_it_does_not_say_whether_it_was_framed() => Both.With(s => s.CrossOrigin = null).ShouldBeAccepted();

    [Theory, InlineData("crossOrigin"), InlineData("topOrigin")]
    public void V04_it_says_null_where_it_could_say_nothing(string member) => Both.With(s => s.ClientDataMembers = d => d[member] = null).ShouldBeAccepted();

    [Theory, InlineData("""{"total":5}"""), InlineData("""{"rpId":5}"""), InlineData("[]")]
    public void V01_it_speaks_of_a_payment_and_confirms_none(string payment) => Both.With(s => s.ClientDataMembers = d => d["payment"] = JsonNode.Parse(payment)).ShouldBeAccepted();

    [Theory, InlineData("172.20.0.141"), InlineData("intranet"), InlineData("::1")]
    public void it_was_recorded_on_a_test_machine(string host) =>
        Both.With(s => (s.RpId, s.Origin) = (host, "https://" + host)).At(p => p with { Id = host, Origins = ["https://" + host], IsRecording = true }).ShouldBeAccepted();

    [Fact]
    public void V04_it_says_that_it_was_not_framed() => Both.With(s => (s.CrossOrigin, s.TopOrigin) = (false, null)).ShouldBeAccepted();

    [Theory]
    [InlineData("""{"status":"supported"}""")]
    [InlineData("""{"status":"present","id":"AAAA"}""")]
    [InlineData("""{"status":"not-supported"}""")]
    [InlineData("\"unused\"")]
    [InlineData("null")]
    public void V05_it_speaks_of_token_binding(string tokenBinding) => Both.With(s => s.ClientDataMembers = d => d["tokenBinding"] = JsonNode.Parse(tokenBinding)).ShouldBeAccepted();

    [Theory]
    [InlineData("android:apk-key-hash:kTLkJq3lHTvrbRHWfJTv9lQYuqVTEnOuUYqfkuGlZAw")]
    [InlineData("android:apk-key-hash-sha256:kTLkJq3lHTvrbRHWfJTv9lQYuqVTEnOuUYqfkuGlZAw")]
    [InlineData("ios:bundle-id:org.example.app")]
    public void V24_its_native_origin_is_listed(string origin) => Both.With(s => s.Origin = origin).At(p => p with { Origins = ["https://example.org", origin] }).ShouldBeAccepted();

    [Fact]
    public void V25_it_is_from_a_developer_s_own_machine() =>
        Both.With(s => (s.RpId, s.Origin) = ("localhost", "http://localhost:5170")).At(p => p with { Id = "localhost", Origins = ["http://localhost:5170"] }).ShouldBeAccepted();

    [Fact]
    public void V26_its_related_origin_is_listed() =>
        Both.With(s => s.Origin = "https://example.co.uk").At(p => p with { Origins = ["https://example.org", "https://example.co.uk"] }).ShouldBeAccepted();

    [Fact]
    public void V26_it_ran_on_the_listed_origin_it_was_begun_from() =>
        Both.With(s => s.Origin = "https://login.example.org").At(p => p with { Origins = ["https://example.org", "https://login.example.org"] })
            .BegunFrom("https://login.example.org").ShouldBeAccepted();

    [Fact]
    public void V27_it_was_framed_by_a_listed_embedder() =>
        Both.With(s => (s.CrossOrigin, s.TopOrigin) = (true, "https://shop.test")).At(p => p with { AllowCrossOrigin = true, TopOrigins = ["https://shop.test"] }).ShouldBeAccepted();

    [Fact]
    public void V27_it_was_framed_by_a_page_that_the_client_does_not_name() => Both.With(s => s.CrossOrigin = true).At(p => p with { AllowCrossOrigin = true }).ShouldBeAccepted();
}
