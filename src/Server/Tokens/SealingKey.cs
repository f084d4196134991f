using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Keystile.Server.Tokens;

/// <summary>Encrypts what the database keeps but must not know (AES-256-GCM): nonce, text, tag. The context binds it to its row, so that no row's secret can be put into another.</summary>
/// <param name="keys">The key in force, and those whose seals are opened, too.</param>
internal sealed class SealingKey(params byte[][] keys)
{
    private static readonly int NonceLength = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagLength = AesGcm.TagByteSizes.MaxSize;

    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var box = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        using var aes = new AesGcm(keys[0], TagLength);
        aes.Encrypt(box.AsSpan(0, NonceLength), plain, box.AsSpan(NonceLength, plain.Length), box.AsSpan(NonceLength + plain.Length), context);
        return box;
    }

    /// <summary>False where it was sealed by a key of nobody here, for another context, or changed since.</summary>
    public bool TryOpen(ReadOnlySpan<byte> box, ReadOnlySpan<byte> context, [NotNullWhen(true)] out byte[]? plain)
    {
        foreach (var key in keys)
        {
            if (TryOpen(key, box, context, out plain)) return true;
        }
        plain = null;
        return false;
    }

    /// <summary>Which key sealed it; where that was an old one, <paramref name="anew"/> is the same sealed by the key in force.</summary>
    public SealedBy Examine(ReadOnlySpan<byte> box, ReadOnlySpan<byte> context, out byte[] anew)
    {
        anew = [];
        if (TryOpen(keys[0], box, context, out var plain)) return SealedBy.KeyInForce;
        if (!TryOpen(box, context, out plain)) return SealedBy.Another;
        anew = Seal(plain, context);
        CryptographicOperations.ZeroMemory(plain);
        return SealedBy.OldKey;
    }

    private static bool TryOpen(byte[] key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> context, [NotNullWhen(true)] out byte[]? plain)
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

/// <summary>Who sealed something.</summary>
internal enum SealedBy
{
    KeyInForce,
    OldKey,
    Another,
}
