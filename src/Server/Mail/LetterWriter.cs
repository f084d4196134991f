using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Keystile.Server.Mail;

/// <summary>What a mail is about: the values of a text's placeholders, and where its button leads.</summary>
internal sealed record MailSubject
{
    public required string App { get; init; }

    public required Uri Link { get; init; }

    public string Name { get; init; } = "";

    public string Device { get; init; } = "";

    public string Passkey { get; init; } = "";

    public string Provider { get; init; } = "";

    public string Address { get; init; } = "";

    public DateTimeOffset When { get; init; }

    public TimeSpan Lifetime { get; init; }
}

/// <summary>Writes letters: a text of the table, filled in, as plain text and as HTML that loads nothing.</summary>
internal static class LetterWriter
{
    public static Letter Write(MailKind kind, string language, string to, MailSubject about)
    {
        var text = MailTexts.Of(kind, language);
        (string Placeholder, string Value)[] values =
        [
            ("{app}", about.App), ("{name}", about.Name), ("{device}", about.Device), ("{passkey}", about.Passkey), ("{provider}", about.Provider), ("{address}", about.Address),
            ("{when}", about.When.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)), ("{lifetime}", Duration(about.Lifetime, language)),
        ];
        return new(to, about.App, Fill(text.Subject, values), Plain(text, values, about.Link), Html(text, values, about, language), language);
    }

    private static string Plain(MailText text, (string, string)[] values, Uri link) =>
        string.Join("\n\n", [.. text.Paragraphs.Select(paragraph => Fill(paragraph, values)), $"{text.Button}:\n{link.AbsoluteUri}", Fill(text.Ending, values)]) + "\n";

    private static string Html(MailText text, (string Placeholder, string Value)[] values, MailSubject about, string language)
    {
        (string, string)[] encoded = [.. values.Select(value => (value.Placeholder, HtmlEncoder.Default.Encode(value.Value)))];
        var html = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{Fill(text.Subject, encoded)}</title></head>")
            .Append("<body style=\"margin:0;padding:24px;font:16px/1.5 sans-serif;color:#1a1a1a;background:#ffffff\"><div style=\"max-width:560px;margin:0 auto\">");
        foreach (var paragraph in text.Paragraphs) html.Append(CultureInfo.InvariantCulture, $"<p>{Fill(paragraph, encoded)}</p>");
        var link = HtmlEncoder.Default.Encode(about.Link.AbsoluteUri);
        return html
            .Append(CultureInfo.InvariantCulture, $"<p><a href=\"{link}\" style=\"display:inline-block;padding:10px 18px;border-radius:8px;background:#3b5bdb;color:#ffffff;text-decoration:none\">{text.Button}</a></p>")
            .Append(CultureInfo.InvariantCulture, $"<p style=\"color:#555555;font-size:14px;word-break:break-all\">{link}</p><p style=\"color:#555555;font-size:14px\">{Fill(text.Ending, encoded)}</p></div></body></html>")
            .ToString();
    }

    /// <summary>In one pass: a value that looks like a placeholder stays what it is.</summary>
    private static string Fill(string text, (string Placeholder, string Value)[] values)
    {
        var filled = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var value = Array.Find(values, value => text.AsSpan(at).StartsWith(value.Placeholder, StringComparison.Ordinal));
            filled.Append(value.Placeholder is null ? text[at].ToString() : value.Value);
            at += value.Placeholder?.Length ?? 1;
        }
        return filled.ToString();
    }

    private static string Duration(TimeSpan time, string language)
    {
        var (count, one, many) = time < TimeSpan.FromHours(2) ? ((int)time.TotalMinutes, language == "de" ? "Minute" : "minute", language == "de" ? "Minuten" : "minutes")
            : time < TimeSpan.FromDays(2) ? ((int)time.TotalHours, language == "de" ? "Stunde" : "hour", language == "de" ? "Stunden" : "hours")
            : ((int)time.TotalDays, language == "de" ? "Tag" : "day", language == "de" ? "Tagen" : "days");
        return $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? one : many)}";
    }
}
