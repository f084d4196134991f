using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Accepted;

public sealed class A_credential_is_accepted_when
{
    [Fact]
    public void nothing_is_unusual_about_it()
    {
        var registering = Registering.Plainly();
        var verified = registering.ShouldBeAccepted();
        verified.Record.Id.ToArray().ShouldBe(registering.CredentialId);
        verified.Record.UserHandle.ToArray().ShouldBe(registering.UserHandle);
        verified.Record.PublicKey.ToArray().ShouldBe(Cbor.Encode(registering.Key.ToCose()));
        (verified.RpId, verified.Origin, verified.Algorithm).ShouldBe(("example.org", "https://example.org", CoseAlgorithm.ES256));
        verified.Transports.ShouldBe(["internal", "hybrid"]);
        verified.Attestation.ShouldBe(new("none", AttestationType.None, AttestationTrust.NotEvaluated));

        var signingIn = SigningIn.Plainly();
        var accepted = signingIn.ShouldBeAccepted();
        accepted.CredentialId.ToArray().ShouldBe(signingIn.CredentialId);
        accepted.UserHandle.ToArray().ShouldBe(signingIn.UserHandle);
        (accepted.Origin, accepted.SignCount, accepted.UserVerified, accepted.AuthenticatorAttachment).ShouldBe(("https://example.org", 8u, true, "platform"));
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void V06_it_says_no_user_handle_and_its_owner_was_identified_first(string handle) =>
        SigningIn.With(s =>
        {
            s.Begun = s.Begun with { UserHandle = s.Record!.UserHandle };
            s.UserHandle = null;
            if (handle != "absent") s.ResponseMembers = r => r["userHandle"] = JsonNode.Parse(handle);
        }).ShouldBeAccepted();

    [Fact]
    public void V06_it_says_the_user_handle_of_its_owner_who_was_identified_first() =>
        SigningIn.With(s => s.Begun = s.Begun with { UserHandle = s.Record!.UserHandle, AllowList = AllowList.Of([s.Record.Id]) }).ShouldBeAccepted();

    [Theory]
    [InlineData("""["cable","wifi-direct"]""", "cable,wifi-direct")]
    [InlineData("[]", "")]
    [InlineData(null, "")]
    [InlineData("""["usb","usb","","USB"]""", "usb,usb,,USB")]
    public void V10_its_transports_are_new_or_none(string? transports, string kept) =>
        string.Join(',', Registering.With(s => s.Transports = transports is null ? null : JsonNode.Parse(transports)).ShouldBeAccepted().Transports).ShouldBe(kept);

    [Theory]
    [InlineData("publicKey")]
    [InlineData("publicKeyAlgorithm")]
    [InlineData("authenticatorData")]
    public void V11_its_copies_are_missing_or_null(string copy)
    {
        Registering.With(s => s.ResponseMembers = r => r.Remove(copy)).ShouldBeAccepted();
        Registering.With(s => s.ResponseMembers = r => r[copy] = null).ShouldBeAccepted();
    }

    [Theory]
    [InlineData("""{"uvm":[[2,4,2]],"example":{"a":[1,null]}}""")]
    [InlineData("""{"largeBlob":{"supported":"maybe"},"appid":1,"prf":null}""")]
    [InlineData("{}")]
    public void V12_its_client_outputs_were_not_asked_for(string results) => Both.With(s => s.Envelope = c => c["clientExtensionResults"] = JsonNode.Parse(results)).ShouldBeAccepted();

    [Fact]
    public void V12_outputs_that_were_asked_for_are_missing()
    {
        Registering.With(s => s.Begun = s.Begun with { Extensions = new() { Prf = new(), LargeBlob = new("preferred"), MinPinLength = true, CredBlob = "AAAA" } }).ShouldBeAccepted();
        SigningIn.With(s => s.Begun = s.Begun with { Extensions = new() { Prf = new(), LargeBlob = new() { Read = true }, GetCredBlob = true } }).ShouldBeAccepted();
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"credProps":{}}""", null)]
    [InlineData("""{"credProps":{"rk":true}}""", true)]
    [InlineData("""{"credProps":{"rk":false}}""", false)]
    public void V29_whether_it_is_discoverable_is_known_or_not(string results, bool? discoverable) =>
        Registering.With(s => s.Envelope = c => c["clientExtensionResults"] = JsonNode.Parse(results)).ShouldBeAccepted().Extensions.Discoverable.ShouldBe(discoverable);

    [Theory]
    [InlineData("hybrid-of-tomorrow")]
    [InlineData("")]
    [InlineData(null)]
    public void V30_its_attachment_is_unknown(string? attachment)
    {
        Both.With(s => s.AuthenticatorAttachment = attachment).ShouldBeAccepted();
        Registering.With(s => s.AuthenticatorAttachment = attachment).ShouldBeAccepted().AuthenticatorAttachment.ShouldBe(attachment);
        Both.With(s => s.Envelope = c => c["authenticatorAttachment"] = null).ShouldBeAccepted();
    }

    [Fact]
    public void V30_its_JSON_has_members_more() => Both.With(s => s.Envelope = c => (c["x"], c["response"]!["y"]) = (new JsonArray(1, null), new JsonObject())).ShouldBeAccepted();

    [Fact]
    public void V28_no_list_was_issued_and_it_was_not_said_to_be_discoverable() => SigningIn.With(s => s.Begun = s.Begun with { AllowList = AllowList.Any }).ShouldBeAccepted();

    [Fact]
    public void V23_its_algorithm_is_no_longer_offered() =>
        SigningIn.By(CredentialKey.Create(Cose.ES256), s => s.Party = s.Party with { Algorithms = [CoseAlgorithm.RS256] }).ShouldBeAccepted();

    [Fact]
    public void V08_s_of_its_signature_is_in_the_upper_half()
    {
        var n = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        SigningIn.With(s => s.SignatureSent = signature =>
        {
            var (r, low) = DerSignature.Parse(signature);
            return DerSignature.Of(r, BigInteger.Max(low, n - low));
        }).ShouldBeAccepted();
    }

    [Fact]
    public void V08_r_or_s_of_its_signature_is_short()
    {
        var key = CredentialKey.Create(Cose.ES256);
        SigningIn.By(key, s => s.Signer = data =>
        {
            for (; ; )
            {
                var signature = key.Sign(data);
                if (signature.Length < 70) return signature;
            }
        }).ShouldBeAccepted();
    }
}
