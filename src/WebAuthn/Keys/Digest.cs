using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>What is to be known of hashes.</summary>
internal static class Digest
{
    /// <summary>The length of the longest hash, SHA-512.</summary>
    public const int MaxLength = SHA512.HashSizeInBytes;

    /// <summary>The name .NET has for the hash.</summary>
    public static HashAlgorithmName NameOf(SignatureHash hash) => hash switch
    {
        SignatureHash.Sha1 => HashAlgorithmName.SHA1,
        SignatureHash.Sha256 => HashAlgorithmName.SHA256,
        SignatureHash.Sha384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    /// <summary>A hash code by content.</summary>
    public static int HashCodeOf(ReadOnlySpan<byte> bytes)
    {
        var code = new HashCode();
        code.AddBytes(bytes);
        return code.ToHashCode();
    }
}
