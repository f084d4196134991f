using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Keystile.Server.Tokens;

/// <summary>The three parts of a JWS in compact form (RFC 7515 §7.1), by position. It chooses no key and no algorithm: whoever holds the key knows both.</summary>
internal readonly ref struct CompactJws
{
    private const byte Dot = (byte)'.';

    /// <summary>The header as it stands, still base64url.</summary>
    public ReadOnlySpan<byte> Header { get; private init; }

    /// <summary>The payload as it stands, still base64url.</summary>
    public ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>Header, dot and payload: what is signed.</summary>
    public ReadOnlySpan<byte> SignedPart { get; private init; }

    /// <summary>The signature as it stands, still base64url.</summary>
    public ReadOnlySpan<byte> Signature { get; private init; }

    /// <summary>Splits at exactly two dots; anything else is not a token.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> token, out CompactJws jws)
    {
        jws = default;
        var first = token.IndexOf(Dot);
        var last = token.LastIndexOf(Dot);
        if (first <= 0 || last == first || token[(first + 1)..last].Contains(Dot)) return false;
        jws = new() { Header = token[..first], Payload = token[(first + 1)..last], SignedPart = token[..last], Signature = token[(last + 1)..] };
        return true;
    }

    /// <summary>What the payload of a token says that we signed ourselves; null where it cannot be read: a token of another version of the program.</summary>
    public T? ReadPayload<T>(JsonTypeInfo<T> type) where T : class
    {
        var json = new byte[Base64Url.GetMaxDecodedLength(Payload.Length)];
        if (!TryDecode(Payload, json)) return null;
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Decodes canonical base64url into <paramref name="bytes"/>, filled to the last byte. The framework's decoder alone would also take padding and white space.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> base64Url, Span<byte> bytes) =>
        base64Url.Length == Base64Url.GetEncodedLength(bytes.Length)
        && Base64Url.DecodeFromUtf8(base64Url, bytes, out var consumed, out var written) == OperationStatus.Done
        && consumed == base64Url.Length && written == bytes.Length;

    /// <summary>The constant first part of every token that one key signs.</summary>
    public static byte[] EncodeHeader(string json) => Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json)));
}
