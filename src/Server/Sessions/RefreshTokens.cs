using System.Buffers.Text;
using System.Security.Cryptography;
using Keystile.Server.Tokens;

namespace Keystile.Server.Sessions;

/// <summary>Refresh tokens: <c>rt_</c>, the session's id, 32 random bytes and a tag that says we made it. So any token of the family that comes twice is known as such, however old.</summary>
internal sealed class RefreshTokens(RootKey root)
{
    private const string Prefix = "rt_";
    private const int IdLength = 16;
    private const int SecretLength = 32;
    private const int TagLength = 16;
    private const int Length = IdLength + SecretLength + TagLength;
    private readonly byte[][] _keys = root.Accepted("refresh");

    public string New(Guid session)
    {
        Span<byte> token = stackalloc byte[Length];
        session.TryWriteBytes(token, bigEndian: true, out _);
        RandomNumberGenerator.Fill(token.Slice(IdLength, SecretLength));
        Tag(_keys[0], token[..^TagLength], token[^TagLength..]);
        return Prefix + Base64Url.EncodeToString(token);
    }

    /// <summary>The session a token was made for; null where we did not make it. Whether it is the one in force is the database's to say.</summary>
    public Guid? SessionOf(string token)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || token.Length != Prefix.Length + Base64Url.GetEncodedLength(Length)) return null;
        Span<byte> bytes = stackalloc byte[Length];
        Span<byte> tag = stackalloc byte[TagLength];
        if (!CompactJws.TryDecode(System.Text.Encoding.UTF8.GetBytes(token[Prefix.Length..]), bytes)) return null;
        foreach (var key in _keys)
        {
            Tag(key, bytes[..^TagLength], tag);
            if (CryptographicOperations.FixedTimeEquals(tag, bytes[^TagLength..])) return new Guid(bytes[..IdLength], bigEndian: true);
        }
        return null;
    }

    private static void Tag(byte[] key, ReadOnlySpan<byte> data, Span<byte> tag)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, data, whole);
        whole[..TagLength].CopyTo(tag);
    }
}
