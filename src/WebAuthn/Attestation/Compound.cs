namespace Keystile.WebAuthn;

/// <summary>The <c>compound</c> format (§8.9): two or more statements of other formats over the same credential.</summary>
internal static class Compound
{
    public const string Format = "compound";

    /// <summary>More statements than any authenticator has reason to make.</summary>
    private const int Most = 8;

    public static Verdict<AttestationEvidence> Verify(AttestationContext context)
    {
        // The syntax: an array of at least two {fmt, attStmt}, none of them compound.
        if (ReadStatements(context.Statement) is not { } statements) return Rejection.MalformedAttestationStatement;

        // Each by its own format's procedure; how many must hold is the relying party's to say.
        var required = Math.Clamp(context.Options.Statements.CompoundRequired ?? statements.Count, 1, statements.Count);
        var parts = new List<CompoundPart>();
        Rejection? first = null;
        foreach (var (format, statement) in statements)
        {
            var verdict = AttestationFormats.Verify(format, context with { Statement = statement });
            if (verdict.IsAccepted) parts.Add(new(format, verdict.Value));
            else first ??= verdict.Rejection;
        }
        if (parts.Count < required) return first!;
        return new AttestationEvidence(parts.Max(part => part.Evidence.Type), []) { Parts = parts }; // what each is worth is judged part by part
    }

    private static List<(string Format, ReadOnlyMemory<byte> Statement)>? ReadStatements(ReadOnlyMemory<byte> encoded)
    {
        var reader = new CborReader(encoded.Span, CborRules.AnyKeyOrder);
        if (!reader.TryReadArray(out var count) || count is < 2 or > Most) return null;
        var statements = new List<(string, ReadOnlyMemory<byte>)>(count);
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadEncoded(out var item)) return null;
            var map = CborMap.TryRead(encoded.Slice(reader.Position - item.Length, item.Length), CborRules.AnyKeyOrder);
            if (map is null || !map.HasExactly("fmt", "attStmt")) return null;
            if (!map.TryGetText("fmt", out var format) || format == Format || !map.TryGet("attStmt", out var statement)) return null;
            statements.Add((format, statement));
        }
        return statements;
    }
}
