using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Keystile.Server.Sessions;

/// <summary>256 random bits that mean nothing by themselves. The database knows only their SHA-256: who reads it can sign in as nobody.</summary>
internal static class OpaqueToken
{
    private const int Length = 32;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length));

    /// <summary>What the database knows a token by.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
