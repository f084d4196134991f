using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Keystile.Server.Tokens;

namespace Keystile.Server.Sessions;

/// <summary>256 random bits that mean nothing by themselves. The database knows only their SHA-256: who reads it can sign in as nobody.</summary>
internal static class OpaqueToken
{
    private const int Length = 32;
    private const int IdLength = 16;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length));

    /// <summary>One of a session: its id stands before the random bits, so that the session is found by its key and needs no index by its token.</summary>
    public static string New(Guid session)
    {
        Span<byte> token = stackalloc byte[IdLength + Length];
        session.TryWriteBytes(token, bigEndian: true, out _);
        RandomNumberGenerator.Fill(token[IdLength..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The session that a token says it is of; null where it can be none of ours. Whether it is, its hash decides.</summary>
    public static Guid? SessionOf(string token)
    {
        Span<byte> bytes = stackalloc byte[IdLength + Length];
        return token.Length == Base64Url.GetEncodedLength(bytes.Length) && CompactJws.TryDecode(Encoding.UTF8.GetBytes(token), bytes) ? new Guid(bytes[..IdLength], bigEndian: true) : null;
    }

    /// <summary>What the database knows a token by.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
