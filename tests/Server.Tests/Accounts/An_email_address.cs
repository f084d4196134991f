using System.Net;
using System.Text.Json.Nodes;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class An_email_address
{
    private const string Email = "ada@example.com";

    [Fact]
    public async Task counts_when_the_mail_sent_there_was_answered_and_not_before()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var ada = await Person.SignUpAsync(server);

        (await AskAsync(ada.Browser))["pendingEmail"].GetValue<string>().ShouldBe(Email);

        var account = await ada.Browser.GetAsync("/api/account");
        account.Json!["email"].ShouldBeNull();
        account["pendingEmail"].GetValue<string>().ShouldBe(Email);
        var arrived = await mail.TakeAsync(Email);
        arrived.Link.GetLeftPart(UriPartial.Path).ShouldBe(TestServer.Origin + "/verify-email");
        var proven = await VerifyAsync(ada.Browser, arrived.Token);
        proven["email"].GetValue<string>().ShouldBe(Email);
        proven["emailVerified"].GetValue<bool>().ShouldBeTrue();
        (await ada.Browser.GetAsync("/api/account")).Json!["pendingEmail"].ShouldBeNull();
        (await VerifyAsync(ada.Browser, arrived.Token)).ShouldBeProblem(400, "invalid_link");
        (await Person.EventsAsync(server, EventKind.AccountChanged)).ShouldContain(row => row.Detail == "email");
    }

    [Fact]
    public async Task is_proven_in_a_session_of_the_account_that_asked_and_in_no_other()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var ada = await Person.SignUpAsync(server);
        var eve = await Person.SignUpAsync(server, "eve");
        await AskAsync(ada.Browser);
        var token = (await mail.TakeAsync(Email)).Token;
        (await VerifyAsync(new Browser(server), token)).ShouldBeProblem(401, "not_signed_in");
        (await VerifyAsync(eve.Browser, token)).ShouldBeProblem(400, "invalid_link");
        (await VerifyAsync(ada.Browser, token)).Status.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Takeover story 25: an attacker makes an account under the victim's address and waits for the victim to answer the mail.</summary>
    [Fact]
    public async Task of_a_victim_that_an_attacker_claimed_stays_the_victims()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var attacker = await Person.SignUpAsync(server, "attacker");
        await AskAsync(attacker.Browser);
        var bait = (await mail.TakeAsync(Email)).Token;
        var victim = await Person.SignUpAsync(server);
        (await VerifyAsync(victim.Browser, bait)).ShouldBeProblem(400, "invalid_link");
        await victim.ProveAsync(mail, Email);
        (await VerifyAsync(attacker.Browser, bait)).ShouldBeProblem(409, "email_taken");

        await Person.AskForLinkAsync(victim.Browser, Email);
        var browser = new Browser(server) { Cookie = victim.Browser.Cookie };
        (await Person.RedeemLinkAsync(browser, (await mail.TakeAsync(Email)).Token))["user"]["id"]!.GetValue<Guid>().ShouldBe(victim.Id);
    }

    [Fact]
    public async Task that_another_account_claims_without_proof_goes_to_whoever_proves_it()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var (eve, _) = await Guest.ArriveAsync(server, "eve", Email);
        await Person.SignUpAsync(server, mail, Email);
        (await eve.GetAsync("/api/account")).Json!["email"].ShouldBeNull();
    }

    /// <summary>Takeover story 26: what an attacker put into the account before its owner came must not open it afterwards.</summary>
    [Fact]
    public async Task that_is_first_proven_outside_the_account_takes_recovery_codes_and_sessions_with_it()
    {
        await using var server = await TestServer.StartAsync();
        var (attacker, user) = await Guest.ArriveAsync(server, "ada", Email);
        var code = (await attacker.PostAsync("/api/recovery/codes", new JsonObject()))["codes"][0]!.GetValue<string>();
        (await server.Database.WriteAsync(writing => Keystile.Server.Accounts.EmailProof.ProveAsync(writing, server.Home, user, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken)).ShouldBeTrue();
        (await Person.RedeemCodeAsync(new Browser(server), code)).ShouldBeProblem(400, "invalid_recovery_code");
        (await attacker.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task is_changed_only_in_a_raised_session()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var ada = await Person.SignUpAsync(server);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        (await AskAsync(ada.Browser)).ShouldBeProblem(403, "step_up_required");
        await ada.Browser.StepUpAsync(ada.Passkey);
        (await AskAsync(ada.Browser)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task that_was_replaced_is_told_and_one_that_was_taken_away_too()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var ada = await Person.SignUpAsync(server, mail, Email);
        await ada.ProveAsync(mail, "new@example.com");
        (await mail.TakeAsync(Email)).Message.Subject!.ShouldContain("was changed");
        (await AskAsync(ada.Browser, "")).Status.ShouldBe(HttpStatusCode.OK);
        (await mail.TakeAsync("new@example.com")).Message.Subject!.ShouldContain("was changed");
        (await ada.Browser.GetAsync("/api/account")).Json!["email"].ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task is_proven_once_by_200_at_the_same_time(bool postgres)
    {
        await using var mail = MailServer.Start();
        await using var cluster = postgres ? await Storage.Tests.PostgresServer.StartAsync() : null;
        await using var server = await TestServer.StartAsync([.. mail.Settings, .. cluster is null ? [] : new[] { "KEYSTILE_DATABASE=" + await cluster.NewDatabaseAsync() }]);
        var ada = await Person.SignUpAsync(server);
        await AskAsync(ada.Browser);
        var token = (await mail.TakeAsync(Email)).Token;
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => VerifyAsync(new Browser(server) { Cookie = ada.Browser.Cookie }, token)));
        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Where(answer => answer.Status != HttpStatusCode.OK).ShouldAllBe(answer => answer.Code == "invalid_link");
    }

    [Fact]
    public async Task is_proven_within_a_quarter_of_an_hour_by_the_newest_mail()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var ada = await Person.SignUpAsync(server);
        await AskAsync(ada.Browser);
        var older = (await mail.TakeAsync(Email)).Token;
        await AskAsync(ada.Browser, "other@example.com");
        (await VerifyAsync(ada.Browser, older)).ShouldBeProblem(400, "invalid_link");
        var newer = (await mail.TakeAsync("other@example.com")).Token;
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        (await VerifyAsync(ada.Browser, newer)).ShouldBeProblem(400, "invalid_link");
        (await ada.Browser.GetAsync("/api/account")).Json!["pendingEmail"].ShouldBeNull();
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("ada@example.com, eve@example.com")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("ada@example.com\r\nBcc: eve@example.com")]
    [InlineData("a,b@example.com")]
    public async Task is_one_plain_address(string address)
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        (await AskAsync((await Person.SignUpAsync(server)).Browser, address)).ShouldBeProblem(400, "invalid_email");
    }

    /// <summary>Whoever reads the former mailbox may have come first.</summary>
    [Fact]
    public async Task that_is_replaced_opens_the_account_no_longer_neither_by_a_link_nor_by_what_one_opened()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var ada = await Person.SignUpAsync(server, mail, Email);
        var eve = new Browser(server);
        await Person.AskForLinkAsync(eve, Email);
        (await Person.RedeemLinkAsync(eve, (await mail.TakeAsync(Email)).Token)).Status.ShouldBe(HttpStatusCode.OK);
        var begun = await eve.BeginConnectAsync();
        begun.Status.ShouldBe(HttpStatusCode.OK, begun.Text);

        await ada.ProveAsync(mail, "new@example.com");

        (await eve.CompleteConnectAsync(begun, Browser.Create(begun))).ShouldBeProblem(401, "not_signed_in");
        (await ada.Browser.GetAsync("/api/passkeys"))["items"].AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task needs_a_mail_server()
    {
        await using var server = await TestServer.StartAsync();
        (await AskAsync((await Person.SignUpAsync(server)).Browser)).ShouldBeProblem(403, "mail_not_set");
    }

    [Fact]
    public async Task is_not_asked_for_where_the_name_beside_it_is_refused()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var ada = await Person.SignUpAsync(server);
        await Person.SignUpAsync(server, "eve");
        (await ada.Browser.PatchAsync("/api/account", new JsonObject { ["username"] = "eve", ["email"] = Email })).ShouldBeProblem(409, "username_taken");
        (await server.CountAsync("mail_outbox")).ShouldBe(0);
        (await server.CountAsync("account_links")).ShouldBe(0);
    }

    private static Task<Answer> AskAsync(Browser browser, string email = Email) => browser.PatchAsync("/api/account", new JsonObject { ["email"] = email });

    private static Task<Answer> VerifyAsync(Browser browser, string token) => browser.PostAsync("/api/account/email/verify", new JsonObject { ["token"] = token });
}
