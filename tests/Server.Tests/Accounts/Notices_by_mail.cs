using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class Notices_by_mail
{
    private const string Email = "ada@example.com";

    [Fact]
    public async Task tell_of_a_passkey_that_came_and_of_one_that_went_in_the_language_of_the_browser()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var ada = await Person.SignUpAsync(server, mail, Email);
        var (_, connected) = await ada.Browser.ConnectAsync();

        var added = await mail.TakeAsync(Email);
        added.Message.Subject!.ShouldContain("a passkey was added");
        added.Message.TextBody!.ShouldContain(connected["passkey"]["name"]!.GetValue<string>());
        added.Message.TextBody!.ShouldContain("a browser on a device");
        added.Link.AbsoluteUri.ShouldBe(TestServer.Origin + "/account");
        ada.Browser.Headers["Accept-Language"] = "de-DE,de;q=0.9";
        (await ada.Browser.DeleteAsync("/api/passkeys/" + connected["passkey"]["id"]!.GetValue<string>())).Status.ShouldBe(HttpStatusCode.OK);
        (await mail.TakeAsync(Email)).Message.Subject!.ShouldContain("Ein Passkey wurde gelöscht");
    }

    [Fact]
    public async Task tell_of_a_refresh_token_that_was_used_twice_and_of_new_recovery_codes()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var ada = await Person.SignUpAsync(server, mail, Email);
        await ada.MakeCodesAsync();
        (await mail.TakeAsync(Email)).Message.Subject!.ShouldContain("new recovery codes");
        var token = (await new Browser(server).SignInAsync(ada.Passkey))["session"]["refreshToken"]!.GetValue<string>();
        (await RefreshAsync(server, token)).Status.ShouldBe(HttpStatusCode.OK);
        (await RefreshAsync(server, token)).ShouldBeProblem(401, "invalid_refresh_token");
        (await mail.TakeAsync(Email)).Message.Subject!.ShouldContain("a sign-in was ended");
    }

    [Fact]
    public async Task go_to_no_address_that_was_not_proven()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var (browser, _) = await Guest.ArriveAsync(server, "ada", Email);
        await browser.ConnectAsync();
        (await server.CountAsync("mail_outbox")).ShouldBe(0);
    }

    [Fact]
    public async Task are_switched_off_by_the_app()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var shop = await Tenant.AddAsync(server);
        (await CommandRun.Beside(server, "apps", "set", "shop", "--set", "mailNotices=false")).ExitCode.ShouldBe(0);
        var page = shop.Browser(server);
        var begun = await page.BeginRegistrationAsync("ada");
        (await page.CompleteRegistrationAsync(begun, Browser.Create(begun, made => made.Origin = Tenant.Origin))).Status.ShouldBe(HttpStatusCode.Created);
        (await page.PatchAsync("/api/account", new JsonObject { ["email"] = Email })).Status.ShouldBe(HttpStatusCode.OK);
        (await page.PostAsync("/api/account/email/verify", new JsonObject { ["token"] = (await mail.TakeAsync(Email)).Token })).Status.ShouldBe(HttpStatusCode.OK);
        await Post.ShouldHoldAsync(server, waiting: 0, dead: 0);
        (await page.PostAsync("/api/recovery/codes", new JsonObject())).Status.ShouldBe(HttpStatusCode.OK);
        (await server.CountAsync("mail_outbox")).ShouldBe(0);
    }

    private static Task<Answer> RefreshAsync(TestServer server, string token) => new Browser(server).PostAsync("/api/session/refresh", new JsonObject { ["refreshToken"] = token });
}
