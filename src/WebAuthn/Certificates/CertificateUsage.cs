namespace Keystile.WebAuthn;

/// <summary>What a certificate says its key may be used for: basicConstraints and keyUsage (RFC 5280 §4.2.1.3, §4.2.1.9).</summary>
/// <param name="IsAuthority">basicConstraints is there and says CA.</param>
/// <param name="PathLength">How many intermediate certificates may stand below it; null where it sets no limit.</param>
/// <param name="KeyUsage">The bits of keyUsage, digitalSignature first; null where the extension is absent.</param>
internal readonly record struct CertificateUsage(bool IsAuthority, int? PathLength, int? KeyUsage)
{
    private const int DigitalSignature = 1 << 0, KeyCertSign = 1 << 5, CrlSign = 1 << 6;

    /// <summary>Whether the key may sign messages. An absent keyUsage sets no limit.</summary>
    public bool MaySignMessages => KeyUsage is null || (KeyUsage & DigitalSignature) != 0;

    /// <summary>Whether the key may sign certificates. An absent keyUsage sets no limit.</summary>
    public bool MaySignCertificates => IsAuthority && (KeyUsage is null || (KeyUsage & KeyCertSign) != 0);

    /// <summary>Whether the key may sign revocation lists. An absent keyUsage sets no limit.</summary>
    public bool MaySignRevocationLists => IsAuthority && (KeyUsage is null || (KeyUsage & CrlSign) != 0);

    /// <summary>Reads both extensions where they stand among <paramref name="extensions"/>; false where one of them is malformed.</summary>
    public static bool TryRead(IReadOnlyList<CertificateExtension> extensions, out CertificateUsage usage)
    {
        usage = default;
        foreach (var extension in extensions)
        {
            var oid = extension.Oid.Span;
            if (oid.SequenceEqual(Oids.BasicConstraints) && !TryReadBasicConstraints(new(extension.Value), ref usage)) return false;
            if (oid.SequenceEqual(Oids.KeyUsage) && !TryReadKeyUsage(new(extension.Value), ref usage)) return false;
        }
        return true;
    }

    private static bool TryReadBasicConstraints(DerReader value, ref CertificateUsage usage)
    {
        bool isAuthority = false;
        int? pathLength = null;
        if (!value.TryEnter(DerTag.Sequence, out var parts) || !value.AtEnd) return false;
        if (parts.NextIs(DerTag.Boolean) && !parts.TryReadBoolean(out isAuthority)) return false;
        if (parts.NextIs(DerTag.Integer))
        {
            if (!parts.TryReadInteger(out int limit)) return false;
            pathLength = limit;
        }
        usage = usage with { IsAuthority = isAuthority, PathLength = pathLength };
        return parts.AtEnd;
    }

    private static bool TryReadKeyUsage(DerReader value, ref CertificateUsage usage)
    {
        if (!value.TryReadBitString(out var unusedBits, out var bits) || !value.AtEnd || bits.Length is 0 or > 2) return false;
        if ((bits.Span[^1] & ((1 << unusedBits) - 1)) != 0) return false;
        var flags = 0;
        for (var bit = 0; bit < 8 * bits.Length; bit++) flags |= (bits.Span[bit / 8] >> (7 - bit % 8) & 1) << bit;
        usage = usage with { KeyUsage = flags };
        return true;
    }
}
