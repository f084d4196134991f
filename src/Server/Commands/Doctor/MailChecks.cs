using System.Net.Sockets;
using Keystile.Server.Mail;

namespace Keystile.Server.Commands.Doctor;

/// <summary>Whether the mail server can be reached. Nothing is sent.</summary>
internal static class MailChecks
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static async Task<Finding> OfAsync(MailOptions mail)
    {
        try
        {
            using var client = new TcpClient();
            using var patience = new CancellationTokenSource(s_patience);
            await client.ConnectAsync(mail.Host, mail.Port, patience.Token);
            return Finding.Good("mail", $"{mail.Host}:{mail.Port} answers.");
        }
        catch (Exception silent) when (silent is SocketException or OperationCanceledException)
        {
            return Finding.Bad("mail", $"{mail.Host}:{mail.Port} does not answer.", "Check the mail server's address in KEYSTILE_SMTP, its port, and the firewall.");
        }
    }
}
