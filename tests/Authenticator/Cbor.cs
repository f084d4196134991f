using System.Buffers.Binary;
using System.Text;

namespace Keystile.Authenticator;

/// <summary>Encodes what a test says, canonical or not: a map keeps its order and its doubles, raw items go out as they are.</summary>
/// <remarks>Its own few lines, so that a mistake of the reader under test is not mirrored here.</remarks>
public static class Cbor
{
    private const int UnsignedInteger = 0, NegativeInteger = 1, ByteString = 2, TextString = 3, Array = 4, Map = 5;

    /// <summary>The shortest encoding of an integer, bool, null, string, byte[], <see cref="LooseMap"/>, <see cref="CborRaw"/> or an array of such.</summary>
    public static byte[] Encode(object? item) => item switch
    {
        null => [0xf6],
        bool flag => [flag ? (byte)0xf5 : (byte)0xf4],
        int number => Integer(number),
        long number => Integer(number),
        uint number => Integer(number),
        string text => [.. Head(TextString, (ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)],
        byte[] bytes => [.. Head(ByteString, (ulong)bytes.Length), .. bytes],
        CborRaw raw => raw.Bytes,
        LooseMap map => [.. Head(Map, (ulong)map.Count), .. map.SelectMany(entry => (byte[])[.. Encode(entry.Key), .. Encode(entry.Value)])],
        IReadOnlyCollection<object?> items => [.. Head(Array, (ulong)items.Count), .. items.SelectMany(Encode)],
        _ => throw new ArgumentException($"No CBOR for {item.GetType()}.", nameof(item)),
    };

    private static byte[] Integer(long number) => number < 0 ? Head(NegativeInteger, (ulong)(-1 - number)) : Head(UnsignedInteger, (ulong)number);

    private static byte[] Head(int major, ulong value)
    {
        var type = (byte)(major << 5);
        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(wide, value);
        return value switch
        {
            < 24 => [(byte)(type | value)],
            <= byte.MaxValue => [(byte)(type | 24), (byte)value],
            <= ushort.MaxValue => [(byte)(type | 25), .. wide[6..]],
            <= uint.MaxValue => [(byte)(type | 26), .. wide[4..]],
            _ => [(byte)(type | 27), .. wide],
        };
    }
}

/// <summary>An item that is encoded already, well or badly.</summary>
/// <param name="Bytes">What goes on the wire.</param>
public sealed record CborRaw(byte[] Bytes)
{
    /// <summary>From hexadecimal digits.</summary>
    public static CborRaw Hex(string digits) => new(Convert.FromHexString(digits));
}
