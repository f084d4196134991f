namespace Keystile.WebAuthn;

/// <summary>A certificate revocation list (RFC 5280 §5), read strictly from DER. A list that is indirect, partial by reason, or a delta is not taken.</summary>
internal sealed class RevocationList
{
    private ReadOnlyMemory<byte> _signed, _algorithm, _signature, _revoked;
    private RevocationScope _scope;
    private DateTimeOffset _thisUpdate, _nextUpdate;

    private RevocationList() { }

    /// <summary>Whose certificates it is about.</summary>
    public DistinguishedName Issuer { get; private set; }

    /// <summary>Whether it speaks about this certificate: one of its issuer's, of the kind it is limited to.</summary>
    public bool Covers(Certificate certificate) =>
        Issuer.Der.Span.SequenceEqual(certificate.Issuer.Der.Span)
        && _scope != (certificate.Usage.IsAuthority ? RevocationScope.EndEntities : RevocationScope.Authorities);

    /// <summary>Whether <paramref name="issuer"/> may sign revocation lists and signed this one, and it is in force at <paramref name="now"/>.</summary>
    public bool IsGood(Certificate issuer, DateTimeOffset now) =>
        _thisUpdate <= now && now <= _nextUpdate
        && Issuer.Der.Span.SequenceEqual(issuer.Subject.Der.Span)
        && issuer.Usage.MaySignRevocationLists
        && SignatureKey.FromSubjectPublicKeyInfo(issuer.PublicKey.Span) is { } key
        && key.HasSigned(_algorithm, _signed, _signature);

    /// <summary>Whether a certificate of the issuer with this serial number is revoked.</summary>
    public bool Revokes(ReadOnlyMemory<byte> serialNumber)
    {
        var entries = new DerReader(_revoked);
        while (TryReadEntry(ref entries, out var serial))
        {
            if (serial.Span.SequenceEqual(serialNumber.Span)) return true;
        }
        return false;
    }

    /// <summary>The list that <paramref name="der"/> wholly is, or null. The memory is kept, not copied.</summary>
    public static RevocationList? TryParse(ReadOnlyMemory<byte> der)
    {
        var outer = new DerReader(der);
        if (!outer.TryEnter(DerTag.Sequence, out var parts) || !outer.AtEnd) return null;
        if (!parts.TryRead(DerTag.Sequence, out DerElement signed) || !parts.TryRead(DerTag.Sequence, out DerElement algorithm)) return null;
        if (!parts.TryReadBitString(out var unusedBits, out var signature) || unusedBits != 0 || !parts.AtEnd) return null;
        var list = new RevocationList { _signed = signed.Encoded, _algorithm = algorithm.Encoded, _signature = signature };
        return list.TryReadFields(new(signed.Content)) ? list : null;
    }

    private bool TryReadFields(DerReader fields)
    {
        if (!fields.TryReadInteger(out int version) || version != 1) return false; // version 2, the one with extensions
        if (!fields.TryRead(DerTag.Sequence, out DerElement algorithm) || !algorithm.Encoded.Span.SequenceEqual(_algorithm.Span)) return false;
        if (!DistinguishedName.TryRead(ref fields, out var issuer)) return false;
        Issuer = issuer;
        if (!fields.TryReadTime(out _thisUpdate) || !fields.TryReadTime(out _nextUpdate)) return false;
        if (fields.NextIs(DerTag.Sequence) && !(fields.TryRead(DerTag.Sequence, out _revoked) && AllEntriesAreReadable())) return false;
        return TryReadExtensions(ref fields) && fields.AtEnd;
    }

    private bool TryReadExtensions(ref DerReader fields)
    {
        if (!fields.NextIs(DerTag.Context(0))) return true;
        if (!fields.TryEnter(DerTag.Context(0), out var wrapped) || !CertificateExtension.TryReadAll(ref wrapped, out var extensions) || !wrapped.AtEnd) return false;
        foreach (var extension in extensions)
        {
            var isScope = extension.Oid.Span.SequenceEqual(Oids.IssuingDistributionPoint);
            if (isScope ? !TryReadScope(new(extension.Value), out _scope) : extension.Critical) return false;
        }
        return true;
    }

    /// <summary>issuingDistributionPoint: where the list is found does not matter, what it is limited to does.</summary>
    private static bool TryReadScope(DerReader value, out RevocationScope scope)
    {
        scope = RevocationScope.All;
        if (!value.TryEnter(DerTag.Sequence, out var parts) || !value.AtEnd) return false;
        while (!parts.AtEnd)
        {
            if (!parts.TryRead(out var part)) return false;
            if (part.Tag == DerTag.Context(0)) continue;
            if (part.Tag == DerTag.Context(1, constructed: false)) scope = RevocationScope.EndEntities;
            else if (part.Tag == DerTag.Context(2, constructed: false)) scope = RevocationScope.Authorities;
            else return false; // some reasons only, indirect, or attribute certificates
        }
        return true;
    }

    private bool AllEntriesAreReadable()
    {
        var entries = new DerReader(_revoked);
        while (!entries.AtEnd)
        {
            if (!TryReadEntry(ref entries, out _)) return false;
        }
        return true;
    }

    private static bool TryReadEntry(ref DerReader entries, out ReadOnlyMemory<byte> serialNumber)
    {
        serialNumber = default;
        if (!entries.TryEnter(DerTag.Sequence, out var entry) || !entry.TryReadInteger(out serialNumber) || !entry.TryReadTime(out _)) return false;
        if (entry.AtEnd) return true;
        return CertificateExtension.TryReadAll(ref entry, out var extensions) && entry.AtEnd && !extensions.Any(extension => extension.Critical);
    }
}

/// <summary>Which certificates of its issuer a revocation list is limited to.</summary>
internal enum RevocationScope { All, EndEntities, Authorities }
