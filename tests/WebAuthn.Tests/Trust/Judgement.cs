using System.Text.Json.Nodes;

namespace Keystile.WebAuthn.Tests;

/// <summary>An attestation that is trusted: packed, leaf below intermediate, the root configured. A test changes one thing of it.</summary>
internal sealed class Judgement
{
    public Judgement()
    {
        (Root, Intermediate, Leaf) = new Paths().Make();
        Path = [Leaf, Intermediate];
        Anchors = TrustAnchors.FromDer(Root.Der);
    }

    public Issued Root { get; }
    public Issued Intermediate { get; }
    public Issued Leaf { get; }
    public IReadOnlyList<Issued> Path { get; set; }
    public string Format { get; set; } = "packed";
    public AttestationType Type { get; set; } = AttestationType.Basic;
    public Aaguid Aaguid { get; set; } = Issue.Model;
    public TrustAnchors Anchors { get; set; }
    public AttestationPolicy Policy { get; set; } = AttestationPolicy.Default;
    public AttestationConveyance Conveyance { get; set; } = AttestationConveyance.Direct;
    public MetadataStore? Metadata { get; set; }
    public DateTimeOffset Now { get; set; } = Issued.Now;
    public IReadOnlyList<CompoundPart> Parts { get; set; } = [];

    public AttestationEvidence Evidence => new(Type, [.. Path.Select(issued => issued.Certificate)]) { Parts = Parts };

    public Verdict<AttestationResult> Verdict => AttestationAssessment.Assess(Format, Evidence, Aaguid, Options, Now);

    public RelyingPartyOptions Options => new()
    {
        Id = "example.com",
        Origins = ["https://example.com"],
        TrustAnchors = Anchors,
        AttestationPolicy = Policy,
        Attestation = Conveyance,
        Metadata = Metadata,
    };

    /// <summary>An answer without certificates.</summary>
    public Judgement Without(AttestationType type)
    {
        (Type, Path, Format) = (type, [], type == AttestationType.None ? "none" : "packed");
        return this;
    }

    /// <summary>Metadata in force with one entry for the model, changed as told, and no other anchor.</summary>
    public Judgement WithMetadata(Action<JsonObject>? change = null)
    {
        var issue = new Issue();
        issue.OnlyEntry["metadataStatement"]!["attestationRootCertificates"] = new JsonArray(Convert.ToBase64String(Root.Der));
        change?.Invoke(issue.OnlyEntry);
        (Metadata, Anchors) = (issue.InForce(), TrustAnchors.None);
        return this;
    }

    public void ShouldBe(AttestationTrust trust) => Verdict.Value.ShouldNotBeNull(Verdict.Rejection?.Code).Trust.ShouldBe(trust);

    public void ShouldBeRefusedFor(Rejection rejection) => Verdict.Rejection.ShouldBe(rejection);
}
