using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class A_recovery_session
{
    private static readonly string[] s_open = ["POST /api/webauthn/connect/options", "POST /api/webauthn/connect/verify", "GET /api/session", "DELETE /api/session"];

    [Fact]
    public async Task may_add_a_passkey_see_whose_it_is_and_end_and_nothing_else_that_a_session_may()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (route, anonymous, _, _) in Who_may_do_what.Table.Where(row => row.Anonymous == 401 && row.Owner != 401))
        {
            var ada = await Person.SignUpAsync(server, route);
            var browser = new Browser(server);
            (await Person.RedeemCodeAsync(browser, (await ada.MakeCodesAsync())[0], route)).Status.ShouldBe(HttpStatusCode.OK);
            var answer = await Who_may_do_what.SendAsync(browser, route, route.Split(' ')[1]
                .Replace("{passkey}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{session}", Guid.Empty.ToString(), StringComparison.Ordinal));
            if (s_open.Contains(route)) ((int)answer.Status).ShouldBeOneOf([200, 204, 400], route);
            else if (answer.Code != "recovery_session") throw new ShouldAssertException($"{route}: {answer.Status} {answer.Text}");
            (await ada.Browser.GetAsync("/api/account")).Status.ShouldBe(HttpStatusCode.OK, route);
        }
    }

    [Fact]
    public async Task says_what_it_is_and_needs_no_step_up_for_its_passkey_however_many_there_are()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Person.SignUpAsync(server);
        var browser = await ada.RecoverAsync(server);
        server.Clock.Advance(TimeSpan.FromMinutes(14));
        var shown = await browser.GetAsync("/api/session");
        shown["session"]["recovery"]!.GetValue<string>().ShouldBe("code");
        shown["session"]["amr"]!.AsArray().Single()!.GetValue<string>().ShouldBe("otp");
        shown["session"]["acr"].ShouldBeNull();
        await browser.ConnectAsync();
        (await ada.Browser.GetAsync("/api/passkeys"))["items"].AsArray().Count.ShouldBe(2);
    }

    /// <summary>No other session can delete one, as nobody can sign in: all may be lost.</summary>
    [Fact]
    public async Task adds_its_passkey_also_where_the_account_has_as_many_as_it_may()
    {
        await using var server = await TestServer.StartAsync();
        await server.ConfigureAsync("home", settings => settings with { PasskeysPerUser = 1 });
        var ada = await Person.SignUpAsync(server);
        (await ada.Browser.BeginConnectAsync()).ShouldBeProblem(409, "passkey_limit");
        var (passkey, _) = await (await ada.RecoverAsync(server)).ConnectAsync();
        await (await ada.RecoverAsync(server)).ConnectAsync();
        var browser = new Browser(server);
        await browser.SignInAsync(passkey);
        (await browser.BeginConnectAsync()).ShouldBeProblem(409, "passkey_limit");
        (await browser.GetAsync("/api/passkeys"))["items"].AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task is_over_after_a_quarter_of_an_hour()
    {
        await using var server = await TestServer.StartAsync();
        var browser = await (await Person.SignUpAsync(server)).RecoverAsync(server);
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        (await browser.BeginConnectAsync()).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task adds_one_passkey_and_is_over_with_every_other_that_recovers_the_account()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Person.SignUpAsync(server);
        var codes = await ada.MakeCodesAsync();
        var (one, other) = (new Browser(server), new Browser(server));
        foreach (var (browser, code) in new[] { (one, codes[0]), (other, codes[1]) }) (await Person.RedeemCodeAsync(browser, code)).Status.ShouldBe(HttpStatusCode.OK);
        var (begun, again) = (await one.BeginConnectAsync(), await other.BeginConnectAsync());
        (await one.CompleteConnectAsync(begun, Browser.Create(begun))).Status.ShouldBe(HttpStatusCode.OK);
        (await other.CompleteConnectAsync(again, Browser.Create(again))).ShouldBeProblem(401, "not_signed_in");
        (await server.CountAsync("webauthn_credentials")).ShouldBe(2);
    }

    [Fact]
    public async Task is_proven_without_cookies_by_its_token_which_is_no_access_token()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var signingUp = shop.Browser(server);
        var begun = await signingUp.BeginRegistrationAsync("ada");
        (await signingUp.CompleteRegistrationAsync(begun, Browser.Create(begun, made => made.Origin = Tenant.Origin))).Status.ShouldBe(HttpStatusCode.Created);
        var code = (await signingUp.PostAsync("/api/recovery/codes", new JsonObject()))["codes"][0]!.GetValue<string>();
        var page = shop.Browser(server);
        var token = (await Person.RedeemCodeAsync(page, code))["session"]["accessToken"]!.GetValue<string>();
        page.Cookie = null;
        token.Split('.').Length.ShouldBe(1);

        page.Bearer = token;
        (await page.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        (await page.GetAsync("/api/passkeys")).ShouldBeProblem(403, "recovery_session");
        (await new Browser(server) { Bearer = token }.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        page.Bearer = token + "x";
        (await page.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        page.Bearer = signingUp.Cookie!.Split('=')[1];
        (await page.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task with_a_cookie_takes_no_request_of_another_site()
    {
        await using var server = await TestServer.StartAsync();
        var browser = await (await Person.SignUpAsync(server)).RecoverAsync(server);
        browser.Origin = "https://evil.example";
        (await browser.BeginConnectAsync()).ShouldBeProblem(403, "origin_not_allowed");
        browser.Origin = null;
        (await browser.BeginConnectAsync()).ShouldBeProblem(403, "origin_missing");
    }

    [Fact]
    public async Task can_be_ended_from_the_accounts_own_list()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Person.SignUpAsync(server);
        var browser = await ada.RecoverAsync(server);
        var item = (await ada.Browser.GetAsync("/api/sessions"))["items"].AsArray().Single(item => item!["recovery"] is not null)!;
        (await ada.Browser.DeleteAsync("/api/sessions/" + item["id"]!.GetValue<string>())).Status.ShouldBe(HttpStatusCode.NoContent);
        (await browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task leaves_tokens_nowhere_in_clear()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        await Person.SignUpAsync(server, mail, "ada@example.com");
        var browser = new Browser(server);
        await Person.AskForLinkAsync(browser, "ada@example.com");
        var link = (await mail.TakeAsync("ada@example.com")).Token;
        var token = (await Person.RedeemLinkAsync(browser, link))["session"]["accessToken"]!.GetValue<string>();
        foreach (var secret in new[] { link, token, "ada@example.com" }) server.Log.Lines.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal));
        foreach (var file in new[] { server.DatabaseFile, server.DatabaseFile + "-wal" })
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            foreach (var secret in new[] { link, token }) System.Text.Encoding.Latin1.GetString(bytes.ToArray()).ShouldNotContain(secret);
        }
    }
}
