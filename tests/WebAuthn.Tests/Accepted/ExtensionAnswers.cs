using System.Text.Json;
using System.Text.Json.Nodes;

namespace Keystile.WebAuthn.Tests.Accepted;

/// <summary>An answer that was asked for is passed on as it is, one that was not is not, and none is made up.</summary>
public sealed class An_extensions_answer
{
    private static readonly RegistrationExtensions Nothing = new() { CredentialProperties = false };
    private static readonly RegistrationExtensions Everything = new() { Prf = new(), LargeBlob = new("preferred"), MinPinLength = true, CredBlob = "AQ", AppIdExclude = "https://example.com/u2f" };
    private const string AllOfTheClients = """{"credProps":{"rk":true},"prf":{"enabled":true},"largeBlob":{"supported":true},"appidExclude":true}""";

    public static TheoryData<string, Func<RegistrationExtensionResults, object?>> OfARegistration => new()
    {
        { "credProps", results => results.Discoverable },
        { "prf", results => results.PrfEnabled },
        { "largeBlob", results => results.LargeBlobSupported },
        { "appidExclude", results => results.AppIdExclude },
        { "minPinLength", results => results.MinPinLength },
        { "credBlob", results => results.CredBlobStored },
    };

    [Theory]
    [MemberData(nameof(OfARegistration))]
    public void to_a_registration_is_passed_on_where_it_was_asked_for_and_given(string name, Func<RegistrationExtensionResults, object?> answer)
    {
        answer(Registered(Everything, AllOfTheClients, signed: true)).ShouldBe(name == "minPinLength" ? 6 : true);
        answer(Registered(Everything, "{}", signed: false)).ShouldBeNull();
        answer(Registered(Nothing, AllOfTheClients, signed: true)).ShouldBeNull();
        var alone = name switch
        {
            "credProps" => Nothing with { CredentialProperties = true },
            "prf" => Nothing with { Prf = new() },
            "largeBlob" => Nothing with { LargeBlob = new("required") },
            "appidExclude" => Nothing with { AppIdExclude = "https://example.com" },
            "minPinLength" => Nothing with { MinPinLength = true },
            _ => Nothing with { CredBlob = "AQ" },
        };
        var results = Registered(alone, AllOfTheClients, signed: true);
        answer(results).ShouldBe(name == "minPinLength" ? 6 : true);
        OfARegistration.Count(row => row.Data.Item2(results) is not null).ShouldBe(1);
    }

    [Fact]
    public void to_a_registration_may_be_no()
    {
        var results = Registered(Everything, AllOfTheClients.Replace("true", "false", StringComparison.Ordinal), signed: false);
        (results.Discoverable, results.PrfEnabled, results.LargeBlobSupported, results.AppIdExclude).ShouldBe((false, false, false, false));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-1, null)]
    [InlineData(1L + int.MaxValue, null)]
    public void of_a_PIN_length_is_a_number_of_characters(long length, int? told) =>
        Registering.With(s => (s.Begun, s.Extensions) = (s.Begun with { Extensions = Everything }, new() { { "minPinLength", length } })).ShouldBeAccepted().Extensions.MinPinLength.ShouldBe(told);

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, CredentialProtection.Optional)]
    [InlineData(2, CredentialProtection.OptionalWithCredentialIdList)]
    [InlineData(3, CredentialProtection.Required)]
    [InlineData(4, null)]
    public void of_a_protection_is_one_of_three_levels(int level, CredentialProtection? told) =>
        Registering.With(s => s.Extensions = new() { { "credProtect", level } }).ShouldBeAccepted().Extensions.CredentialProtection.ShouldBe(told);

    [Fact]
    public void to_a_sign_in_is_passed_on_where_it_was_asked_for_and_given()
    {
        var read = SignedIn(new() { LargeBlob = new() { Read = true } });
        read.LargeBlob!.Value.ToArray().ShouldBe([1, 2, 3]);
        (read.LargeBlobWritten, read.CredBlob, read.AppIdUsed).ShouldBe((null, null, null));

        var written = SignedIn(new() { LargeBlob = new() { Write = "AQ" } });
        written.LargeBlobWritten.ShouldBe(true);
        (written.LargeBlob, written.CredBlob, written.AppIdUsed).ShouldBe((null, null, null));

        var kept = SignedIn(new() { GetCredBlob = true });
        kept.CredBlob!.Value.ToArray().ShouldBe([7, 8]);
        (kept.LargeBlob, kept.LargeBlobWritten, kept.AppIdUsed).ShouldBe((null, null, null));

        var byAppId = SignedIn(new() { AppId = "https://example.com/u2f" });
        byAppId.AppIdUsed.ShouldBe(false);
        (byAppId.LargeBlob, byAppId.LargeBlobWritten, byAppId.CredBlob).ShouldBe((null, null, null));

        SignedIn(null).ShouldBe(AuthenticationExtensionResults.None);
        SignedIn(new()).ShouldBe(AuthenticationExtensionResults.None);
    }

    [Theory]
    [InlineData("""{"largeBlob":{"blob":"not base64url!"}}""")]
    [InlineData("""{"largeBlob":{"written":1}}""")]
    [InlineData("""{"largeBlob":{"written":true,"written":true}}""")]
    [InlineData("""{"largeBlob":[]}""")]
    [InlineData("""{"largeBlob":{},"largeBlob":{},"largeBlob":{}}""")]
    public void to_a_sign_in_is_refused_where_it_is_of_another_type_or_doubled(string results) =>
        SigningIn.With(s =>
        {
            s.Begun = s.Begun with { Extensions = new() { LargeBlob = new() { Read = true } } };
            s.EnvelopeText = json => json.Replace("\"clientExtensionResults\":{}", $"\"clientExtensionResults\":{results}", StringComparison.Ordinal);
        }).ShouldBeRejectedFor(Rejection.ExtensionOutputInvalid);

    [Theory]
    [InlineData("prf")]
    [InlineData("largeBlob")]
    [InlineData("appid")]
    public void that_was_asked_for_is_none_that_policy_refuses(string name)
    {
        AuthenticationExtensions asked = name switch { "prf" => new() { Prf = new() }, "largeBlob" => new() { LargeBlob = new() { Read = true } }, _ => new() { AppId = "https://example.com/u2f" } };
        var answer = JsonNode.Parse(name == "appid" ? """{"appid":false}""" : $"{{\"{name}\":{{}}}}");
        var signingIn = SigningIn.With(s =>
        {
            s.Party = s.Party with { UnsolicitedExtensionPolicy = UnsolicitedExtensionPolicy.Refuse };
            s.Begun = s.Begun with { Extensions = asked };
            s.Envelope = c => c["clientExtensionResults"] = answer!.DeepClone();
        });
        signingIn.ShouldBeAccepted();
        signingIn.Begun = signingIn.Begun with { Extensions = new() { GetCredBlob = true } };
        signingIn.ShouldBeRejectedFor(Rejection.ExtensionOutputInvalid);
    }

    [Theory, InlineData("""{"credProps":null}"""), InlineData("""{"credProps":{"rk":null}}"""), InlineData("""{"prf":null}"""), InlineData("""{"prf":{"enabled":null}}""")]
    public void V29_that_is_null_says_nothing(string answer)
    {
        var results = Registered(Everything with { CredentialProperties = true }, answer, signed: false);
        (results.Discoverable, results.PrfEnabled).ShouldBe((null, null));
    }

    [Theory]
    [InlineData("credProps", """{"credProps":{}}""")]
    [InlineData("prf", """{"prf":{}}""")]
    [InlineData("largeBlob", """{"largeBlob":{}}""")]
    [InlineData("appidExclude", """{"appidExclude":true}""")]
    public void of_a_registration_that_was_asked_for_is_none_that_policy_refuses(string name, string answer)
    {
        var registering = Registering.With(s =>
        {
            s.Party = s.Party with { UnsolicitedExtensionPolicy = UnsolicitedExtensionPolicy.Refuse };
            s.Begun = s.Begun with { Extensions = Everything };
            s.Envelope = c => c["clientExtensionResults"] = JsonNode.Parse(answer);
        });
        registering.ShouldBeAccepted();
        registering.Begun = registering.Begun with
        {
            Extensions = name switch
            {
                "credProps" => Everything with { CredentialProperties = false },
                "prf" => Everything with { Prf = null },
                "largeBlob" => Everything with { LargeBlob = null },
                _ => Everything with { AppIdExclude = null },
            },
        };
        registering.ShouldBeRejectedFor(Rejection.ExtensionOutputInvalid);
    }

    [Theory]
    [InlineData(CredentialProtection.Optional, "userVerificationOptional")]
    [InlineData(CredentialProtection.OptionalWithCredentialIdList, "userVerificationOptionalWithCredentialIDList")]
    [InlineData(CredentialProtection.Required, "userVerificationRequired")]
    public void of_protection_is_asked_for_by_its_name(CredentialProtection level, string name)
    {
        JsonSerializer.Serialize(level).ShouldBe($"\"{name}\"");
        JsonSerializer.Deserialize<CredentialProtection>($"\"{name}\"").ShouldBe(level);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<CredentialProtection>($"\"{name}s\""));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<CredentialProtection>("1"));
    }

    private static RegistrationExtensionResults Registered(RegistrationExtensions asked, string client, bool signed) => Registering.With(s =>
    {
        s.Begun = s.Begun with { Extensions = asked };
        s.Envelope = c => c["clientExtensionResults"] = JsonNode.Parse(client);
        if (signed) s.Extensions = new() { { "credBlob", true }, { "minPinLength", 6 } };
    }).ShouldBeAccepted().Extensions;

    private static AuthenticationExtensionResults SignedIn(AuthenticationExtensions? asked) => SigningIn.With(s =>
    {
        s.Begun = s.Begun with { Extensions = asked };
        s.Envelope = c => c["clientExtensionResults"] = JsonNode.Parse("""{"largeBlob":{"blob":"AQID","written":true},"appid":false}""");
        s.Extensions = new() { { "credBlob", new byte[] { 7, 8 } } };
    }).ShouldBeAccepted().Extensions;
}
