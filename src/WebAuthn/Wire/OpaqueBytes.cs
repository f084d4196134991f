using System.Buffers.Text;
using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>A short string of bytes with a meaning: immutable, equal by content, shown as base64url without padding.</summary>
/// <typeparam name="TSelf">The domain word that derives from it.</typeparam>
public abstract class OpaqueBytes<TSelf> : IEquatable<TSelf> where TSelf : OpaqueBytes<TSelf>
{
    private readonly byte[] _bytes;

    private protected OpaqueBytes(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    /// <summary>The bytes themselves.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>How many bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>A copy of the bytes, for rows and wires.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <inheritdoc/>
    public bool Equals(TSelf? other) => other is not null && CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as TSelf);

    /// <inheritdoc/>
    public sealed override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>Base64url without padding.</summary>
    public sealed override string ToString() => Base64Url.EncodeToString(_bytes);
}
