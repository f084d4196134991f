using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class An_extension_is_refused_when
{
    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(4)]
    public void N098_the_authenticator_protects_less_than_was_enforced(int? level) =>
        Protected(CredentialProtection.Required, level).ShouldBeRejectedFor(Rejection.ExtensionOutputInvalid);

    [Theory]
    [InlineData(CredentialProtection.OptionalWithCredentialIdList, 2)]
    [InlineData(CredentialProtection.OptionalWithCredentialIdList, 3)]
    [InlineData(CredentialProtection.Required, 3)]
    public void N098_but_not_when_it_protects_as_much(CredentialProtection least, int level) =>
        Protected(least, level).ShouldBeAccepted().Extensions.CredentialProtection.ShouldBe((CredentialProtection)level);

    [Fact]
    public void N096_only_the_client_says_that_it_protects_as_much()
    {
        var registering = Protected(CredentialProtection.Required, null);
        registering.ClientExtensionResults = new() { ["credProtect"] = 3, ["credentialProtectionPolicy"] = "userVerificationRequired" };
        registering.ShouldBeRejectedFor(Rejection.ExtensionOutputInvalid);
    }

    [Theory]
    [InlineData("""{"appid":true}""")]
    [InlineData("""{"appid":true,"appidExclude":true,"credProps":{"rk":true}}""")]
    public void N096_an_output_nobody_asked_for_would_change_the_decision(string results) =>
        Both.With(s => (s.RpIdHash, s.Envelope) = (SHA256.HashData("https://example.org"u8), c => c["clientExtensionResults"] = JsonNode.Parse(results)))
            .ShouldBeRejectedFor(Rejection.RpIdMismatch);

    [Theory]
    [InlineData("""{"prf":{"enabled":true}}""")]
    [InlineData("""{"largeBlob":{"supported":true}}""")]
    [InlineData("""{"appid":false}""")]
    public void N096_an_output_nobody_asked_for_is_there_and_policy_refuses_that(string results)
    {
        var unsolicited = Both.With(s => s.Envelope = c => c["clientExtensionResults"] = JsonNode.Parse(results));
        unsolicited.ShouldBeAccepted();
        unsolicited.At(p => p with { UnsolicitedExtensionPolicy = UnsolicitedExtensionPolicy.Refuse }).ShouldBeRejectedFor(Rejection.ExtensionOutputInvalid);
        Both.With(_ => { }).At(p => p with { UnsolicitedExtensionPolicy = UnsolicitedExtensionPolicy.Refuse }).ShouldBeAccepted();
    }

    [Theory]
    [InlineData("""{"credProps":true}""")]
    [InlineData("""{"credProps":{"rk":"yes"}}""")]
    [InlineData("""{"credProps":{"rk":true,"rk":false}}""")]
    [InlineData("""{"prf":[]}""")]
    [InlineData("""{"prf":{"enabled":1}}""")]
    [InlineData("""{"largeBlob":{"supported":"true"}}""")]
    [InlineData("""{"largeBlob":1}""")]
    public void an_answer_that_was_asked_for_is_of_another_type(string results) =>
        Registering.With(s =>
        {
            s.Begun = s.Begun with { Extensions = new() { Prf = new(), LargeBlob = new("preferred") } };
            s.EnvelopeText = json => json.Replace("\"clientExtensionResults\":{}", $"\"clientExtensionResults\":{results}", StringComparison.Ordinal);
        }).ShouldBeRejectedFor(Rejection.ExtensionOutputInvalid);

    [Fact]
    public void N097_nothing_of_a_secret_that_it_gave_is_kept_or_passed_on()
    {
        const string secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I";
        var results = """{"prf":{"enabled":true,"results":{"first":"SECRET","second":"SECRET"}}}""".Replace("SECRET", secret, StringComparison.Ordinal);
        var registered = Registering.With(s =>
        {
            s.Begun = s.Begun with { Extensions = new() { Prf = new() } };
            s.Envelope = c => c["clientExtensionResults"] = JsonNode.Parse(results);
        }).ShouldBeAccepted();
        registered.Extensions.PrfEnabled.ShouldBe(true);
        Everything(registered).ShouldNotContain(secret);
        Everything(SigningIn.With(s =>
        {
            s.Begun = s.Begun with { Extensions = new() { Prf = new() } };
            s.Envelope = c => c["clientExtensionResults"] = JsonNode.Parse(results);
        }).ShouldBeAccepted()).ShouldNotContain(secret);
    }

    private static Registering Protected(CredentialProtection least, int? level) => Registering.With(s =>
    {
        s.Begun = s.Begun with { Extensions = new() { CredentialProtection = least, EnforceCredentialProtection = true } };
        if (level is { } given) s.Extensions = new() { { "credProtect", given } };
    });

    /// <summary>All that a result carries, as text.</summary>
    private static string Everything(object result) => string.Join('\n', result.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(property => property.GetValue(result) switch
    {
        ReadOnlyMemory<byte> bytes => Encoding.UTF8.GetString(bytes.Span),
        IEnumerable<string> texts => string.Join('\n', texts),
        var other => other?.ToString(),
    }));
}
