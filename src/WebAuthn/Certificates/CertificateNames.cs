using System.Text;

namespace Keystile.WebAuthn;

/// <summary>The lists some formats ask of a certificate: subjectAltName and extendedKeyUsage (RFC 5280 §4.2.1.6, §4.2.1.12). Read when asked for.</summary>
internal static class CertificateNames
{
    /// <summary>The host names of subjectAltName, as written; none where the extension is absent, null where it is malformed.</summary>
    public static IReadOnlyList<string>? ReadDnsNames(this Certificate certificate)
    {
        var names = new List<string>();
        if (certificate.ReadAlternativeNames() is not { } all) return null;
        foreach (var name in all)
        {
            if (name.Tag != DerTag.Context(2, constructed: false)) continue;
            if (!Ascii.IsValid(name.Content.Span)) return null;
            names.Add(Encoding.ASCII.GetString(name.Content.Span));
        }
        return names;
    }

    /// <summary>The directory names of subjectAltName; none where the extension is absent, null where it is malformed.</summary>
    public static IReadOnlyList<DistinguishedName>? ReadDirectoryNames(this Certificate certificate)
    {
        var names = new List<DistinguishedName>();
        if (certificate.ReadAlternativeNames() is not { } all) return null;
        foreach (var name in all)
        {
            if (name.Tag != DerTag.Context(4)) continue;
            var wrapped = new DerReader(name.Content);
            if (!DistinguishedName.TryRead(ref wrapped, out var directoryName) || !wrapped.AtEnd) return null;
            names.Add(directoryName);
        }
        return names;
    }

    /// <summary>The object identifiers of extendedKeyUsage, as the content of their DER; none where the extension is absent, null where it is malformed.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? ReadExtendedKeyUsages(this Certificate certificate) =>
        certificate.ReadList(Oids.ExtendedKeyUsage) is { } purposes && purposes.All(purpose => purpose.Tag == DerTag.Oid)
            ? [.. purposes.Select(purpose => purpose.Content)]
            : null;

    private static List<DerElement>? ReadAlternativeNames(this Certificate certificate) => certificate.ReadList(Oids.SubjectAlternativeName);

    private static List<DerElement>? ReadList(this Certificate certificate, ReadOnlySpan<byte> oid)
    {
        if (certificate.FindExtension(oid) is not { } extension) return [];
        var value = new DerReader(extension.Value);
        if (!value.TryEnter(DerTag.Sequence, out var list) || !value.AtEnd || list.AtEnd) return null;
        var elements = new List<DerElement>();
        while (!list.AtEnd)
        {
            if (!list.TryRead(out var element)) return null;
            elements.Add(element);
        }
        return elements;
    }
}
