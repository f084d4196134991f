namespace Keystile.WebAuthn;

/// <summary>Writes a public key as a COSE_Key in CTAP2 canonical CBOR: what <see cref="CoseReader"/> reads.</summary>
internal static class CoseWriter
{
    private const byte Map = 0xA0, Bytes = 0x40, Negative = 0x20;

    public static byte[] Write(SignatureKey key, CoseAlgorithm algorithm) => key switch
    {
        EcKey ec => [Map | 5, .. Head(ec, algorithm), .. Curve(ec), .. Parameter(-2, ec.X), .. Parameter(-3, ec.Y)],
        EdKey ed => [Map | 4, .. Head(ed, algorithm), .. Curve(ed), .. Parameter(-2, ed.Encoded)],
        RsaKey rsa => [Map | 4, .. Head(rsa, algorithm), .. Parameter(-1, rsa.Modulus), .. Parameter(-2, rsa.Exponent)],
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    private static byte[] Head(SignatureKey key, CoseAlgorithm algorithm) => [0x01, (byte)key.Kind.Type, 0x03, .. Argument(Negative, -1 - (int)algorithm)];

    private static byte[] Curve(SignatureKey key) => [.. Argument(Negative, 0), (byte)key.Kind.Curve];

    private static byte[] Parameter(int label, ReadOnlySpan<byte> value) => [.. Argument(Negative, -1 - label), .. Argument(Bytes, value.Length), .. value];

    private static byte[] Argument(byte major, int value) => value switch
    {
        < 24 => [(byte)(major | value)],
        <= byte.MaxValue => [(byte)(major | 24), (byte)value],
        _ => [(byte)(major | 25), (byte)(value >> 8), (byte)value],
    };
}
