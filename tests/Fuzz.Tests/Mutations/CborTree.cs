using System.Formats.Cbor;
using Keystile.Authenticator;

namespace Keystile.Fuzz.Tests;

/// <summary>Reads CBOR with the framework's reader, so that no mistake of the library's own is mirrored, into what <see cref="Cbor.Encode"/> writes.</summary>
internal static class CborTree
{
    /// <summary>The one item that the bytes wholly are, or null where they are anything else or not in the shortest form.</summary>
    public static object? TryParse(byte[] bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Strict);
            var item = Read(reader);
            return reader.BytesRemaining == 0 && Cbor.Encode(item).AsSpan().SequenceEqual(bytes) ? item : null;
        }
        catch (Exception malformed) when (malformed is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static object? Read(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                var map = new LooseMap();
                for (var left = reader.ReadStartMap() ?? throw new InvalidOperationException(); left > 0; left--) map.Add(Read(reader), Read(reader));
                reader.ReadEndMap();
                return map;
            case CborReaderState.StartArray:
                var array = new object?[reader.ReadStartArray() ?? throw new InvalidOperationException()];
                for (var i = 0; i < array.Length; i++) array[i] = Read(reader);
                reader.ReadEndArray();
                return array;
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger: return reader.ReadInt64();
            case CborReaderState.ByteString: return reader.ReadByteString();
            case CborReaderState.TextString: return reader.ReadTextString();
            case CborReaderState.Boolean: return reader.ReadBoolean();
            case CborReaderState.Null:
                reader.ReadNull();
                return null;
            default: throw new InvalidOperationException();
        }
    }
}
