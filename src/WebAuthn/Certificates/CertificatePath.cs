namespace Keystile.WebAuthn;

/// <summary>The one rule by which a certificate is trusted (RFC 5280 §6, cut to what attestation needs): from the leaf, link by link, to a configured anchor.</summary>
/// <remarks>
/// Nothing sent along is trusted for being sent: a root inside the path proves nothing. No certificate is fetched, no system store asked.
/// The framework's X509Chain takes no intermediate or leaf as an anchor, and told to, takes anything; hence our own.
/// </remarks>
internal static class CertificatePath
{
    /// <summary>More certificates than any attestation of the field sends; each costs a signature check.</summary>
    public const int MaxLength = 8;

    /// <summary>The anchor that <paramref name="path"/> leads to, or null.</summary>
    /// <param name="path">The certificates as sent: the leaf, then each one's issuer. What stands behind the anchor is not looked at.</param>
    /// <param name="anchors">The certificates trusted beforehand: roots, intermediates or leaves.</param>
    /// <param name="now">The instant at which every certificate up to the anchor, and the anchor, must be valid.</param>
    public static TrustAnchor? FindAnchor(IReadOnlyList<Certificate> path, IReadOnlyList<TrustAnchor> anchors, DateTimeOffset now) =>
        FindAnchor(path, anchors, now, out _);

    /// <summary>The same, and how many certificates of the path stand below the anchor.</summary>
    public static TrustAnchor? FindAnchor(IReadOnlyList<Certificate> path, IReadOnlyList<TrustAnchor> anchors, DateTimeOffset now, out int below)
    {
        for (below = 0; below < path.Count && below < MaxLength; below++)
        {
            var certificate = path[below];
            if (!certificate.IsValidAt(now) || HasUnknownDemands(certificate)) return null;
            if (FindSame(certificate, anchors) is { } same) return same;
            if (FindIssuer(certificate, below, path.ElementAtOrDefault(below + 1), anchors, now) is { } issuer)
            {
                below++;
                return issuer;
            }
            if (below + 1 == path.Count || !IssuedBySent(path[below + 1], certificate, below)) return null;
        }
        return null;
    }

    /// <summary>Whether <paramref name="issuer"/> may make certificates and made this one, below which stand <paramref name="below"/> others down to the leaf.</summary>
    private static bool Issued(Certificate issuer, SignatureKey? key, Certificate certificate, int below) =>
        issuer.Subject.Matches(certificate.Issuer)
        && !(issuer.Usage.PathLength < below)
        && key is not null
        && key.HasSigned(certificate.SignatureAlgorithm, certificate.Signed, certificate.Signature, allowSha1: below == 0 && !certificate.Usage.IsAuthority);

    private static bool IssuedBySent(Certificate issuer, Certificate certificate, int below) =>
        issuer.Usage.MaySignCertificates && Issued(issuer, SignatureKey.FromSubjectPublicKeyInfo(issuer.PublicKey.Span), certificate, below);

    /// <summary>An old root of version 1 cannot say that it is an authority; its owner's configuration does.</summary>
    private static bool IssuedByAnchor(TrustAnchor anchor, Certificate certificate, int below) =>
        (anchor.Certificate.Usage.MaySignCertificates || anchor.Certificate.Version < 3) && Issued(anchor.Certificate, anchor.Key, certificate, below);

    /// <summary>Whether this key signed <paramref name="signed"/> as an X.509 AlgorithmIdentifier says.</summary>
    /// <remarks>SHA-1 collides, so it makes no authority here. Attestation certificates of old batches are signed over it, and nothing can be issued below them.</remarks>
    public static bool HasSigned(this SignatureKey key, ReadOnlyMemory<byte> algorithm, ReadOnlyMemory<byte> signed, ReadOnlyMemory<byte> signature, bool allowSha1 = false) =>
        SignatureScheme.FromAlgorithmIdentifier(algorithm.Span) is { } scheme
        && (scheme.Hash != SignatureHash.Sha1 || allowSha1)
        && key.Verify(scheme, signed.Span, signature.Span);

    private static TrustAnchor? FindSame(Certificate certificate, IReadOnlyList<TrustAnchor> anchors)
    {
        foreach (var anchor in anchors)
        {
            if (anchor.Certificate.Der.Span.SequenceEqual(certificate.Der.Span)) return anchor;
        }
        return null;
    }

    /// <summary>The anchor that issued the certificate; where several of one name and key did, that which was sent along as <paramref name="next"/>.</summary>
    private static TrustAnchor? FindIssuer(Certificate certificate, int below, Certificate? next, IReadOnlyList<TrustAnchor> anchors, DateTimeOffset now)
    {
        TrustAnchor? first = null;
        foreach (var anchor in anchors)
        {
            if (!IssuedByAnchor(anchor, certificate, below) || !anchor.Certificate.IsValidAt(now) || HasUnknownDemands(anchor.Certificate)) continue;
            first ??= anchor;
            if (next is null || anchor.Certificate.Der.Span.SequenceEqual(next.Der.Span)) return anchor;
        }
        return first;
    }

    /// <summary>Whether the certificate demands what this rule does not do: an unknown critical extension, or constraints on names, critical or not.</summary>
    private static bool HasUnknownDemands(Certificate certificate)
    {
        foreach (var extension in certificate.Extensions)
        {
            var oid = extension.Oid.Span;
            if (oid.SequenceEqual(Oids.NameConstraints)) return true;
            if (!extension.Critical) continue;
            if (oid.SequenceEqual(Oids.BasicConstraints) || oid.SequenceEqual(Oids.KeyUsage) || oid.SequenceEqual(Oids.ExtendedKeyUsage)) continue;
            if (oid.SequenceEqual(Oids.SubjectAlternativeName) || oid.SequenceEqual(Oids.CertificatePolicies)) continue;
            return true;
        }
        return false;
    }
}
