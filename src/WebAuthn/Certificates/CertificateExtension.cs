namespace Keystile.WebAuthn;

/// <summary>One extension of a certificate or of a revocation list (RFC 5280 §4.1.2.9).</summary>
/// <param name="Oid">Its object identifier, as the content of its DER.</param>
/// <param name="Critical">Whether who does not understand it must refuse.</param>
/// <param name="Value">What its OCTET STRING holds.</param>
internal readonly record struct CertificateExtension(ReadOnlyMemory<byte> Oid, bool Critical, ReadOnlyMemory<byte> Value)
{
    /// <summary>Reads the next element as a list of extensions; one that stands twice spoils the list.</summary>
    public static bool TryReadAll(ref DerReader reader, out IReadOnlyList<CertificateExtension> extensions)
    {
        var all = new List<CertificateExtension>(8);
        extensions = all;
        if (!reader.TryEnter(DerTag.Sequence, out var list) || list.AtEnd) return false;
        while (!list.AtEnd)
        {
            if (!TryReadOne(ref list, out var extension) || all.Exists(other => other.Oid.Span.SequenceEqual(extension.Oid.Span))) return false;
            all.Add(extension);
        }
        return true;
    }

    private static bool TryReadOne(ref DerReader list, out CertificateExtension extension)
    {
        extension = default;
        var critical = false;
        if (!list.TryEnter(DerTag.Sequence, out var parts) || !parts.TryRead(DerTag.Oid, out ReadOnlyMemory<byte> oid) || oid.IsEmpty) return false;
        // FALSE is the default and so never written in DER; real issuers write it all the same, and it changes nothing.
        if (parts.NextIs(DerTag.Boolean) && !parts.TryReadBoolean(out critical)) return false;
        if (!parts.TryRead(DerTag.OctetString, out ReadOnlyMemory<byte> value) || !parts.AtEnd) return false;
        extension = new(oid, critical, value);
        return true;
    }
}
