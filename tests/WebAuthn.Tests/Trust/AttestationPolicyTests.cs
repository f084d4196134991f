using System.Text.Json.Nodes;

namespace Keystile.WebAuthn.Tests;

public sealed class Attestation_is_refused_when
{
    private static readonly Aaguid Other = new(Convert.FromHexString("ffeeddccbbaa99887766554433221100"));

    [Theory, InlineData(AttestationType.None), InlineData(AttestationType.Self)]
    public void N102_only_trusted_is_taken_and_it_has_no_certificates(AttestationType type) =>
        new Judgement { Policy = AttestationPolicy.TrustedOnly }.Without(type).ShouldBeRefusedFor(Rejection.AttestationNotAccepted);

    [Fact] public void N102_none_is_not_taken() => new Judgement { Policy = new() { AcceptNone = false } }.Without(AttestationType.None).ShouldBeRefusedFor(Rejection.AttestationNotAccepted);

    [Fact] public void N102_self_is_not_taken() => new Judgement { Policy = new() { AcceptSelf = false } }.Without(AttestationType.Self).ShouldBeRefusedFor(Rejection.AttestationNotAccepted);

    [Fact]
    public void N105_only_trusted_is_taken_and_it_leads_to_no_anchor()
    {
        var judgement = new Judgement { Policy = AttestationPolicy.TrustedOnly };
        judgement.ShouldBe(AttestationTrust.Trusted);
        judgement.Anchors = TrustAnchors.FromDer(Issued.Root().Der);
        judgement.ShouldBeRefusedFor(Rejection.AttestationUntrusted);
    }

    [Fact]
    public void N148_only_trusted_is_taken_and_no_anchor_is_configured() =>
        new Judgement { Policy = AttestationPolicy.TrustedOnly, Anchors = TrustAnchors.None }.ShouldBeRefusedFor(Rejection.AttestationUntrusted);

    [Theory, InlineData(AttestationType.None), InlineData(AttestationType.Self)]
    public void N103_the_model_attests_with_certificates_and_this_one_does_not(AttestationType type)
    {
        var judgement = new Judgement().WithMetadata().Without(type);
        judgement.ShouldBeRefusedFor(Rejection.AttestationNotAccepted);
        judgement.Policy = new() { RefuseDowngrade = false };
        judgement.Verdict.IsAccepted.ShouldBeTrue();
    }

    [Theory, InlineData(AttestationType.None), InlineData(AttestationType.Self)]
    public void N103_but_not_when_nobody_asked_for_attestation(AttestationType type) =>
        new Judgement { Conveyance = AttestationConveyance.None }.WithMetadata().Without(type).Verdict.IsAccepted.ShouldBeTrue();

    [Theory, InlineData("basic_surrogate"), InlineData("none")]
    public void N103_but_not_when_the_model_may_answer_so(string type) =>
        new Judgement().WithMetadata(entry => entry["metadataStatement"]!["attestationTypes"]!.AsArray().Add(type)).Without(AttestationType.Self).Verdict.IsAccepted.ShouldBeTrue();

    [Theory]
    [InlineData("", "", true, true)]
    [InlineData("", "ours", false, false)]
    [InlineData("", "other", true, true)]
    [InlineData("ours", "", true, false)]
    [InlineData("ours", "ours", false, false)]
    [InlineData("ours", "other", true, false)]
    [InlineData("other", "", false, false)]
    [InlineData("other", "ours", false, false)]
    [InlineData("other", "other", false, false)]
    [InlineData("both", "", true, false)]
    [InlineData("both", "both", false, false)]
    public void N104_the_lists_of_models_say_so(string allowed, string denied, bool proven, bool claimed)
    {
        static Aaguid[] List(string name) => name switch { "ours" => [Issue.Model], "other" => [Other], "both" => [Issue.Model, Other], _ => [] };
        var policy = new AttestationPolicy { AllowedModels = List(allowed), DeniedModels = List(denied) };
        Refused(new Judgement { Policy = policy }).ShouldBe(!proven);
        foreach (var type in new[] { AttestationType.None, AttestationType.Self })
        {
            Refused(new Judgement { Policy = policy }.Without(type)).ShouldBe(!claimed);
            Refused(new Judgement { Policy = policy with { AcceptClaimedModel = true } }.Without(type)).ShouldBe(!proven);
        }
        Refused(new Judgement { Policy = policy, Anchors = TrustAnchors.FromDer(Issued.Root().Der) }).ShouldBe(!claimed);

        static bool Refused(Judgement judgement) => judgement.Verdict.IsAccepted ? false : judgement.Verdict.Rejection == Rejection.AuthenticatorNotAllowed;
    }

    [Theory]
    [InlineData("REVOKED")]
    [InlineData("ATTESTATION_KEY_COMPROMISE")]
    [InlineData("USER_VERIFICATION_BYPASS")]
    [InlineData("USER_KEY_REMOTE_COMPROMISE")]
    [InlineData("USER_KEY_PHYSICAL_COMPROMISE")]
    public void N109_the_model_is_of_bad_standing(string status)
    {
        var judgement = new Judgement().WithMetadata(entry => Report(entry, status, "2026-06-01"));
        judgement.ShouldBeRefusedFor(Rejection.AuthenticatorNotAllowed);
        judgement.Without(AttestationType.None).ShouldBeRefusedFor(Rejection.AuthenticatorNotAllowed);
        new Judgement { Policy = new() { RefusedStatuses = [] } }.WithMetadata(entry => Report(entry, status, "2026-06-01")).ShouldBe(AttestationTrust.Trusted);
    }

    [Fact] public void N109_the_report_has_no_date() => new Judgement().WithMetadata(entry => Report(entry, "REVOKED")).ShouldBeRefusedFor(Rejection.AuthenticatorNotAllowed);

    [Fact] public void N109_but_not_before_the_reports_day() => new Judgement().WithMetadata(entry => Report(entry, "REVOKED", "2026-06-02")).ShouldBe(AttestationTrust.Trusted);

    [Fact]
    public void N109_the_report_names_a_certificate_of_its_path()
    {
        var judgement = new Judgement();
        judgement.WithMetadata(entry => Report(entry, "ATTESTATION_KEY_COMPROMISE", "2026-01-01", judgement.Leaf)).ShouldBeRefusedFor(Rejection.AuthenticatorNotAllowed);
        judgement.WithMetadata(entry => Report(entry, "ATTESTATION_KEY_COMPROMISE", "2026-01-01", judgement.Intermediate)).ShouldBeRefusedFor(Rejection.AuthenticatorNotAllowed);
        judgement.WithMetadata(entry => Report(entry, "ATTESTATION_KEY_COMPROMISE", "2026-01-01", Issued.Root())).ShouldBe(AttestationTrust.Trusted);
    }

    [Fact]
    public void N109_one_part_of_a_compound_one_is_of_bad_standing()
    {
        var judgement = new Judgement().WithMetadata(entry => Report(entry, "REVOKED"));
        judgement.Parts = [new("none", new(AttestationType.None, [])), new("packed", judgement.Evidence)];
        (judgement.Format, judgement.Path) = ("compound", []);
        judgement.ShouldBeRefusedFor(Rejection.AuthenticatorNotAllowed);
    }

    [Fact] public void V35_but_not_for_a_status_nobody_knows() => new Judgement().WithMetadata(entry => Report(entry, "SOMETHING_NEW")).ShouldBe(AttestationTrust.Trusted);

    [Fact]
    public void N145_local_anchors_for_a_model_do_not_lift_its_bad_standing()
    {
        var judgement = new Judgement();
        var local = judgement.Anchors.ForAaguid(judgement.Aaguid);
        judgement.WithMetadata(entry => Report(entry, "REVOKED"));
        judgement.Anchors = local;
        judgement.ShouldBeRefusedFor(Rejection.AuthenticatorNotAllowed);
    }

    [Fact]
    public void N145_local_anchors_stand_beside_those_of_metadata()
    {
        var judgement = new Judgement().WithMetadata();
        judgement.Anchors = TrustAnchors.FromDer(Issued.Root("CN=Local").Der).ForAaguid(judgement.Aaguid);
        judgement.ShouldBe(AttestationTrust.Trusted);
    }

    [Fact]
    public void N141_metadata_is_stale_and_the_policy_minds()
    {
        var judgement = new Judgement { Policy = new() { RefuseOnStaleMetadata = true } };
        judgement.ShouldBeRefusedFor(Rejection.AttestationUntrusted);
        judgement.WithMetadata().ShouldBe(AttestationTrust.Trusted);
        judgement.Now = new(2026, 7, 5, 0, 0, 0, TimeSpan.Zero);
        judgement.ShouldBe(AttestationTrust.Trusted);
        judgement.Now = new(2026, 7, 9, 0, 0, 0, TimeSpan.Zero);
        judgement.ShouldBeRefusedFor(Rejection.AttestationUntrusted);
        judgement.Without(AttestationType.None).Policy = judgement.Policy with { RefuseDowngrade = false };
        judgement.Verdict.IsAccepted.ShouldBeTrue();
    }

    [Fact] public void but_not_by_default_when_it_leads_to_no_anchor() => new Judgement { Anchors = TrustAnchors.FromDer(Issued.Root().Der) }.Verdict.IsAccepted.ShouldBeTrue();

    private static void Report(JsonObject entry, string status, string? effectiveDate = null, Issued? certificate = null)
    {
        var report = Issue.Report(status, effectiveDate);
        if (certificate is not null) report["certificate"] = Convert.ToBase64String(certificate.Der);
        entry["statusReports"]!.AsArray().Insert(0, report);
    }
}
