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
        if (CborMap.TryRead(bytes, CborRules.AnyKeyOrder) is not { } map || !map.HasExactly("fmt", "attStmt", "authData")) return null;
        return map.TryGetText("fmt", out var format)
            && map.TryGet("attStmt", out var statement)
            && map.TryGetBytes("authData", out var authenticatorData)
            && map.TryGet("authData", out var encoded)
            ? new(format, statement, encoded[^authenticatorData.Length..])
            : null;
    }
}
