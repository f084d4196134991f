using System.Collections.Frozen;

namespace Keystile.WebAuthn;

/// <summary>One issue of the FIDO Metadata Service (MDS §3.1.6), verified. Immutable.</summary>
/// <remarks>See <see href="https://fidoalliance.org/specs/mds/"/>. Only <see cref="MetadataStore"/> lets one in.</remarks>
public sealed class MetadataBlob
{
    private readonly FrozenDictionary<Aaguid, MetadataEntry> _byAaguid;
    private readonly FrozenDictionary<string, MetadataEntry> _byKeyIdentifier;

    internal MetadataBlob(long number, DateOnly nextUpdate, string? legalHeader, IReadOnlyList<MetadataEntry> entries, ReadOnlyMemory<byte> digest)
    {
        (Number, NextUpdate, LegalHeader, Entries, Digest) = (number, nextUpdate, legalHeader, entries, digest);
        // The zero AAGUID names no model: whoever does not say who he is must find nobody's entry.
        _byAaguid = entries.Where(entry => entry.Aaguid is { IsZero: false }).DistinctBy(entry => entry.Aaguid).ToFrozenDictionary(entry => entry.Aaguid!.Value);
        _byKeyIdentifier = entries.SelectMany(entry => entry.AttestationCertificateKeyIdentifiers.Select(identifier => (identifier, entry)))
            .DistinctBy(pair => pair.identifier).ToFrozenDictionary(pair => pair.identifier, pair => pair.entry, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Its serial number (<c>no</c>); it only grows.</summary>
    public long Number { get; }

    /// <summary>The day by which the next issue is due.</summary>
    public DateOnly NextUpdate { get; }

    /// <summary>The terms it comes under.</summary>
    public string? LegalHeader { get; }

    /// <summary>What it says of each model, in its own order.</summary>
    public IReadOnlyList<MetadataEntry> Entries { get; }

    /// <summary>SHA-256 of the payload as signed: two issues with one number must have one content.</summary>
    internal ReadOnlyMemory<byte> Digest { get; }

    /// <summary>The entry of a FIDO2 model, or null. The zero AAGUID has none.</summary>
    public MetadataEntry? Find(Aaguid aaguid) => _byAaguid.GetValueOrDefault(aaguid);

    /// <summary>The entry of a U2F model, by the key of its attestation certificate, or null.</summary>
    internal MetadataEntry? FindByKey(IReadOnlyList<Certificate> path) =>
        path.Count > 0 ? _byKeyIdentifier.GetValueOrDefault(MetadataEntry.KeyIdentifier(path[0])) : null;
}
