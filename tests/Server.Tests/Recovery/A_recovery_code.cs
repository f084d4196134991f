using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Keystile.Server.Recovery;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class A_recovery_code
{
    [Fact]
    public async Task is_one_of_ten_that_are_shown_once_and_kept_as_hashes()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Person.SignUpAsync(server);
        (await ada.Browser.GetAsync("/api/recovery/codes"))["left"].GetValue<int>().ShouldBe(0);

        var codes = await ada.MakeCodesAsync();

        codes.Distinct().Count().ShouldBe(10);
        codes.ShouldAllBe(code => System.Text.RegularExpressions.Regex.IsMatch(code, "^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$"));
        var left = await ada.Browser.GetAsync("/api/recovery/codes");
        left["left"].GetValue<int>().ShouldBe(10);
        left.Text.ShouldNotContain(codes[0]);
        (await server.CountAsync("recovery_codes")).ShouldBe(10);
        foreach (var file in new[] { server.DatabaseFile, server.DatabaseFile + "-wal" })
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            foreach (var code in codes) Encoding.Latin1.GetString(bytes.ToArray()).ShouldNotContain(code.Replace("-", "", StringComparison.Ordinal));
        }
        (await Person.EventsAsync(server, EventKind.RecoveryCodesMade)).ShouldHaveSingleItem().UserId.ShouldBe(ada.Id);
    }

    [Fact]
    public async Task opens_the_account_to_a_new_passkey_that_signs_in_and_leaves_the_other_sessions()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Person.SignUpAsync(server);
        var codes = await ada.MakeCodesAsync();
        var browser = new Browser(server);

        var opened = await Person.RedeemCodeAsync(browser, codes[3]);

        opened.Status.ShouldBe(HttpStatusCode.OK, opened.Text);
        opened["user"]["username"]!.GetValue<string>().ShouldBe("ada");
        opened["session"]["tokenType"]!.GetValue<string>().ShouldBe("Bearer");
        opened["session"]["expiresIn"]!.GetValue<int>().ShouldBe(900);
        opened["session"].AsObject().ContainsKey("refreshToken").ShouldBeFalse();
        var (passkey, _) = await browser.ConnectAsync();
        (await browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await ada.Browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        (await new Browser(server).SignInAsync(passkey, "ada"))["user"]["id"]!.GetValue<Guid>().ShouldBe(ada.Id);
        (await ada.Browser.GetAsync("/api/recovery/codes"))["left"].GetValue<int>().ShouldBe(9);
        (await Person.EventsAsync(server, EventKind.RecoveryUsed)).ShouldHaveSingleItem().Detail.ShouldBe("code");
    }

    [Fact]
    public async Task ends_all_other_sessions_with_the_new_passkey_where_the_person_says_so()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Person.SignUpAsync(server);
        var eve = await Person.SignUpAsync(server, "eve");
        var browser = await ada.RecoverAsync(server);
        var begun = await browser.BeginConnectAsync();
        var body = Browser.Body(begun, Browser.Create(begun).Json);
        body["endOthers"] = true;
        (await browser.PostAsync("/api/webauthn/connect/verify", body)).Status.ShouldBe(HttpStatusCode.OK);
        (await ada.Browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await eve.Browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task works_once_however_it_is_spelled()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Person.SignUpAsync(server);
        var code = (await ada.MakeCodesAsync())[0];
        var spelled = code.ToLowerInvariant().Replace('0', 'o').Replace('1', 'l').Replace("-", " ", StringComparison.Ordinal);
        (await Person.RedeemCodeAsync(new Browser(server), spelled, " ADA ")).Status.ShouldBe(HttpStatusCode.OK);
        (await Person.RedeemCodeAsync(new Browser(server), code)).ShouldBeProblem(400, "invalid_recovery_code");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task opens_one_session_for_200_who_use_it_at_once(bool postgres)
    {
        await using var cluster = postgres ? await Storage.Tests.PostgresServer.StartAsync() : null;
        await using var server = await TestServer.StartAsync(cluster is null ? [] : ["KEYSTILE_DATABASE=" + await cluster.NewDatabaseAsync()]);
        var ada = await Person.SignUpAsync(server);
        var code = (await ada.MakeCodesAsync())[0];

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Person.RedeemCodeAsync(new Browser(server), code)));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Where(answer => answer.Status != HttpStatusCode.OK).ShouldAllBe(answer => answer.Code == "invalid_recovery_code");
        (await ada.Browser.GetAsync("/api/recovery/codes"))["left"].GetValue<int>().ShouldBe(9);
        (await ada.Browser.GetAsync("/api/sessions"))["items"].AsArray().Count(item => item!["recovery"]?.GetValue<string>() == "code").ShouldBe(1);
    }

    [Fact]
    public async Task is_void_when_a_new_set_is_made()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Person.SignUpAsync(server);
        var (former, codes) = (await ada.MakeCodesAsync(), await ada.MakeCodesAsync());
        (await Person.RedeemCodeAsync(new Browser(server), former[0])).ShouldBeProblem(400, "invalid_recovery_code");
        (await Person.RedeemCodeAsync(new Browser(server), codes[0])).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task is_made_only_in_a_raised_session()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Person.SignUpAsync(server);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        (await ada.Browser.PostAsync("/api/recovery/codes", new JsonObject())).ShouldBeProblem(403, "step_up_required");
        (await server.CountAsync("recovery_codes")).ShouldBe(0);
        await ada.Browser.StepUpAsync(ada.Passkey);
        await ada.MakeCodesAsync();
    }

    [Fact]
    public async Task is_good_for_its_own_account_and_app_alone()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var ada = await Person.SignUpAsync(server);
        await Person.SignUpAsync(server, "eve");
        var code = (await ada.MakeCodesAsync())[0];
        (await Person.RedeemCodeAsync(new Browser(server), code, "eve")).ShouldBeProblem(400, "invalid_recovery_code");
        (await Person.RedeemCodeAsync(shop.Browser(server), code)).ShouldBeProblem(400, "invalid_recovery_code");
        (await Person.RedeemCodeAsync(new Browser(server), code)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task of_a_locked_account_opens_nothing_and_is_not_used_up()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Person.SignUpAsync(server);
        var code = (await ada.MakeCodesAsync())[0];
        await server.Database.WriteAsync(writing => UserStore.LockAsync(writing, "home", ada.Id, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        (await Person.RedeemCodeAsync(new Browser(server), code)).ShouldBeProblem(403, "account_locked");
        await server.Database.WriteAsync(writing => UserStore.LockAsync(writing, "home", ada.Id, null), TestContext.Current.CancellationToken);
        (await Person.RedeemCodeAsync(new Browser(server), code)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task may_be_guessed_at_five_times_a_minute_for_a_name_that_is_there_and_for_one_that_is_not()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_RATE_LIMITS=on");
        await Person.SignUpAsync(server);
        foreach (var name in new[] { "ada", "nobody" })
        {
            for (var i = 0; i < 5; i++) (await Person.RedeemCodeAsync(new Browser(server), RecoveryCodes.New(), name)).ShouldBeProblem(400, "invalid_recovery_code");
            (await Person.RedeemCodeAsync(new Browser(server), RecoveryCodes.New(), name)).ShouldBeProblem(429, "rate_limited");
            server.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("7KQF-3M2P-X9TB")]
    [InlineData("7KQF-3M2P-X9TB-4WNC-0000")]
    [InlineData("7KQF-3M2P-X9TB-4WNU")]
    [InlineData("７KQF-3M2P-X9TB-4WNC")]
    [InlineData(null)]
    public async Task is_refused_alike_where_it_can_be_none(string? code)
    {
        await using var server = await TestServer.StartAsync();
        await Person.SignUpAsync(server);
        (await new Browser(server).PostAsync("/api/recovery/redeem", new JsonObject { ["username"] = "ada", ["code"] = code })).ShouldBeProblem(400, "invalid_recovery_code");
    }
}
