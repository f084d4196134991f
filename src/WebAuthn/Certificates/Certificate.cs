namespace Keystile.WebAuthn;

/// <summary>An X.509 certificate (RFC 5280 §4.1), read strictly from DER and never changed: slices of the bytes it came in.</summary>
/// <remarks>It says what is written; whether its signature holds and who vouches for it is for a certificate path to judge.</remarks>
internal sealed class Certificate
{
    /// <summary>More bytes than any certificate of the field has.</summary>
    public const int MaxLength = 16 * 1024;

    private Certificate() { }

    /// <summary>The whole certificate.</summary>
    public required ReadOnlyMemory<byte> Der { get; init; }

    /// <summary>What the issuer signed (<c>tbsCertificate</c>).</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    /// <summary>1, 2 or 3.</summary>
    public required int Version { get; init; }

    /// <summary>The serial number: two's complement, big-endian, in its shortest form.</summary>
    public required ReadOnlyMemory<byte> SerialNumber { get; init; }

    /// <summary>How the issuer signed: an AlgorithmIdentifier, as its DER.</summary>
    public required ReadOnlyMemory<byte> SignatureAlgorithm { get; init; }

    /// <summary>Who issued it; never empty.</summary>
    public required DistinguishedName Issuer { get; init; }

    /// <summary>The first second in which it is valid.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>The last second in which it is valid.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Whom it is about.</summary>
    public required DistinguishedName Subject { get; init; }

    /// <summary>The subject's key (SubjectPublicKeyInfo), as its DER.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>The extensions in the order written, each at most once.</summary>
    public required IReadOnlyList<CertificateExtension> Extensions { get; init; }

    /// <summary>basicConstraints and keyUsage.</summary>
    public required CertificateUsage Usage { get; init; }

    /// <summary>The issuer's signature.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Whether <paramref name="time"/> lies within the validity, both seconds included.</summary>
    public bool IsValidAt(DateTimeOffset time) => NotBefore <= time && time.ToUnixTimeSeconds() <= NotAfter.ToUnixTimeSeconds();

    /// <summary>The extension with this object identifier, or null.</summary>
    public CertificateExtension? FindExtension(ReadOnlySpan<byte> oid)
    {
        foreach (var extension in Extensions)
        {
            if (extension.Oid.Span.SequenceEqual(oid)) return extension;
        }
        return null;
    }

    /// <summary>The certificate that <paramref name="der"/> wholly is, or null: no PEM, no PKCS#12, no byte left over. The memory is kept, not copied.</summary>
    public static Certificate? TryParse(ReadOnlyMemory<byte> der)
    {
        var outer = new DerReader(der);
        if (der.Length > MaxLength || !outer.TryEnter(DerTag.Sequence, out var parts) || !outer.AtEnd) return null;
        if (!parts.TryRead(DerTag.Sequence, out DerElement signed) || !parts.TryRead(DerTag.Sequence, out DerElement algorithm)) return null;
        // A signature is whole bytes. Some old Yubico certificates count unused bits all the same (V39); no bit of the signature hangs on that count.
        if (!parts.TryReadBitString(out _, out var signature) || !parts.AtEnd) return null;

        var fields = new DerReader(signed.Content);
        if (!TryReadVersion(ref fields, out var version) || !fields.TryReadInteger(out ReadOnlyMemory<byte> serialNumber)) return null;
        if (!fields.TryRead(DerTag.Sequence, out DerElement innerAlgorithm) || !innerAlgorithm.Encoded.Span.SequenceEqual(algorithm.Encoded.Span)) return null;
        if (!DistinguishedName.TryRead(ref fields, out var issuer) || issuer.IsEmpty) return null;
        if (!TryReadValidity(ref fields, out var notBefore, out var notAfter) || !DistinguishedName.TryRead(ref fields, out var subject)) return null;
        if (!fields.TryRead(DerTag.Sequence, out DerElement publicKey)) return null;
        if (!TryReadExtensions(ref fields, version, out var extensions) || !fields.AtEnd) return null;
        if (!CertificateUsage.TryRead(extensions, out var usage)) return null;

        return new()
        {
            Der = der,
            Signed = signed.Encoded,
            Version = version,
            SerialNumber = serialNumber,
            SignatureAlgorithm = algorithm.Encoded,
            Issuer = issuer,
            NotBefore = notBefore,
            NotAfter = notAfter,
            Subject = subject,
            PublicKey = publicKey.Encoded,
            Extensions = extensions,
            Usage = usage,
            Signature = signature,
        };
    }

    private static bool TryReadVersion(ref DerReader fields, out int version)
    {
        version = 1;
        if (!fields.NextIs(DerTag.Context(0))) return true;
        var read = fields.TryEnter(DerTag.Context(0), out var wrapped) & wrapped.TryReadInteger(out version) && wrapped.AtEnd;
        version++;
        return read && version is 2 or 3; // version 1 is the default and so never written
    }

    private static bool TryReadValidity(ref DerReader fields, out DateTimeOffset notBefore, out DateTimeOffset notAfter)
    {
        (notBefore, notAfter) = (default, default);
        return fields.TryEnter(DerTag.Sequence, out var times)
            && times.TryReadTime(out notBefore) && times.TryReadTime(out notAfter) && times.AtEnd && notBefore <= notAfter;
    }

    /// <summary>What follows the key: unique ids of old, which are skipped, and the extensions, which only version 3 has.</summary>
    private static bool TryReadExtensions(ref DerReader fields, int version, out IReadOnlyList<CertificateExtension> extensions)
    {
        extensions = [];
        for (var uniqueId = 1; uniqueId <= 2; uniqueId++)
        {
            var tag = DerTag.Context(uniqueId, constructed: false);
            if (fields.NextIs(tag) && !(fields.TryRead(tag, out DerElement _) && version > 1)) return false;
        }
        if (!fields.NextIs(DerTag.Context(3))) return true;
        return version == 3 && fields.TryEnter(DerTag.Context(3), out var wrapped)
            && CertificateExtension.TryReadAll(ref wrapped, out extensions) && wrapped.AtEnd;
    }
}
