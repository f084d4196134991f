namespace Keystile.WebAuthn;

/// <summary>§7.1 steps 23 and 24: how far an attestation may be trusted, and whether the policy takes it.</summary>
internal static class AttestationAssessment
{
    /// <summary>The result with its trust, or the reason why the policy does not take it.</summary>
    /// <param name="format">The statement format.</param>
    /// <param name="evidence">What the statement's own procedure showed.</param>
    /// <param name="aaguid">The model the authenticator data names.</param>
    /// <param name="options">Anchors, metadata and policy.</param>
    /// <param name="now">The instant of the judgement.</param>
    public static Verdict<AttestationResult> Assess(string format, AttestationEvidence evidence, Aaguid aaguid, RelyingPartyOptions options, DateTimeOffset now) =>
        Assess(format, evidence, aaguid, options, now, now);

    /// <summary>The same for an attestation of the past: its path must have been valid when it was made, the model's standing is that of now.</summary>
    public static Verdict<AttestationResult> Assess(
        string format, AttestationEvidence evidence, Aaguid aaguid, RelyingPartyOptions options, DateTimeOffset madeAt, DateTimeOffset now)
    {
        var weighed = Weigh(format, evidence, aaguid, options, madeAt, now);
        if (!weighed.IsAccepted) return weighed;
        return Refusal(weighed.Value, aaguid, options, now) is { } rejection ? rejection : weighed;
    }

    /// <summary>The trust of one statement, or of each inner one; the whole is worth what its best part is.</summary>
    private static Verdict<AttestationResult> Weigh(
        string format, AttestationEvidence evidence, Aaguid aaguid, RelyingPartyOptions options, DateTimeOffset madeAt, DateTimeOffset now)
    {
        if (evidence.Parts.Count == 0) return WeighOne(format, evidence, aaguid, options, madeAt, now);
        var parts = new List<AttestationResult>();
        foreach (var part in evidence.Parts)
        {
            var weighed = WeighOne(part.Format, part.Evidence, aaguid, options, madeAt, now);
            if (!weighed.IsAccepted) return weighed;
            parts.Add(weighed.Value);
        }
        var best = parts.MaxBy(part => part.Trust)!;
        return new AttestationResult(format, best.Type, best.Trust, best.Anchor) { Parts = parts };
    }

    private static Verdict<AttestationResult> WeighOne(
        string format, AttestationEvidence evidence, Aaguid aaguid, RelyingPartyOptions options, DateTimeOffset madeAt, DateTimeOffset now)
    {
        var path = evidence.Path;
        var metadata = options.Metadata?.Current;
        var entry = format == "fido-u2f" ? metadata?.FindByKey(path) : metadata?.Find(aaguid);
        if (entry?.IsBarred(options.AttestationPolicy.RefusedStatuses, path, now) == true) return Rejection.AuthenticatorNotAllowed;

        if (evidence.Type == AttestationType.None) return new AttestationResult(format, evidence.Type, AttestationTrust.NotEvaluated);
        if (evidence.Type == AttestationType.Self) return new AttestationResult(format, evidence.Type, AttestationTrust.SelfSigned);
        if (options.TrustAnchors.Count == 0 && metadata is null) return new AttestationResult(format, evidence.Type, AttestationTrust.NotEvaluated);

        /* 23 */ var configured = options.TrustAnchors.For(format, aaguid);
        /* 24 */ var anchor = CertificatePath.FindAnchor(path, configured, madeAt) ?? CertificatePath.FindAnchor(path, entry?.Anchors ?? [], madeAt);
        return anchor is null
            ? new AttestationResult(format, evidence.Type, AttestationTrust.Untrusted)
            : new AttestationResult(format, evidence.Type, AttestationTrust.Trusted, anchor.Id);
    }

    /// <summary>Why the policy does not take this result, or null where it does.</summary>
    private static Rejection? Refusal(AttestationResult result, Aaguid aaguid, RelyingPartyOptions options, DateTimeOffset now)
    {
        var policy = options.AttestationPolicy;
        switch (result.Type)
        {
            case AttestationType.None when !policy.AcceptNone:
            case AttestationType.Self when !policy.AcceptSelf:
                return Rejection.AttestationNotAccepted;
            case AttestationType.None or AttestationType.Self:
                if (policy.RefuseDowngrade && options.Attestation != AttestationConveyance.None && options.Metadata?.Current?.Find(aaguid) is { AttestsFully: true })
                {
                    return Rejection.AttestationNotAccepted;
                }
                break;
            default:
                if (result.Trust != AttestationTrust.Trusted && !policy.AcceptUntrusted) return Rejection.AttestationUntrusted;
                if (policy.RefuseOnStaleMetadata && options.Metadata?.FreshnessAt(now) is not (MetadataFreshness.Fresh or MetadataFreshness.Late)) return Rejection.AttestationUntrusted;
                break;
        }
        return TakesModel(policy, aaguid, proven: result.Trust == AttestationTrust.Trusted) ? null : Rejection.AuthenticatorNotAllowed;
    }

    private static bool TakesModel(AttestationPolicy policy, Aaguid aaguid, bool proven)
    {
        if (policy.DeniedModels.Contains(aaguid)) return false;
        return policy.AllowedModels.Count == 0 || (policy.AllowedModels.Contains(aaguid) && (proven || policy.AcceptClaimedModel));
    }
}
