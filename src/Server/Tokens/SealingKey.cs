using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Keystile.Server.Tokens;

/// <summary>Encrypts what the database keeps but must not know (AES-256-GCM): nonce, text, tag. The context binds it to its row, so that no row's secret can be put into another.</summary>
internal sealed class SealingKey(byte[] key)
{
    private static readonly int NonceLength = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagLength = AesGcm.TagByteSizes.MaxSize;

    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var box = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(box.AsSpan(0, NonceLength), plain, box.AsSpan(NonceLength, plain.Length), box.AsSpan(NonceLength + plain.Length), context);
        return box;
    }

    /// <summary>False where it was sealed by another key, for another context, or changed since.</summary>
    public bool TryOpen(ReadOnlySpan<byte> box, ReadOnlySpan<byte> context, [NotNullWhen(true)] out byte[]? plain)
    {
        plain = null;
        if (box.Length < NonceLength + TagLength) return false;
        var opened = new byte[box.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(box[..NonceLength], box[NonceLength..^TagLength], box[^TagLength..], opened, context);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        plain = opened;
        return true;
    }
}
