using System.Text;
using System.Text.Unicode;

namespace Keystile.WebAuthn;

/// <summary>One attribute of a name: which relative name it stands in (several share one where it is multi-valued), its type, and its text.</summary>
/// <param name="RelativeName">The number of the relative distinguished name, from 0.</param>
/// <param name="Type">The type's object identifier, as the content of its DER.</param>
/// <param name="Value">The value, as its DER.</param>
internal readonly record struct NameAttribute(int RelativeName, ReadOnlyMemory<byte> Type, DerElement Value)
{
    /// <summary>The value as text, or null where it is no string, or not one of its type.</summary>
    public string? Text => Value.Tag switch
    {
        DerTag.Utf8String => Utf8.IsValid(Value.Content.Span) ? Encoding.UTF8.GetString(Value.Content.Span) : null,
        DerTag.PrintableString or DerTag.Ia5String => Ascii.IsValid(Value.Content.Span) ? Encoding.ASCII.GetString(Value.Content.Span) : null,
        DerTag.TeletexString => Encoding.Latin1.GetString(Value.Content.Span),
        DerTag.BmpString => Value.Content.Length % 2 == 0 ? Encoding.BigEndianUnicode.GetString(Value.Content.Span) : null,
        _ => null,
    };

    /// <summary>Equal where place and type are, and the texts but for case and for how much white space stands around and between words; values that are no text, byte for byte.</summary>
    public static IEqualityComparer<NameAttribute> ByMeaning { get; } = EqualityComparer<NameAttribute>.Create((left, right) =>
        left.RelativeName == right.RelativeName
        && left.Type.Span.SequenceEqual(right.Type.Span)
        && (left.Text is { } text && right.Text is { } other
            ? string.Equals(Words(text), Words(other), StringComparison.OrdinalIgnoreCase)
            : left.Value.Encoded.Span.SequenceEqual(right.Value.Encoded.Span)));

    private static string Words(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A distinguished name (RFC 5280 §4.1.2.4), to be read attribute by attribute: a name is never searched as one text.</summary>
internal readonly struct DistinguishedName
{
    private DistinguishedName(ReadOnlyMemory<byte> der, ReadOnlyMemory<byte> content) => (Der, Content) = (der, content);

    /// <summary>The whole name, as its DER. Names are equal where these bytes are.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    private ReadOnlyMemory<byte> Content { get; }

    /// <summary>Whether the name has no attribute at all.</summary>
    public bool IsEmpty => Content.IsEmpty;

    /// <summary>Whether both name the same: byte for byte, or the same attributes in the same order with texts that RFC 5280 §7.1 holds equal, however each is encoded.</summary>
    /// <remarks>Issuers of the field write a name as one kind of string in their own certificate and as another in those they issue. The link's signature is what binds.</remarks>
    public bool Matches(DistinguishedName other) =>
        Der.Span.SequenceEqual(other.Der.Span) || Attributes().SequenceEqual(other.Attributes(), NameAttribute.ByMeaning);

    /// <summary>Every attribute in the order written.</summary>
    public IEnumerable<NameAttribute> Attributes()
    {
        var names = new DerReader(Content);
        for (var number = 0; names.TryEnter(DerTag.Set, out var attributes); number++)
        {
            while (TryReadAttribute(ref attributes, number, out var attribute)) yield return attribute;
        }
    }

    /// <summary>The text of the one attribute of a type, whichever relative name it stands in; null where there is none or more than one.</summary>
    public string? Single(ReadOnlySpan<byte> type)
    {
        string? found = null;
        foreach (var attribute in Attributes())
        {
            if (!attribute.Type.Span.SequenceEqual(type)) continue;
            if (found is not null) return null;
            found = attribute.Text ?? "";
        }
        return found;
    }

    /// <summary>Reads the next element as a name; every relative name in it is well-formed and holds at least one attribute.</summary>
    public static bool TryRead(ref DerReader reader, out DistinguishedName name)
    {
        name = default;
        if (!reader.TryRead(DerTag.Sequence, out DerElement element)) return false;
        var names = new DerReader(element.Content);
        while (!names.AtEnd)
        {
            if (!names.TryEnter(DerTag.Set, out var attributes) || attributes.AtEnd) return false;
            while (!attributes.AtEnd)
            {
                if (!TryReadAttribute(ref attributes, 0, out _)) return false;
            }
        }
        name = new(element.Encoded, element.Content);
        return true;
    }

    private static bool TryReadAttribute(ref DerReader attributes, int number, out NameAttribute attribute)
    {
        attribute = default;
        if (!attributes.TryEnter(DerTag.Sequence, out var pair)) return false;
        if (!pair.TryRead(DerTag.Oid, out ReadOnlyMemory<byte> type) || !pair.TryRead(out var value) || !pair.AtEnd) return false;
        attribute = new(number, type, value);
        return true;
    }
}
