using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>Which credentials may answer an authentication (§7.2 step 5), kept as a 16-byte digest each so that it fits in a token.</summary>
public sealed class AllowList
{
    private const int DigestLength = 16;
    private readonly byte[] _digests;

    private AllowList(byte[] digests) => _digests = digests;

    /// <summary>No list: any credential may answer.</summary>
    public static AllowList Any { get; } = new([]);

    /// <summary>Whether there is no list.</summary>
    public bool IsAny => _digests.Length == 0;

    /// <summary>The list of these credentials; none of them is <see cref="Any"/>.</summary>
    public static AllowList Of(IReadOnlyCollection<CredentialId> credentials)
    {
        var digests = new byte[credentials.Count * DigestLength];
        var at = digests.AsSpan();
        foreach (var credential in credentials)
        {
            Digest(credential, at);
            at = at[DigestLength..];
        }
        return credentials.Count == 0 ? Any : new(digests);
    }

    /// <summary>The list from what <see cref="ToArray"/> gave, or null where the length is not a multiple of 16 bytes.</summary>
    public static AllowList? TryCreate(ReadOnlySpan<byte> digests) =>
        digests.Length % DigestLength != 0 ? null : digests.IsEmpty ? Any : new(digests.ToArray());

    /// <summary>Whether <paramref name="credential"/> may answer.</summary>
    public bool Allows(CredentialId credential)
    {
        if (IsAny) return true;
        Span<byte> digest = stackalloc byte[DigestLength];
        Digest(credential, digest);
        for (var i = 0; i < _digests.Length; i += DigestLength)
        {
            if (_digests.AsSpan(i, DigestLength).SequenceEqual(digest)) return true;
        }
        return false;
    }

    /// <summary>The digests, 16 bytes each, in the order of the credentials.</summary>
    public byte[] ToArray() => [.. _digests];

    private static void Digest(CredentialId credential, Span<byte> destination)
    {
        Span<byte> sha256 = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(credential.Span, sha256);
        sha256[..DigestLength].CopyTo(destination);
    }
}
