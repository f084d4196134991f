using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static Keystile.Authenticator.CeremonyScenario;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class Authenticator_data_is_refused_when
{
    private const int HeaderLength = 37;

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(36)]
    public void N039_it_is_shorter_than_its_header(int length) => Both.With(s => s.AuthenticatorDataBytes = data => data[..length]).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);

    [Fact]
    public void N039_it_is_empty()
    {
        Registering.With(s => s.AuthenticatorDataBytes = _ => []).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);
        SigningIn.With(s => s.AuthenticatorDataBytes = _ => []).ShouldBeRejectedFor(Rejection.MalformedCredential);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("A0")]
    [InlineData("F6")]
    [InlineData("A1616101")]
    public void N040_bytes_are_left_over(string more)
    {
        Both.With(s => s.AuthenticatorDataBytes = data => [.. data, .. Convert.FromHexString(more)]).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);
        Both.With(s =>
        {
            s.Extensions = new() { { "credProtect", 2 } };
            s.AuthenticatorDataBytes = data => [.. data, .. Convert.FromHexString(more)];
        }).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);
    }

    [Fact]
    public void N041_it_announces_no_new_credential_at_registration() => Registering.With(s => s.Flags = UP | UV).ShouldBeRejectedFor(Rejection.AttestedCredentialDataMissing);

    [Fact]
    public void N041_it_holds_a_new_credential_that_it_does_not_announce() =>
        Registering.With(s => s.AuthenticatorDataBytes = data => WithFlags(data, UP | UV)).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);

    [Fact]
    public void N042_it_announces_a_new_credential_at_sign_in_and_has_none() => SigningIn.With(s => s.Flags |= AT).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);

    [Fact]
    public void N042_it_holds_a_new_credential_at_sign_in_and_policy_refuses_that()
    {
        var fromRegistration = Registering.Plainly().Make().AuthenticatorData[HeaderLength..];
        var signingIn = SigningIn.With(s => (s.Flags, s.AttestedCredentialData) = ((byte)(s.Flags | AT), fromRegistration));
        signingIn.ShouldBeAccepted();
        signingIn.Party = signingIn.Party with { RefuseAttestedDataInAssertions = true };
        signingIn.ShouldBeRejectedFor(Rejection.AttestedCredentialDataUnexpected);
    }

    [Fact]
    public void N043_it_announces_extensions_and_has_none() => Both.With(s => s.Flags |= ED).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);

    [Fact]
    public void N043_it_has_extensions_that_it_does_not_announce() =>
        Both.With(s =>
        {
            s.Extensions = new() { { "credProtect", 2 } };
            s.Flags = (byte)(s.Flags & ~ED);
        }).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);

    [Theory]
    [InlineData("80", "an array")]
    [InlineData("00", "a number")]
    [InlineData("F6", "null")]
    [InlineData("60", "a text")]
    [InlineData("A10102", "a key that is no text")]
    [InlineData("A2616101616102", "a key that stands twice")]
    [InlineData("A2616201616102", "keys out of order")]
    [InlineData("A26161016162", "a value missing")]
    [InlineData("BF616101FF", "indefinite length")]
    [InlineData("A16161BF616101FF", "indefinite length within")]
    [InlineData("A17F6161FF01", "a key of indefinite length")]
    [InlineData("A178016101", "a key's length not the shortest")]
    [InlineData("B801616101", "the map's length not the shortest")]
    [InlineData("A161611801", "a number not the shortest")]
    [InlineData("A16161C001", "a tag")]
    [InlineData("A161FF01", "a key that is not UTF-8")]
    [InlineData("A16161818181818100", "too deep")]
    public void N044_its_extensions_are_no_canonical_map(string extensions, string because)
    {
        because.ShouldNotBeEmpty();
        Both.With(s => (s.Flags, s.AuthenticatorDataBytes) = ((byte)(s.Flags | ED), data => [.. data, .. Convert.FromHexString(extensions)])).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("https://example.org")]
    [InlineData("EXAMPLE.ORG")]
    [InlineData("org")]
    [InlineData("login.example.org")]
    [InlineData("")]
    public void N045_it_is_for_another_RP_ID(string rpId) => Both.With(s => s.RpIdHash = SHA256.HashData(Encoding.UTF8.GetBytes(rpId))).ShouldBeRejectedFor(Rejection.RpIdMismatch);

    [Fact]
    public void N046_it_is_for_an_AppID_that_was_not_asked_for() =>
        Both.With(s => (s.RpIdHash, s.ClientExtensionResults) = (AppIdHash, new() { ["appid"] = true })).ShouldBeRejectedFor(Rejection.RpIdMismatch);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"appid":false}""")]
    [InlineData("""{"appid":null}""")]
    [InlineData("""{"appid":"true"}""")]
    [InlineData("""{"appid":1}""")]
    [InlineData("""{"AppID":true}""")]
    [InlineData("""{"x":{"appid":true}}""")]
    public void N046_it_is_for_an_AppID_that_the_client_does_not_say_it_used(string results) =>
        SigningIn.With(s =>
        {
            s.Begun = s.Begun with { Extensions = new() { AppId = AppId } };
            s.RpIdHash = AppIdHash;
            s.Envelope = c => c["clientExtensionResults"] = JsonNode.Parse(results);
        }).ShouldBeRejectedFor(Rejection.RpIdMismatch);

    [Fact]
    public void N046_it_is_for_another_AppID_than_the_one_asked_for() =>
        SigningIn.With(s =>
        {
            s.Begun = s.Begun with { Extensions = new() { AppId = "https://example.org/other.json" } };
            (s.RpIdHash, s.ClientExtensionResults) = (AppIdHash, new() { ["appid"] = true });
        }).ShouldBeRejectedFor(Rejection.RpIdMismatch);

    private const string AppId = "https://example.org/appid.json";

    private static byte[] AppIdHash => SHA256.HashData(Encoding.UTF8.GetBytes(AppId));

    private static byte[] WithFlags(byte[] data, byte flags)
    {
        data[32] = flags;
        return data;
    }
}
