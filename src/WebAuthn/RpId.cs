using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Keystile.WebAuthn;

/// <summary>A relying party identifier (§5.4.2): a domain, lower-case, without scheme, port or path.</summary>
public static class RpId
{
    /// <summary>Whether <paramref name="id"/> can be an RP ID: <c>localhost</c> or a name of at least two labels that is no IP address.</summary>
    public static bool IsValid(string? id) =>
        id == "localhost"
        || (id is { Length: > 0 and <= 253 } && !IPAddress.TryParse(id, out _) && id.Split('.') is { Length: >= 2 } labels && labels.All(IsLabel));

    /// <summary>Whether <paramref name="id"/> was one in a recording: any host, as test machines have IP addresses and names of one label.</summary>
    internal static bool WasRecorded(string? id) => Uri.CheckHostName(id) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;

    internal static byte[] Hash(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id));

    private static bool IsLabel(string label) =>
        label is { Length: > 0 and <= 63 } && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
