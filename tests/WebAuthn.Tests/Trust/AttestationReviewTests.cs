using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Keystile.WebAuthn.Tests;

public sealed class A_kept_attestation
{
    private static readonly TrustAnchors Anchors = TrustAnchors.FromJson(File.ReadAllBytes(Path.Combine(TrustVectors.Folder, "trust-anchors.json")));

    [Fact]
    public void of_every_vector_leads_to_the_anchor_that_the_vector_names()
    {
        var (trusted, untrusted) = (0, 0);
        foreach (var kept in Kept().Where(kept => kept.Expect.GetProperty("ok").GetBoolean() && !kept.Lenient && kept.Time is not null))
        {
            if (kept.Algorithm is CoseAlgorithm.MLDsa44 or CoseAlgorithm.MLDsa65 or CoseAlgorithm.MLDsa87 && !MLDsa.IsSupported) continue;
            var result = kept.Judge(new() { Id = "any", Origins = [], TrustAnchors = Anchors }).Value.ShouldNotBeNull(kept.Id);
            result.Type.ToString().ShouldBe(kept.Expect.GetProperty("attestationType").GetString(), kept.Id);
            result.Anchor.ShouldBe(kept.Anchor, kept.Id);
            result.Trust.ShouldBe(result.Anchor is null ? AttestationTrust.Untrusted : AttestationTrust.Trusted, kept.Id);
            if (result.Anchor is null) untrusted++;
            else trusted++;
        }
        trusted.ShouldBeGreaterThan(40);
        untrusted.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void N150_is_refused_once_metadata_says_that_its_model_is_revoked()
    {
        var kept = Kept().First(kept => kept.IsPacked && kept.Anchor is not null);
        Aaguid.TryParse(kept.Expect.GetProperty("aaguid").GetString(), out var aaguid).ShouldBeTrue();
        var issue = new Issue();
        issue.OnlyEntry["aaguid"] = aaguid.ToString();
        var options = new RelyingPartyOptions { Id = "any", Origins = [], TrustAnchors = Anchors, Metadata = issue.InForce() };
        kept.Judge(options, Issued.Now).Value.ShouldNotBeNull().Trust.ShouldBe(AttestationTrust.Trusted);

        issue.Payload["no"] = 8;
        issue.OnlyEntry["statusReports"]!.AsArray().Add(Issue.Report(AuthenticatorStatus.Revoked, "2026-06-01"));
        options.Metadata!.Update(issue.Sign(), issue.Source, issue.Now).IsAccepted.ShouldBeTrue();

        kept.Judge(options, Issued.Now).Rejection.ShouldBe(Rejection.AuthenticatorNotAllowed);
        kept.Judge(options, Issued.Now.AddDays(-1)).IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public void is_refused_with_other_client_data_or_without_its_object()
    {
        var kept = Kept().First(kept => kept.IsPacked && kept.Time is not null);
        var options = new RelyingPartyOptions { Id = "any", Origins = [] };
        AttestationReview.Judge(kept.AttestationObject, "{}"u8.ToArray(), kept.Time!.Value, options, Issued.Now).Rejection.ShouldBe(Rejection.AttestationSignatureInvalid);
        AttestationReview.Judge(new byte[] { 0xA0 }, kept.ClientDataJson, kept.Time!.Value, options, Issued.Now).Rejection.ShouldBe(Rejection.MalformedAttestationObject);
    }

    private static IEnumerable<KeptAttestation> Kept()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(TrustVectors.Folder, "vectors"), "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var vector in document.RootElement.EnumerateArray().Where(vector => vector.GetProperty("kind").GetString() == "registration")) yield return new(vector.Clone());
        }
    }
}

/// <summary>A registration of the vectors as a relying party keeps it.</summary>
internal sealed record KeptAttestation(JsonElement Json)
{
    public string Id => Json.GetProperty("id").GetString()!;
    public JsonElement Expect => Json.GetProperty("expect");
    public bool Lenient => Json.TryGetProperty("lenient", out var lenient) && lenient.GetBoolean();
    public DateTimeOffset? Time => Json.TryGetProperty("time", out var time) ? time.GetDateTimeOffset() : null;
    public CoseAlgorithm Algorithm => (CoseAlgorithm)Expect.GetProperty("alg").GetInt32();
    public string? Anchor => Expect.TryGetProperty("trustAnchor", out var anchor) ? anchor.GetString() : null;
    public bool IsPacked => Expect.GetProperty("ok").GetBoolean() && Expect.GetProperty("fmt").GetString() == "packed";
    public byte[] AttestationObject => Member("attestationObject");
    public byte[] ClientDataJson => Member("clientDataJSON");

    public Verdict<AttestationResult> Judge(RelyingPartyOptions options, DateTimeOffset? now = null) =>
        AttestationReview.Judge(AttestationObject, ClientDataJson, Time!.Value, options, now ?? Time.Value);

    private byte[] Member(string name) => Base64Url.DecodeFromChars(Json.GetProperty("credential").GetProperty("response").GetProperty(name).GetString());
}
