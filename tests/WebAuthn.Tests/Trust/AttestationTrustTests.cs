using System.Security.Cryptography;

namespace Keystile.WebAuthn.Tests;

public sealed class Attestation_is_trusted_when
{
    [Fact]
    public void it_leads_to_a_configured_anchor_and_says_to_which()
    {
        var judgement = new Judgement();
        var result = judgement.Verdict.Value.ShouldNotBeNull();
        result.ShouldBe(new("packed", AttestationType.Basic, AttestationTrust.Trusted, Convert.ToHexStringLower(SHA256.HashData(judgement.Root.Der))));
    }

    [Fact] public void its_models_metadata_names_the_root() => new Judgement().WithMetadata().ShouldBe(AttestationTrust.Trusted);

    [Fact]
    public void V16_its_models_metadata_names_the_attestation_certificate_itself()
    {
        var judgement = new Judgement();
        judgement.WithMetadata(entry => entry["metadataStatement"]!["attestationRootCertificates"]![0] = Convert.ToBase64String(judgement.Leaf.Der)).ShouldBe(AttestationTrust.Trusted);
    }

    [Fact]
    public void it_is_U2F_and_metadata_knows_the_key_of_its_certificate()
    {
        var judgement = new Judgement { Format = "fido-u2f", Aaguid = Aaguid.Zero };
        judgement.WithMetadata(entry => AsU2f(entry, MetadataEntry.KeyIdentifier(judgement.Leaf.Certificate))).ShouldBe(AttestationTrust.Trusted);
    }

    [Fact]
    public void one_part_of_a_compound_one_is()
    {
        var judgement = new Judgement();
        judgement.Parts = [new("none", new(AttestationType.None, [])), new("packed", judgement.Evidence)];
        (judgement.Format, judgement.Path) = ("compound", []);
        var result = judgement.Verdict.Value.ShouldNotBeNull();
        (result.Format, result.Type, result.Trust).ShouldBe(("compound", AttestationType.Basic, AttestationTrust.Trusted));
        result.Parts.Select(part => part.Trust).ShouldBe([AttestationTrust.NotEvaluated, AttestationTrust.Trusted]);
    }

    internal static void AsU2f(System.Text.Json.Nodes.JsonObject entry, string keyIdentifier)
    {
        entry.Remove("aaguid");
        entry["attestationCertificateKeyIdentifiers"] = new System.Text.Json.Nodes.JsonArray(keyIdentifier);
    }
}

public sealed class Attestation_is_not_trusted_when
{
    [Fact] public void N148_no_anchor_is_configured() => new Judgement { Anchors = TrustAnchors.None }.ShouldBe(AttestationTrust.NotEvaluated);

    [Fact] public void there_is_none() => new Judgement().Without(AttestationType.None).ShouldBe(AttestationTrust.NotEvaluated);

    [Fact] public void it_is_self_attestation() => new Judgement().Without(AttestationType.Self).ShouldBe(AttestationTrust.SelfSigned);

    [Fact] public void N105_it_leads_to_no_anchor() => new Judgement { Anchors = TrustAnchors.FromDer(Issued.Root().Der) }.ShouldBe(AttestationTrust.Untrusted);

    [Fact]
    public void N105_its_anchor_is_configured_for_another_format()
    {
        var judgement = new Judgement();
        judgement.Anchors = judgement.Anchors.ForFormat("tpm");
        judgement.ShouldBe(AttestationTrust.Untrusted);
        judgement.Anchors = judgement.Anchors.And(judgement.Anchors.ForFormat("packed"));
        judgement.ShouldBe(AttestationTrust.Trusted);
    }

    [Fact]
    public void N105_its_anchor_is_configured_for_another_model()
    {
        var judgement = new Judgement();
        var anchors = judgement.Anchors;
        judgement.Anchors = anchors.ForAaguid(new(RandomNumberGenerator.GetBytes(16)));
        judgement.ShouldBe(AttestationTrust.Untrusted);
        judgement.Anchors = anchors.ForAaguid(judgement.Aaguid);
        judgement.ShouldBe(AttestationTrust.Trusted);
    }

    [Fact]
    public void N105_only_another_models_metadata_names_its_root() =>
        new Judgement { Aaguid = new(RandomNumberGenerator.GetBytes(16)) }.WithMetadata().ShouldBe(AttestationTrust.Untrusted);

    [Fact]
    public void N106_it_brings_its_own_root()
    {
        var judgement = new Judgement { Anchors = TrustAnchors.FromDer(Issued.Root("CN=Ours").Der) };
        judgement.Path = [.. judgement.Path, judgement.Root];
        judgement.ShouldBe(AttestationTrust.Untrusted);
    }

    [Fact]
    public void N144_its_AAGUID_is_zero_and_an_entry_has_the_zero_AAGUID() =>
        new Judgement { Aaguid = Aaguid.Zero }.WithMetadata(entry => entry["aaguid"] = Aaguid.Zero.ToString()).ShouldBe(AttestationTrust.Untrusted);

    [Fact]
    public void N144_it_is_U2F_and_only_an_entry_for_its_AAGUID_names_its_root() => new Judgement { Format = "fido-u2f" }.WithMetadata().ShouldBe(AttestationTrust.Untrusted);

    [Fact]
    public void N144_it_is_not_U2F_and_only_an_entry_for_its_certificates_key_names_its_root()
    {
        var judgement = new Judgement();
        judgement.WithMetadata(entry => Attestation_is_trusted_when.AsU2f(entry, MetadataEntry.KeyIdentifier(judgement.Leaf.Certificate))).ShouldBe(AttestationTrust.Untrusted);
    }

    [Fact]
    public void N137_a_compound_one_has_parts_that_are_not()
    {
        var judgement = new Judgement { Anchors = TrustAnchors.FromDer(Issued.Root("CN=Ours").Der) };
        judgement.Parts = [new("none", new(AttestationType.None, [])), new("packed", judgement.Evidence)];
        (judgement.Format, judgement.Path) = ("compound", []);
        judgement.ShouldBe(AttestationTrust.Untrusted);
    }

    [Fact]
    public void N149_only_another_relying_partys_anchors_hold_it()
    {
        var (ours, theirs) = (new Judgement(), new Judgement());
        theirs.ShouldBe(AttestationTrust.Trusted);
        ours.Path = theirs.Path;
        ours.ShouldBe(AttestationTrust.Untrusted);
    }
}
