using System.Globalization;

namespace Keystile.WebAuthn;

/// <summary>Shows any CBOR that the protocol may carry; byte strings that are certificates are shown as such.</summary>
internal static class CborInspection
{
    /// <summary>The item that the bytes wholly are, or null where they are not one.</summary>
    public static InspectionNode? TryDecode(string name, ReadOnlyMemory<byte> bytes)
    {
        var reader = new CborReader(bytes.Span, CborRules.AnyKeyOrder);
        if (!reader.TryReadEncoded(out _) || !reader.AtEnd) return null;
        reader = new CborReader(bytes.Span, CborRules.AnyKeyOrder);
        return Item(name, ref reader);
    }

    private static InspectionNode Item(string name, ref CborReader reader)
    {
        switch (reader.PeekMajorType)
        {
            case CborMajor.Map:
                reader.TryReadMap(out var pairs);
                var members = new InspectionNode[pairs];
                for (var i = 0; i < pairs; i++) members[i] = Item(Key(ref reader), ref reader);
                return new(name, members);
            case CborMajor.Array:
                reader.TryReadArray(out var count);
                var items = new InspectionNode[count];
                for (var i = 0; i < count; i++) items[i] = Item($"[{i.ToString(CultureInfo.InvariantCulture)}]", ref reader);
                return new(name, items);
            case CborMajor.Bytes:
                reader.TryReadBytes(out var bytes);
                return CertificateInspection.TryDecode(name, bytes.ToArray())
                    ?? new(name, $"{bytes.Length.ToString(CultureInfo.InvariantCulture)} bytes: {Convert.ToHexStringLower(bytes)}");
            case CborMajor.Text:
                reader.TryReadText(out string text);
                return new(name, text);
            case CborMajor.Positive or CborMajor.Negative:
                return new(name, reader.TryReadInteger(out var number) ? number.ToString(CultureInfo.InvariantCulture) : "an integer of more than 63 bits");
            default:
                reader.TryReadEncoded(out var simple);
                return new(name, simple[0] switch { CborMajor.True => "true", CborMajor.False => "false", CborMajor.Null => "null", _ => Convert.ToHexStringLower(simple) });
        }
    }

    private static string Key(ref CborReader reader)
    {
        if (reader.PeekMajorType == CborMajor.Text && reader.TryReadText(out string text)) return text;
        reader.TryReadEncoded(out var encoded);
        return new CborReader(encoded, CborRules.AnyKeyOrder).TryReadInteger(out var label) ? label.ToString(CultureInfo.InvariantCulture) : Convert.ToHexStringLower(encoded);
    }
}
