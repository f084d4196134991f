using System.Net;
using System.Text.Json.Nodes;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class A_recovery_link
{
    private const string Email = "ada@example.com";

    [Theory]
    [InlineData("email", Email)]
    [InlineData("email", "ADA@Example.com")]
    [InlineData("username", "ada")]
    public async Task comes_by_mail_and_opens_the_account_to_a_new_passkey(string member, string value)
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var ada = await Person.SignUpAsync(server, mail, Email);
        var browser = new Browser(server);

        var asked = await browser.PostAsync("/api/recovery/link", new JsonObject { [member] = value });

        asked.Status.ShouldBe(HttpStatusCode.Accepted);
        var arrived = await mail.TakeAsync(Email);
        arrived.Link.GetLeftPart(UriPartial.Path).ShouldBe(TestServer.Origin + "/recover");
        arrived.Message.TextBody!.ShouldContain("15 minutes");
        (await Person.RedeemLinkAsync(browser, arrived.Token))["user"]["id"]!.GetValue<Guid>().ShouldBe(ada.Id);
        var (passkey, _) = await browser.ConnectAsync();
        await new Browser(server).SignInAsync(passkey, "ada");
        string[] told = [(await mail.TakeAsync(Email)).Message.Subject!, (await mail.TakeAsync(Email)).Message.Subject!];
        told.ShouldBe(["localhost: your account is being recovered", "localhost: a passkey was added"], ignoreOrder: true);
        (await Person.EventsAsync(server, EventKind.RecoveryUsed)).ShouldHaveSingleItem().Detail.ShouldBe("link");
    }

    [Fact]
    public async Task is_sent_to_nobody_whose_address_is_unknown_or_unproven_and_the_answer_is_the_same()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        await Person.SignUpAsync(server, mail, Email);
        await Guest.ArriveAsync(server, "eve", "eve@example.com");
        var locked = await Person.SignUpAsync(server, mail, "bob@example.com", "bob");
        await server.Database.WriteAsync(writing => UserStore.LockAsync(writing, "home", locked.Id, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        var sent = mail.Inbox.Count;

        var known = await Person.AskForLinkAsync(new Browser(server), Email);
        foreach (var address in new[] { "nobody@example.com", "eve@example.com", "bob@example.com" })
        {
            var answer = await Person.AskForLinkAsync(new Browser(server), address);
            answer.Status.ShouldBe(HttpStatusCode.Accepted);
            answer.Text.ShouldBe(known.Text);
            answer.Message.Headers.Select(header => header.Key).ShouldBe(known.Message.Headers.Select(header => header.Key));
        }
        await mail.TakeAsync(Email);
        await Post.ShouldHoldAsync(server, waiting: 0, dead: 0);
        mail.Inbox.Count.ShouldBe(sent + 1);
    }

    [Fact]
    public async Task goes_to_the_proven_address_though_another_account_has_it_for_its_username()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var eve = await Person.SignUpAsync(server, Email);
        var (_, ada) = await Guest.ArriveAsync(server, "");
        await server.Database.WriteAsync(writing => UserStore.SetEmailAsync(writing, "home", ada.Id, EmailAddress.TryCreate(Email), server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        var browser = new Browser(server);

        (await browser.PostAsync("/api/recovery/link", new JsonObject { ["username"] = Email })).Status.ShouldBe(HttpStatusCode.Accepted);
        (await Person.RedeemLinkAsync(browser, (await mail.TakeAsync(Email)).Token))["user"]["id"]!.GetValue<Guid>().ShouldBe(ada.Id);

        await eve.ProveAsync(mail, "eve@example.com");
        (await browser.PostAsync("/api/recovery/link", new JsonObject { ["username"] = Email })).Status.ShouldBe(HttpStatusCode.Accepted);
        (await Person.RedeemLinkAsync(browser, (await mail.TakeAsync("eve@example.com")).Token))["user"]["id"]!.GetValue<Guid>().ShouldBe(eve.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task opens_one_session_for_200_who_use_it_at_once(bool postgres)
    {
        await using var mail = MailServer.Start();
        await using var cluster = postgres ? await Storage.Tests.PostgresServer.StartAsync() : null;
        await using var server = await TestServer.StartAsync([.. mail.Settings, .. cluster is null ? [] : new[] { "KEYSTILE_DATABASE=" + await cluster.NewDatabaseAsync() }]);
        await Person.SignUpAsync(server, mail, Email);
        var browser = new Browser(server);
        await Person.AskForLinkAsync(browser, Email);
        var token = (await mail.TakeAsync(Email)).Token;

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Person.RedeemLinkAsync(new Browser(server) { Cookie = browser.Cookie }, token)));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Where(answer => answer.Status != HttpStatusCode.OK).ShouldAllBe(answer => answer.Code == "invalid_link");
    }

    [Fact]
    public async Task is_void_when_a_newer_one_was_asked_for_and_after_a_quarter_of_an_hour()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        await Person.SignUpAsync(server, mail, Email);
        var browser = new Browser(server);
        await Person.AskForLinkAsync(browser, Email);
        var (older, cookie) = ((await mail.TakeAsync(Email)).Token, browser.Cookie);
        await Person.AskForLinkAsync(browser, Email);
        var newer = (await mail.TakeAsync(Email)).Token;
        (await Person.RedeemLinkAsync(new Browser(server) { Cookie = cookie }, older)).ShouldBeProblem(400, "invalid_link");
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        (await Person.RedeemLinkAsync(browser, newer)).ShouldBeProblem(400, "invalid_link");
    }

    [Fact]
    public async Task works_only_in_the_browser_it_was_asked_for_in_and_is_not_used_up_by_another()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        await Person.SignUpAsync(server, mail, Email);
        var browser = new Browser(server);
        var asked = await Person.AskForLinkAsync(browser, Email);
        asked.Header("Set-Cookie")!.ToLowerInvariant().ShouldContain("samesite=strict; httponly");
        var token = (await mail.TakeAsync(Email)).Token;
        (await Person.RedeemLinkAsync(new Browser(server), token)).ShouldBeProblem(403, "other_browser");
        (await Person.RedeemLinkAsync(new Browser(server) { Cookie = "keystile-recover=x" }, token)).ShouldBeProblem(403, "other_browser");
        (await Person.RedeemLinkAsync(browser, token)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task of_an_app_with_pages_of_its_own_leads_there_and_works_in_any_browser()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var shop = await Tenant.AddAsync(server);
        var page = shop.Browser(server);
        var begun = await page.BeginRegistrationAsync("ada");
        (await page.CompleteRegistrationAsync(begun, Browser.Create(begun, made => made.Origin = Tenant.Origin))).Status.ShouldBe(HttpStatusCode.Created);
        (await page.PatchAsync("/api/account", new JsonObject { ["email"] = Email })).Status.ShouldBe(HttpStatusCode.OK);
        (await page.PostAsync("/api/account/email/verify", new JsonObject { ["token"] = (await mail.TakeAsync(Email)).Token })).Status.ShouldBe(HttpStatusCode.OK);

        (await Person.AskForLinkAsync(new Browser(server), Email)).Status.ShouldBe(HttpStatusCode.Accepted);
        (await Person.AskForLinkAsync(shop.Browser(server), Email)).Status.ShouldBe(HttpStatusCode.Accepted);
        var arrived = await mail.TakeAsync(Email);
        arrived.Link.GetLeftPart(UriPartial.Path).ShouldBe(Tenant.Origin + "/recover");
        (await Person.RedeemLinkAsync(new Browser(server), arrived.Token)).ShouldBeProblem(400, "invalid_link");
        (await Person.RedeemLinkAsync(shop.Browser(server), arrived.Token)).Status.ShouldBe(HttpStatusCode.OK);
        mail.Inbox.Count(other => other.Message.Subject!.Contains("get back", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task in_a_mailbox_that_is_no_longer_the_accounts_opens_nothing()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var ada = await Person.SignUpAsync(server, mail, Email);
        var browser = new Browser(server);
        await Person.AskForLinkAsync(browser, Email);
        var token = (await mail.TakeAsync(Email)).Token;
        await ada.ProveAsync(mail, "new@example.com");
        (await Person.RedeemLinkAsync(browser, token)).ShouldBeProblem(400, "invalid_link");
    }

    [Fact]
    public async Task is_refused_where_no_mail_server_is_set_or_the_address_is_none()
    {
        await using (var server = await TestServer.StartAsync()) (await Person.AskForLinkAsync(new Browser(server), Email)).ShouldBeProblem(403, "mail_not_set");
        await using var mail = MailServer.Start();
        await using var sending = await TestServer.StartAsync(mail.Settings);
        (await Person.AskForLinkAsync(new Browser(sending), "ada")).ShouldBeProblem(400, "invalid_email");
        (await new Browser(sending).PostAsync("/api/recovery/link", new JsonObject())).ShouldBeProblem(400, "invalid_username");
        foreach (var token in new[] { "", "x", new string('x', 10_000) }) (await Person.RedeemLinkAsync(new Browser(sending), token)).ShouldBeProblem(400, "invalid_link");
    }

    [Fact]
    public async Task may_be_asked_for_three_times_in_ten_minutes_for_one_name_there_or_not()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync([.. mail.Settings, "KEYSTILE_RATE_LIMITS=on"]);
        foreach (var address in new[] { Email, "nobody@example.com" })
        {
            for (var i = 0; i < 3; i++) (await Person.AskForLinkAsync(new Browser(server), address)).Status.ShouldBe(HttpStatusCode.Accepted);
            var refused = await Person.AskForLinkAsync(new Browser(server), address);
            refused.ShouldBeProblem(429, "rate_limited");
            refused["retryAfter"].GetValue<int>().ShouldBe(200);
        }
    }

    [Fact]
    public async Task of_an_operator_opens_the_account_once_within_a_day()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Person.SignUpAsync(server);
        var first = await MakeAsync(server);
        var link = await MakeAsync(server);
        link["userId"]!.GetValue<Guid>().ShouldBe(ada.Id);
        link["url"]!.GetValue<string>().ShouldStartWith(TestServer.Origin + "/recover#token=");
        (await Person.RedeemLinkAsync(new Browser(server), Token(first))).ShouldBeProblem(400, "invalid_link");

        server.Clock.Advance(TimeSpan.FromHours(23));
        var browser = new Browser(server);
        (await Person.RedeemLinkAsync(browser, Token(link))).Status.ShouldBe(HttpStatusCode.OK);
        (await Person.RedeemLinkAsync(new Browser(server), Token(link))).ShouldBeProblem(400, "invalid_link");
        (await browser.GetAsync("/api/session"))["session"]["recovery"]!.GetValue<string>().ShouldBe("operator");
        var late = await MakeAsync(server);
        server.Clock.Advance(TimeSpan.FromHours(25));
        (await Person.RedeemLinkAsync(new Browser(server), Token(late))).ShouldBeProblem(400, "invalid_link");
        (await Person.EventsAsync(server, EventKind.RecoveryLinkMade)).ShouldAllBe(row => row.Actor == EventActor.Operator);
    }

    [Fact]
    public async Task is_not_made_by_an_operator_for_whom_there_is_not()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (app, user, reason) in new[] { ("home", "nobody", "no account"), ("nowhere", "ada", "no app") })
        {
            var run = await CommandRun.Beside(server, "users", "recovery-link", app, user);
            run.ExitCode.ShouldBe(1);
            run.Errors.ShouldContain(reason);
        }
    }

    private static async Task<JsonNode> MakeAsync(TestServer server)
    {
        var run = await CommandRun.Beside(server, "users", "recovery-link", "home", "ada", "--json");
        run.ExitCode.ShouldBe(0, run.Errors);
        return JsonNode.Parse(run.Output)!;
    }

    private static string Token(JsonNode link) => link["url"]!.GetValue<string>().Split("#token=")[1];
}
