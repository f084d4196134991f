namespace Keystile.WebAuthn;

/// <summary>Verifies one issue of the metadata service (FIDO MDS §3.2): a signed message whose signer leads to a configured root. Touches no network.</summary>
internal static class BlobVerifier
{
    /// <summary>The issue, or why it is refused.</summary>
    /// <param name="issue">The compact JWS as it came.</param>
    /// <param name="source">Whose it must be.</param>
    /// <param name="now">The instant at which the signer's certificates must be valid.</param>
    public static Verdict<MetadataBlob> Verify(ReadOnlySpan<byte> issue, MetadataSource source, DateTimeOffset now)
    {
        if (issue.Length > source.MaxLength || CompactJws.TryParse(issue.Trim("\r\n "u8)) is not { } message) return Rejection.MetadataMalformed;
        if (ReadCertificates(message.Certificates) is not { } path) return Rejection.MetadataMalformed;
        if (source.IsRecording) now = path.Max(certificate => certificate.NotBefore);

        // The path first: nothing of an unknown signer is looked at, neither the places its certificates name nor its payload.
        if (CertificatePath.FindAnchor(path, source.Roots.All, now, out var below) is not { } root) return Rejection.MetadataSignerUntrusted;
        if (SignatureScheme.FromAlgorithmIdentifier(path[0].SignatureAlgorithm.Span) is { Hash: SignatureHash.Sha1 }) return Rejection.MetadataSignerUntrusted;
        if (!BelongsTo(path[0], source.SignerHost)) return Rejection.MetadataSignerWrong;
        if (CheckRevocation(path, below, root, source, now) is { } revoked) return revoked;

        // The signature with the signer's own key, never with another of x5c.
        if (SignatureKey.FromSubjectPublicKeyInfo(path[0].PublicKey.Span) is not { } key || !message.IsSignedBy(key)) return Rejection.MetadataSignatureInvalid;
        return MetadataReader.Read(message.Payload) is { } blob ? blob : Rejection.MetadataMalformed;
    }

    private static List<Certificate>? ReadCertificates(IReadOnlyList<ReadOnlyMemory<byte>> encoded)
    {
        var path = new List<Certificate>();
        foreach (var der in encoded)
        {
            if (Certificate.TryParse(der) is not { } certificate) return null;
            path.Add(certificate);
        }
        return path;
    }

    /// <summary>Whether the certificate's host name is exactly this one. Where it names no host in subjectAltName, the common name counts (private roots do so).</summary>
    private static bool BelongsTo(Certificate signer, string host)
    {
        if (!signer.Usage.MaySignMessages || signer.ReadDnsNames() is not { } names) return false;
        if (signer.FindExtension(Oids.SubjectAlternativeName) is not null) return names.Contains(host, StringComparer.OrdinalIgnoreCase);
        return signer.Subject.Single(Oids.CommonName) == host;
    }

    /// <summary>Every certificate below the root against every list that covers it. A list that is not good is no list.</summary>
    private static Rejection? CheckRevocation(List<Certificate> path, int below, TrustAnchor root, MetadataSource source, DateTimeOffset now)
    {
        var lists = source.RevocationLists.Select(RevocationList.TryParse).ToList();
        if (lists.Contains(null)) return Rejection.MetadataRevocationUnknown;
        for (var i = 0; i < below; i++)
        {
            var issuer = i + 1 < below ? path[i + 1] : root.Certificate;
            var covering = lists.FindAll(list => list!.Covers(path[i]));
            if (covering.Count == 0 && source.RequireRevocationLists) return Rejection.MetadataRevocationUnknown;
            if (!covering.TrueForAll(list => list!.IsGood(issuer, now))) return Rejection.MetadataRevocationUnknown;
            if (covering.Exists(list => list!.Revokes(path[i].SerialNumber))) return Rejection.MetadataSignerRevoked;
        }
        return null;
    }
}
