using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailKit.Security;
using Microsoft.AspNetCore.WebUtilities;
using MimeKit;

namespace Keystile.Server.Mail;

/// <summary>The mail server that mail goes through, and whom it is from.</summary>
internal sealed record MailOptions
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>TLS from the first byte, or by STARTTLS; without it only to loopback.</summary>
    public required SecureSocketOptions Security { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The roots that the server's certificate must lead to; null for the machine's.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    public required MailboxAddress From { get; init; }

    /// <summary>From <c>smtp://</c> or <c>smtps://user:password@host:port</c>, with <c>?sslrootcert=FILE</c> where the server's certificate is one's own. Returns the mend, or null.</summary>
    public static string? TryParse(string url, string? password, MailboxAddress from, out MailOptions? mail)
    {
        mail = null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("smtp" or "smtps") || address.Host.Length == 0 || address.AbsolutePath is not ("" or "/"))
        {
            return "must be smtp://host:port or smtps://user:password@host:port";
        }
        X509Certificate2Collection? roots = null;
        foreach (var (name, value) in QueryHelpers.ParseQuery(address.Query))
        {
            if (name != "sslrootcert") return "knows no other option than sslrootcert=FILE";
            if ((roots = ReadRoots(value.ToString())) is null) return "names in sslrootcert a file that holds no certificate in PEM; check the path and who may read it";
        }
        var login = address.UserInfo.Split(':', 2);
        var inUrl = login.Length == 2 ? Uri.UnescapeDataString(login[1]) : null;
        if (login[0].Length > 0 && (password ?? inUrl) is null) return "names a user without a password; write user:password@, or set KEYSTILE_SMTP_PASSWORD";
        mail = new()
        {
            Host = address.IdnHost,
            Port = address.Port > 0 ? address.Port : address.Scheme == "smtps" ? 465 : 587,
            Security = address.Scheme == "smtps" ? SecureSocketOptions.SslOnConnect
                : IsLoopback(address) && roots is null ? SecureSocketOptions.None
                : SecureSocketOptions.StartTls,
            User = login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : null,
            Password = password ?? inUrl,
            Roots = roots,
            From = from,
        };
        return null;
    }

    private static bool IsLoopback(Uri address) => address.Host == "localhost" || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));

    private static X509Certificate2Collection? ReadRoots(string path)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return null;
        }
        return roots.Count > 0 ? roots : null;
    }
}
