using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Keystile.Server.Recovery;
using Keystile.Server.Tests.Webhooks;
using MimeKit;
using SmtpServer.Protocol;

namespace Keystile.Server.Tests.Secrets;

/// <summary>What people do at a server, and the secrets that they are given for it.</summary>
internal static class SecretsOfPeople
{
    private const string Email = "ada@example.com";

    /// <summary>Somebody signs up and in, tries the same again, and refreshes the session.</summary>
    public static async Task<(Browser Browser, IEnumerable<Secret> Secrets)> SignInAsync(TestServer server)
    {
        var browser = new Browser(server);
        var registration = await browser.BeginRegistrationAsync("canary-name");
        var made = Browser.Create(registration);
        var registered = await browser.CompleteRegistrationAsync(registration, made);
        var cookie = Cookie(browser);
        var signIn = await browser.BeginAuthenticationAsync("canary-name");
        var assertion = Browser.Sign(signIn, made.Credential);
        var signedIn = await browser.CompleteAuthenticationAsync(signIn, assertion);
        (await browser.CompleteAuthenticationAsync(signIn, assertion)).Status.ShouldBe(HttpStatusCode.BadRequest);
        var refreshed = await browser.PostAsync("/api/session/refresh", new JsonObject { ["refreshToken"] = signedIn["session"]["refreshToken"]!.GetValue<string>() });
        refreshed.Status.ShouldBe(HttpStatusCode.OK, refreshed.Text);
        browser.Bearer = refreshed["session"]["accessToken"]!.GetValue<string>();
        (await browser.GetAsync("/api/session?token=canary-query")).Status.ShouldBe(HttpStatusCode.OK);
        return (browser,
        [
            .. Secret.OfSigned("token of a registration", Text(registration, "challengeToken")), .. Secret.OfSigned("token of a sign-in", Text(signIn, "challengeToken")),
            .. Secret.Of("challenge of a registration", Text(registration["publicKey"], "challenge")), .. Secret.Of("challenge of a sign-in", Text(signIn["publicKey"], "challenge")),
            .. Secret.OfSession("cookie", cookie), .. Secret.OfSession("second cookie", Cookie(browser)),
            .. new[] { registered, signedIn, refreshed }.SelectMany(answer => Secret.OfSigned("access token", Text(answer["session"], "accessToken")).Concat(Secret.OfSession("refresh token", Text(answer["session"], "refreshToken"), "rt_"))),
            new("signature of a sign-in", assertion.Signature), new("client data of a sign-in", assertion.ClientDataJson),
        ]);
    }

    /// <summary>Somebody proves an address, makes recovery codes and asks for links; one of each is redeemed, and one is left.</summary>
    public static async Task<IEnumerable<Secret>> RecoverAsync(TestServer server, MailServer mail)
    {
        var person = await Person.SignUpAsync(server, mail, Email, "grace");
        var codes = await person.MakeCodesAsync();
        var byCode = new Browser(server);
        (await Person.RedeemCodeAsync(byCode, codes[0], "grace")).Status.ShouldBe(HttpStatusCode.OK);
        (await Person.RedeemCodeAsync(new Browser(server), codes[0], "grace")).Status.ShouldBe(HttpStatusCode.BadRequest);
        var byLink = new Browser(server);
        await Person.AskForLinkAsync(byLink, Email);
        var mark = Cookie(byLink);
        await Receiver.UntilAsync(() => Task.FromResult(mail.Inbox.Any(arrived => arrived.Link.AbsolutePath == "/recover")));
        (await Person.RedeemLinkAsync(byLink, mail.Inbox.Last(arrived => arrived.Link.AbsolutePath == "/recover").Token)).Status.ShouldBe(HttpStatusCode.OK);
        var left = await LeaveInOutboxAsync(server, mail);
        return
        [
            .. codes.SelectMany(code => Secret.Of("recovery code", code).Concat(Secret.Of("recovery code in one", code.Replace("-", "", StringComparison.Ordinal)))),
            .. Secret.Of("mark of the browser that asked", mark), .. Secret.OfSession("cookie of a recovery", Cookie(byCode), RecoverySessions.Prefix),
            .. mail.Inbox.SelectMany(arrived => Tokens(arrived.Message)).Concat(left),
        ];
    }

    public static string Cookie(Browser browser) => browser.Cookie!.Split('=', 2)[1];

    public static string Text(JsonNode? json, string member) => json![member]!.GetValue<string>();

    public static IEnumerable<Secret> Tokens(MimeMessage mail) => Regex.Matches(mail.TextBody!, @"token=([\w.-]+)").SelectMany(match => Secret.Of("token of a link", match.Groups[1].Value));

    private static string Text(Answer answer, string member) => Text(answer.Json, member);

    /// <summary>A link whose mail the mail server does not take yet, so that it waits in the outbox.</summary>
    private static async Task<IEnumerable<Secret>> LeaveInOutboxAsync(TestServer server, MailServer mail)
    {
        var offered = new TaskCompletionSource<MimeMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        mail.Answer = message =>
        {
            if (message.TextBody!.Contains("/recover#", StringComparison.Ordinal)) offered.TrySetResult(message);
            return new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "later");
        };
        await Person.AskForLinkAsync(new Browser(server), Email);
        var message = await offered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return Tokens(message);
    }
}
