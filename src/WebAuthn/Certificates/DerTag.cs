namespace Keystile.WebAuthn;

/// <summary>Identifier octets of DER (X.690 §8.1.2), read as one big-endian number.</summary>
internal static class DerTag
{
    public const uint Boolean = 0x01, Integer = 0x02, BitString = 0x03, OctetString = 0x04, Null = 0x05, Oid = 0x06, Enumerated = 0x0A;
    public const uint Utf8String = 0x0C, PrintableString = 0x13, TeletexString = 0x14, Ia5String = 0x16, BmpString = 0x1E;
    public const uint UtcTime = 0x17, GeneralizedTime = 0x18, Sequence = 0x30, Set = 0x31;

    /// <summary>The context-specific tag <c>[number]</c>: constructed where it wraps other elements (EXPLICIT, or an IMPLICIT sequence), else primitive.</summary>
    public static uint Context(int number, bool constructed = true)
    {
        var lead = constructed ? 0xA0u : 0x80u;
        return number switch
        {
            < 31 => lead | (uint)number,
            < 128 => (lead | 0x1F) << 8 | (uint)number,
            _ => (lead | 0x1F) << 16 | (uint)(0x80 | number >> 7) << 8 | (uint)(number & 0x7F),
        };
    }
}
