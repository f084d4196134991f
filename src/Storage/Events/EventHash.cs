using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Keystile.Storage;

/// <summary>The hash of one event: SHA-256 over all its columns in order, each with its length before it, so that no two events are written alike.</summary>
public static class EventHash
{
    private const int Absent = -1;

    /// <summary>Writes the hash of <paramref name="row"/> to <paramref name="hash"/>.</summary>
    public static void Of(EventRow row, Span<byte> hash)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        Write(bytes, row.Id);
        Write(bytes, row.AppId);
        Write(bytes, row.At.ToUnixTimeMilliseconds());
        Write(bytes, (long)row.Kind);
        Write(bytes, (long)row.Actor);
        Write(bytes, row.Operator);
        Write(bytes, row.UserId);
        Write(bytes, row.SessionId);
        Write(bytes, row.CredentialId);
        Write(bytes, row.KeyId);
        Write(bytes, row.Device);
        Write(bytes, row.Detail);
        Write(bytes, row.Times);
        SHA256.HashData(bytes.WrittenSpan, hash);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), value);
        bytes.Advance(sizeof(long));
    }

    private static void Write(ArrayBufferWriter<byte> bytes, string? text)
    {
        Write(bytes, text is null ? Absent : Encoding.UTF8.GetByteCount(text));
        if (text is not null) Encoding.UTF8.GetBytes(text, bytes);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, Guid? id)
    {
        Write(bytes, id is null ? Absent : 16);
        if (id is null) return;
        id.Value.TryWriteBytes(bytes.GetSpan(16), bigEndian: true, out var written);
        bytes.Advance(written);
    }
}
