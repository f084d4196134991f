using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>What the metadata service says of one model (FIDO MDS §3.1.1).</summary>
public sealed class MetadataEntry
{
    internal MetadataEntry() { }

    /// <summary>The model of a FIDO2 authenticator; null for the other families.</summary>
    public Aaguid? Aaguid { get; init; }

    /// <summary>The model of a UAF authenticator; null for the other families.</summary>
    public string? Aaid { get; init; }

    /// <summary>The keys of U2F attestation certificates: SHA-1 of the public key, in lower-case hexadecimal.</summary>
    public IReadOnlyList<string> AttestationCertificateKeyIdentifiers { get; init; } = [];

    /// <summary>What the maker says; null where the entry has none.</summary>
    public MetadataStatement? Statement { get; init; }

    /// <summary>The reports on its standing, the latest effective first; those without a date last.</summary>
    public IReadOnlyList<StatusReport> StatusReports { get; init; } = [];

    /// <summary>The day the reports last changed; null where it is missing.</summary>
    public DateOnly? TimeOfLastStatusChange { get; init; }

    /// <summary>Whether the model always attests with certificates, so that none or self attestation from it is a downgrade.</summary>
    public bool AttestsFully =>
        Statement is { AttestationTypes: { Count: > 0 } types } && !types.Contains("basic_surrogate") && !types.Contains("none");

    /// <summary>The statement's certificates, as far as they are certificates, ready to be reached.</summary>
    internal IReadOnlyList<TrustAnchor> Anchors { get; init; } = [];

    /// <summary>Whether a report in force bars the model, or a certificate of this path.</summary>
    internal bool IsBarred(IReadOnlyCollection<string> refused, IReadOnlyList<Certificate> path, DateTimeOffset now) =>
        StatusReports.Any(report => refused.Contains(report.Status) && report.HoldsAt(now)
            && (report.Certificate.IsEmpty || path.Any(sent => sent.Der.Span.SequenceEqual(report.Certificate.Span))));

    /// <summary>The identifier by which metadata knows a certificate's key: SHA-1 of the bits of the public key (RFC 5280 §4.2.1.2, method 1).</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The specification's own key identifier: a name to look up by, not a proof.")]
    internal static string KeyIdentifier(Certificate certificate)
    {
        var info = new DerReader(certificate.PublicKey);
        return info.TryEnter(DerTag.Sequence, out var parts) && parts.TryRead(DerTag.Sequence, out DerElement _) && parts.TryReadBitString(out _, out var key)
            ? Convert.ToHexStringLower(SHA1.HashData(key.Span)) : "";
    }
}
