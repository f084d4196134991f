using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Attestation;

public sealed class An_android_safetynet_statement
{
    [Fact]
    public void is_accepted_when_the_service_signs_with_ecdsa() => Attesting.With(new SafetyNetStatement(Attesting.Now)
    {
        Key = Elliptic,
        Header = header => header["alg"] = "ES256",
        Sign = signed => ((EcCredentialKey)Elliptic).Ecdsa.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
    }).ShouldBeAccepted();

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("rs256")]
    [InlineData("RS1")]
    [InlineData("")]
    public void N136_is_refused_with_an_algorithm_that_is_not_on_the_list(string algorithm) =>
        Refused(new(Attesting.Now) { Header = header => header["alg"] = algorithm }, Rejection.MalformedAttestationStatement);

    [Theory]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public void N136_is_refused_when_the_algorithm_is_not_the_one_that_signed(string algorithm) =>
        Refused(new(Attesting.Now) { Header = header => header["alg"] = algorithm }, Rejection.AttestationSignatureInvalid);

    [Fact]
    public void N136_is_refused_when_an_ecdsa_signature_is_written_as_der() =>
        Refused(new(Attesting.Now) { Key = Elliptic, Header = header => header["alg"] = "ES256" }, Rejection.AttestationSignatureInvalid);

    [Fact]
    public void N136_is_refused_when_the_signature_is_anothers_or_none()
    {
        Refused(new(Attesting.Now) { Sign = _ => new byte[256] }, Rejection.AttestationSignatureInvalid);
        Refused(new(Attesting.Now) { Sign = _ => [] }, Rejection.AttestationSignatureInvalid);
        Refused(new(Attesting.Now) { Key = Elliptic, Header = header => header["alg"] = "ES256", Sign = _ => new byte[64] }, Rejection.AttestationSignatureInvalid);
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("attest.android.com.example.com")]
    [InlineData("xattest.android.com")]
    [InlineData("*.android.com")]
    public void N136_is_refused_from_another_host(string host) => Refused(new(Attesting.Now) { Host = host }, Rejection.AttestationCertificateInvalid);

    [Fact]
    public void N136_is_refused_for_another_ceremony() =>
        Refused(new(Attesting.Now) { Payload = payload => payload["nonce"] = Convert.ToBase64String(new byte[32]) }, Rejection.AttestationContentMismatch);

    [Fact]
    public void N136_is_refused_when_the_device_is_not_whole() =>
        Refused(new(Attesting.Now) { Payload = payload => payload["ctsProfileMatch"] = false }, Rejection.AttestationKeyUnfit);

    [Fact]
    public void N136_is_refused_when_it_is_old_or_from_the_future()
    {
        Attesting.With(new SafetyNetStatement(Attesting.Now.AddSeconds(-60))).ShouldBeAccepted();
        Attesting.With(new SafetyNetStatement(Attesting.Now.AddSeconds(10))).ShouldBeAccepted();
        Refused(new(Attesting.Now.AddSeconds(-61)), Rejection.AttestationContentMismatch);
        Refused(new(Attesting.Now.AddSeconds(11)), Rejection.AttestationContentMismatch);
        Attesting.With(new SafetyNetStatement(Attesting.Now.AddSeconds(-61))).Under(new() { SafetyNetMaxAge = TimeSpan.FromMinutes(5) }).ShouldBeAccepted();
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("timestampMs")]
    [InlineData("ctsProfileMatch")]
    public void N136_is_refused_when_the_payload_lacks_a_member_doubles_it_or_mistypes_it(string member)
    {
        Refused(new(Attesting.Now) { Payload = payload => payload.Remove(member) }, Rejection.MalformedAttestationStatement);
        Refused(new(Attesting.Now) { Payload = payload => payload[member] = new JsonArray() }, Rejection.MalformedAttestationStatement);
        Refused(new(Attesting.Now) { PayloadText = text => $$"""{"{{member}}":true,{{text[1..]}}""" }, Rejection.MalformedAttestationStatement);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("9223372036854775807")]
    public void N136_is_refused_when_the_time_is_none(string number) =>
        Refused(new(Attesting.Now) { Payload = payload => payload["timestampMs"] = JsonNode.Parse(number) }, Rejection.MalformedAttestationStatement);

    [Fact]
    public void N136_is_refused_when_the_jws_is_malformed()
    {
        foreach (var spoil in (Func<string, string>[])[text => text + ".", text => text + "=", text => "." + text, text => text.Replace('.', '!'), text => text[..text.LastIndexOf('.')], _ => "", text => text + " "])
        {
            Refused(new(Attesting.Now) { Text = spoil }, Rejection.MalformedAttestationStatement);
        }
        Refused(new(Attesting.Now) { PayloadText = _ => "[]" }, Rejection.MalformedAttestationStatement);
        Refused(new(Attesting.Now) { PayloadText = _ => "no JSON" }, Rejection.MalformedAttestationStatement);
        Refused(new(Attesting.Now) { Payload = payload => payload["nonce"] = "x", PayloadText = text => text.Replace("\"x\"", "\"\\ud800\"", StringComparison.Ordinal) }, Rejection.MalformedAttestationStatement);
    }

    [Fact]
    public void N136_is_refused_when_the_header_is_not_one_it_takes()
    {
        foreach (var spoil in (Action<JsonObject>[])[
            header => header.Remove("alg"), header => header["alg"] = 1, header => header.Remove("x5c"), header => header["x5c"] = "MII", header => header["x5c"] = new JsonArray(),
            header => header["x5c"]![0] = "no base64!", header => header["x5c"]![0] = 1, header => header["crit"] = new JsonArray("b64")])
        {
            Refused(new(Attesting.Now) { Header = spoil }, Rejection.MalformedAttestationStatement);
        }
        Refused(new(Attesting.Now) { Header = header => header["x5c"]![0] = "AAAA" }, Rejection.AttestationCertificateInvalid);
    }

    [Theory]
    [InlineData("ver")]
    [InlineData("response")]
    public void N101_is_refused_when_a_member_is_missing_or_of_another_type(string member)
    {
        Attesting.Plainly("android-safetynet", s => s.StatementMembers = m => m.Remove(member)).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
        Attesting.Plainly("android-safetynet", s => s.StatementMembers = m => m[member] = 1).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
        Attesting.Plainly("android-safetynet", s => s.StatementMembers = m => m.Add("more", 1)).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
        Attesting.Plainly("android-safetynet", s => s.StatementMembers = m => m["ver"] = "").ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
    }

    private static readonly CredentialKey Elliptic = CredentialKey.Create(Cose.ES256);

    private static void Refused(SafetyNetStatement maker, Rejection reason) => Attesting.With(maker).ShouldBeRejectedFor(reason);
}
