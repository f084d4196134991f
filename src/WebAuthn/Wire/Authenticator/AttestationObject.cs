namespace Keystile.WebAuthn;

/// <summary>An attestation object (§6.5): the CBOR map of <c>fmt</c>, <c>attStmt</c> and <c>authData</c>, and nothing else.</summary>
/// <param name="Format">The statement format identifier.</param>
/// <param name="Statement">The attestation statement as one CBOR item: a map, or the array of a compound one.</param>
/// <param name="AuthenticatorData">The authenticator data, not yet taken apart.</param>
internal sealed record AttestationObject(string Format, ReadOnlyMemory<byte> Statement, ReadOnlyMemory<byte> AuthenticatorData)
{
    /// <summary>The parts, or null where one is missing, doubled, of the wrong type or followed by anything.</summary>
    public static AttestationObject? TryParse(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CborReader(bytes.Span, CborRules.AnyKeyOrder);
        if (!reader.TryReadMap(out var count) || count != 3) return null;
        string? format = null;
        ReadOnlyMemory<byte>? statement = null, authenticatorData = null;
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadText(out ReadOnlySpan<byte> key)) return null;
            if (key.SequenceEqual("fmt"u8) && format is null)
            {
                if (!reader.TryReadText(out format)) return null;
            }
            else if (key.SequenceEqual("attStmt"u8) && statement is null)
            {
                if (!reader.TryReadEncoded(out var item, depth: 1)) return null;
                statement = bytes.Slice(reader.Position - item.Length, item.Length);
            }
            else if (key.SequenceEqual("authData"u8) && authenticatorData is null)
            {
                if (!reader.TryReadBytes(out var data)) return null;
                authenticatorData = bytes.Slice(reader.Position - data.Length, data.Length);
            }
            else return null;
        }
        return reader.AtEnd ? new(format!, statement!.Value, authenticatorData!.Value) : null; // three members, none of them twice: all are there
    }
}
