using System.Text.RegularExpressions;
using Keystile.Server.Mail;
using Microsoft.AspNetCore.Http;
using MimeKit;

namespace Keystile.Server.Tests;

public sealed class A_letter
{
    public static TheoryData<string, string> All => [.. from kind in Enum.GetNames<MailKind>() from language in MailLanguage.Known select (kind, language)];

    [Theory]
    [MemberData(nameof(All))]
    public void of_every_kind_and_language_is_filled_and_loads_nothing(string kind, string language)
    {
        var letter = LetterWriter.Write(Enum.Parse<MailKind>(kind), language, "ada@example.com", Post.Subject);
        foreach (var text in new[] { letter.Subject, letter.Text, letter.Html })
        {
            text.ShouldNotMatch(@"\{[a-z]+\}");
            text.ShouldContain("Example");
        }
        letter.Text.ShouldContain(Post.Subject.Link.AbsoluteUri);
        Regex.Count(letter.Html, @"src\s*=|url\(|<link|<script|<img|@import|<form", RegexOptions.IgnoreCase).ShouldBe(0);
        Regex.Matches(letter.Html, "https?://[^\"<]+").Select(match => match.Value).Distinct().ShouldBe([Post.Subject.Link.AbsoluteUri]);
        letter.Html.ShouldContain($"lang=\"{language}\"");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void says_in_every_language_what_it_says_in_English(string kind, string language) =>
        Placeholders(kind, language).ShouldBe(Placeholders(kind, "en"), ignoreOrder: true);

    [Fact]
    public void carries_names_as_text_never_as_markup_placeholder_or_header()
    {
        var about = Post.Subject with { App = "A\r\nBcc: eve@example.com", Name = "<img src=x>{link}{device}", Passkey = "\"><script>" };
        var letter = LetterWriter.Write(MailKind.PasskeyAdded, "en", "ada@example.com", about);
        letter.Html.ShouldNotContain("<img");
        letter.Html.ShouldNotContain("<script");
        letter.Text.ShouldContain("<img src=x>{link}{device}");

        var message = letter.ToMessage(new MailboxAddress("", "login@keystile.test"), Guid.CreateVersion7(DateTimeOffset.UnixEpoch), DateTimeOffset.UnixEpoch)!;
        using var wire = new MemoryStream();
        message.WriteTo(wire, TestContext.Current.CancellationToken);
        wire.Position = 0;
        var read = MimeMessage.Load(wire, TestContext.Current.CancellationToken);
        read.Bcc.ShouldBeEmpty();
        read.To.Mailboxes.Select(mailbox => mailbox.Address).ShouldBe(["ada@example.com"]);
        read.From.Mailboxes.Select(mailbox => mailbox.Address).ShouldBe(["login@keystile.test"]);
        read.Subject.ShouldStartWith("A  Bcc: eve@example.com");
    }

    [Theory]
    [InlineData("ada@example.com", true)]
    [InlineData("ada+passkeys@sub.example.com", true)]
    [InlineData("ada@example.com,eve@example.com", false)]
    [InlineData("ada@example.com, eve@example.com", false)]
    [InlineData("Ada <ada@example.com>", false)]
    [InlineData("<ada@example.com>", false)]
    [InlineData("ada", false)]
    [InlineData("ada@example.com\r\nBcc: eve@example.com", false)]
    [InlineData("ada@example.com\0", false)]
    [InlineData("a,b@example.com", false)]
    [InlineData("ada@", false)]
    [InlineData("@example.com", false)]
    [InlineData("friends: ada@example.com;", false)]
    [InlineData("", false)]
    public void reaches_one_plain_address_and_no_more(string address, bool reaches) => Letter.CanReach(address).ShouldBe(reaches);

    [Theory]
    [InlineData(null, "en")]
    [InlineData("de", "de")]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de")]
    [InlineData("fr,en;q=0.2,de;q=0.7", "de")]
    [InlineData("fr", "en")]
    [InlineData("de;q=0, fr", "en")]
    [InlineData("den", "en")]
    [InlineData(";;;,,q=", "en")]
    public void is_written_in_the_language_that_the_request_likes_best(string? accepted, string language)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.AcceptLanguage = accepted;
        MailLanguage.Of(http.Request).ShouldBe(language);
    }

    private static IEnumerable<string> Placeholders(string kind, string language)
    {
        var text = MailTexts.Of(Enum.Parse<MailKind>(kind), language);
        return Regex.Matches(string.Join(' ', [text.Subject, .. text.Paragraphs, text.Ending]), @"\{[a-z]+\}").Select(match => match.Value);
    }
}
