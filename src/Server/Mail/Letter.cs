using System.Text.Json.Serialization;
using Keystile.Server.Recovery;
using MimeKit;

namespace Keystile.Server.Mail;

/// <summary>A mail, written: to whom, from whom in name, and what it says twice, for readers with and without HTML.</summary>
internal sealed record Letter(string To, string Sender, string Subject, string Text, string Html, string Language)
{
    /// <summary>Whether mail can be sent there: one plain address, nothing that a header would read as more.</summary>
    public static bool CanReach(string address) =>
        MailboxAddress.TryParse(address, out var mailbox) && mailbox.Address == address && string.IsNullOrEmpty(mailbox.Name) && mailbox.Route.Count == 0
        && address.IndexOf('@', StringComparison.Ordinal) > 0;

    /// <summary>The message as it goes over the wire. The id is the outbox row's, so that a mail that went out twice is known as one. Null where the address is none.</summary>
    public MimeMessage? ToMessage(MailboxAddress from, Guid id, DateTimeOffset date)
    {
        if (!CanReach(To)) return null;
        var message = new MimeMessage { MessageId = $"{id:N}@{from.Domain}", Date = date, Subject = Printable(Subject) };
        message.From.Add(new MailboxAddress(string.IsNullOrEmpty(from.Name) ? Printable(Sender) : from.Name, from.Address));
        message.To.Add(new MailboxAddress(null, To));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add(HeaderId.ContentLanguage, Language);
        message.Body = new BodyBuilder { TextBody = Text, HtmlBody = Html }.ToMessageBody();
        return message;
    }

    private static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter));
}

/// <summary>What lies sealed in the outbox: a letter, or a question whose answer may be one.</summary>
internal sealed record Parcel(Letter? Letter, LinkAsk? Ask);

/// <summary>How it is written down inside its seal.</summary>
[JsonSerializable(typeof(Parcel))]
internal sealed partial class MailJson : JsonSerializerContext;
