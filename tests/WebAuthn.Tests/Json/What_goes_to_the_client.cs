using System.Text.Json;
using System.Text.Json.Nodes;

namespace Keystile.WebAuthn.Tests;

/// <summary>The JSON that parse…OptionsFromJSON() and signal…() take, every member of it.</summary>
public sealed class What_goes_to_the_client
{
    private static readonly UserHandle Ada = UserHandle.TryCreate([1, 2, 3])!;
    private static readonly CredentialId Key = CredentialId.TryCreate([0xFB, 0xFF, 0xFE])!;

    private static readonly RelyingParty Site = new(new() { Id = "example.com", Name = "Example", Origins = ["https://example.com"], Algorithms = [CoseAlgorithm.ES256, CoseAlgorithm.RS256] });

    [Fact]
    public void are_creation_options()
    {
        var start = Site.BeginRegistration(new()
        {
            UserHandle = Ada,
            UserName = "ada",
            DisplayName = "Ada Lovelace",
            ExcludeCredentials = [new(Key, ["usb", "cable"])],
            AuthenticatorAttachment = "cross-platform",
            Hints = ["security-key"],
            UserVerification = UserVerification.Required,
            Extensions = new() { CredentialProtection = CredentialProtection.Required, EnforceCredentialProtection = true, Prf = new(), LargeBlob = new("preferred"), MinPinLength = true, CredBlob = "AQ", AppIdExclude = "https://example.com/u2f", Payment = new() },
        });

        ShouldSay(start.Options, """
            {"rp":{"id":"example.com","name":"Example"},"user":{"id":"AQID","name":"ada","displayName":"Ada Lovelace"},"challenge":"CHALLENGE",
            "pubKeyCredParams":[{"type":"public-key","alg":-7},{"type":"public-key","alg":-257}],"timeout":300000,
            "excludeCredentials":[{"type":"public-key","id":"-__-","transports":["usb","cable"]}],
            "authenticatorSelection":{"authenticatorAttachment":"cross-platform","residentKey":"required","requireResidentKey":true,"userVerification":"required"},
            "hints":["security-key"],"attestation":"none",
            "extensions":{"credProps":true,"credentialProtectionPolicy":"userVerificationRequired","enforceCredentialProtectionPolicy":true,"prf":{},"largeBlob":{"support":"preferred"},
            "minPinLength":true,"credBlob":"AQ","appidExclude":"https://example.com/u2f","payment":{"isPayment":true}}}
            """.Replace("CHALLENGE", start.Ceremony.Challenge.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void are_request_options()
    {
        var start = Site.BeginAuthentication(new()
        {
            UserHandle = Ada,
            AllowCredentials = [new(Key, [])],
            Hints = ["hybrid"],
            Extensions = new() { AppId = "https://example.com/u2f", Prf = new() { Eval = new("AQ", "Ag") }, LargeBlob = new() { Read = true }, GetCredBlob = true },
        });

        ShouldSay(start.Options, """
            {"challenge":"CHALLENGE","timeout":300000,"rpId":"example.com","allowCredentials":[{"type":"public-key","id":"-__-","transports":[]}],
            "userVerification":"preferred","hints":["hybrid"],
            "extensions":{"appid":"https://example.com/u2f","prf":{"eval":{"first":"AQ","second":"Ag"}},"largeBlob":{"read":true},"getCredBlob":true}}
            """.Replace("CHALLENGE", start.Ceremony.Challenge.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void say_no_user_and_no_extension_where_none_is_asked()
    {
        var options = JsonNode.Parse(JsonSerializer.Serialize(Site.BeginAuthentication(new()).Options))!.AsObject();
        options.Select(member => member.Key).ShouldBe(["challenge", "timeout", "rpId", "allowCredentials", "userVerification", "hints"], ignoreOrder: true);
        options["allowCredentials"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void are_signals()
    {
        JsonSerializer.Serialize(Signal.UnknownCredential("example.com", Key)).ShouldBe("""{"type":"unknownCredential","rpId":"example.com","credentialId":"-__-"}""");
        JsonSerializer.Serialize(Signal.AllAcceptedCredentials("example.com", Ada, [Key])).ShouldBe("""{"type":"allAcceptedCredentials","rpId":"example.com","userId":"AQID","allAcceptedCredentialIds":["-__-"]}""");
        JsonSerializer.Serialize(Signal.CurrentUserDetails("example.com", Ada, "ada", "Ada")).ShouldBe("""{"type":"currentUserDetails","rpId":"example.com","userId":"AQID","name":"ada","displayName":"Ada"}""");
    }

    /// <summary>Every member and no other; their order says nothing.</summary>
    private static void ShouldSay<T>(T options, string json)
    {
        var said = JsonSerializer.SerializeToNode(options);
        JsonNode.DeepEquals(said, JsonNode.Parse(json)).ShouldBeTrue(said?.ToJsonString());
    }

    [Theory]
    [InlineData(UserVerification.Required, ResidentKey.Required, AttestationConveyance.Direct)]
    [InlineData(UserVerification.Preferred, ResidentKey.Preferred, AttestationConveyance.Indirect)]
    [InlineData(UserVerification.Discouraged, ResidentKey.Discouraged, AttestationConveyance.Enterprise)]
    [InlineData(UserVerification.Discouraged, ResidentKey.Discouraged, AttestationConveyance.None)]
    public void names_each_wish_in_the_specifications_word(UserVerification verification, ResidentKey residence, AttestationConveyance attestation)
    {
        var party = new RelyingParty(new() { Id = "example.com", Origins = ["https://example.com"], UserVerification = verification, ResidentKey = residence, Attestation = attestation });
        var creation = System.Text.Json.JsonSerializer.Serialize(party.BeginRegistration(new() { UserHandle = UserHandle.NewRandom(), UserName = "ada", DisplayName = "Ada" }).Options);
        creation.ShouldContain($"\"userVerification\":\"{verification.ToString().ToLowerInvariant()}\"");
        creation.ShouldContain($"\"residentKey\":\"{residence.ToString().ToLowerInvariant()}\"");
        if (attestation != AttestationConveyance.None) creation.ShouldContain($"\"attestation\":\"{attestation.ToString().ToLowerInvariant()}\"");
        party.BeginAuthentication(new()).Ceremony.UserVerification.ShouldBe(verification);
        party.BeginAuthentication(new() { UserVerification = UserVerification.Required }).Ceremony.UserVerification.ShouldBe(UserVerification.Required);
    }
}
