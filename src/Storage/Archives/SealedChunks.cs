using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Keystile.Storage;

/// <summary>AES-256-GCM in chunks (STREAM): the nonce is the chunk's number and whether it is the last, so that none can be changed, moved, doubled or cut off unseen.</summary>
internal sealed class SealedChunks(byte[] key, ReadOnlyMemory<byte> header) : IDisposable
{
    public const int Size = 64 * 1024;

    public const int TagLength = 16;

    private const int NonceLength = 12;
    private readonly AesGcm _aes = new(key, TagLength);
    private readonly byte[] _nonce = new byte[NonceLength];
    private long _number;

    public void Seal(ReadOnlySpan<byte> plain, Span<byte> box, bool isLast) =>
        _aes.Encrypt(Next(isLast), plain, box[..plain.Length], box.Slice(plain.Length, TagLength), header.Span);

    /// <exception cref="ArchiveException">It is not as it was written.</exception>
    public void Open(ReadOnlySpan<byte> box, Span<byte> plain, bool isLast)
    {
        try
        {
            _aes.Decrypt(Next(isLast), box[..^TagLength], box[^TagLength..], plain, header.Span);
        }
        catch (AuthenticationTagMismatchException changed)
        {
            throw ArchiveReader.Damaged(changed);
        }
    }

    private byte[] Next(bool isLast)
    {
        BinaryPrimitives.WriteInt64BigEndian(_nonce.AsSpan(3), _number++);
        _nonce[^1] = isLast ? (byte)1 : (byte)0;
        return _nonce;
    }

    public void Dispose() => _aes.Dispose();
}
