using System.Net;
using System.Text.Json.Nodes;
using Keystile.Authenticator;
using Keystile.Server.Apps;

namespace Keystile.Server.Tests;

public sealed class Connecting_a_passkey
{
    [Fact]
    public async Task gives_an_account_without_one_its_first_and_it_signs_in_afterwards()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, user) = await Guest.ArriveAsync(server, "ada", "ada@example.com");
        var cookie = browser.Cookie;

        var (passkey, answer) = await browser.ConnectAsync();

        answer["success"].GetValue<bool>().ShouldBeTrue();
        answer["passkey"]["credentialId"]!.GetValue<string>().ShouldBe(Base64Text.Url(passkey.Id));
        answer["passkey"]["current"]!.GetValue<bool>().ShouldBeFalse();
        passkey.UserHandle.ShouldBe(user.Handle.ToArray());
        (await new Browser(server).SignInAsync(passkey, "ada"))["user"]["id"]!.GetValue<Guid>().ShouldBe(user.Id);
        browser.Cookie.ShouldBe(cookie);
    }

    [Fact]
    public async Task begins_no_session_and_leaves_the_one_at_hand_as_it_is()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var before = await browser.GetAsync("/api/session");

        var (_, answer) = await browser.ConnectAsync();

        answer.Header("Set-Cookie").ShouldBeNull();
        answer.Json!.AsObject().Select(member => member.Key).ShouldBe(["passkey", "success"], ignoreOrder: true);
        (await server.CountAsync("sessions")).ShouldBe(1);
        (await browser.GetAsync("/api/session")).Text.ShouldBe(before.Text);
    }

    [Fact]
    public async Task on_this_device_says_so_to_the_browser()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var begun = await browser.PostAsync("/api/webauthn/connect/options", new JsonObject { ["attachment"] = "platform" });
        begun["publicKey"]["authenticatorSelection"]!["authenticatorAttachment"]!.GetValue<string>().ShouldBe("platform");
        begun["publicKey"]["hints"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("client-device");
        (await browser.PostAsync("/api/webauthn/connect/options", new JsonObject { ["attachment"] = "pocket" })).ShouldBeProblem(400, "invalid_request");
        (await browser.BeginConnectAsync())["publicKey"]["authenticatorSelection"]!["authenticatorAttachment"].ShouldBeNull();
    }

    [Fact]
    public async Task without_a_gesture_is_taken_where_it_was_begun_so_and_only_there()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var asked = await browser.BeginConnectAsync();
        (await browser.CompleteConnectAsync(asked, Browser.Create(asked, made => made.Flags = Unseen(made.Flags)))).ShouldBeProblem(400, "user_not_present");

        var silent = await browser.PostAsync("/api/webauthn/connect/options", new JsonObject { ["mediation"] = "conditional" });
        (await browser.CompleteConnectAsync(silent, Browser.Create(silent, made => made.Flags = Unseen(made.Flags)))).Status.ShouldBe(HttpStatusCode.OK);

        static byte Unseen(byte flags) => (byte)(flags & ~0x05);
    }

    [Fact]
    public async Task works_by_bearer_token_too_and_names_the_passkeys_that_are_there()
    {
        await using var server = await TestServer.StartAsync();
        var (first, registered) = await new Browser(server).RegisterAsync("ada");
        var browser = new Browser(server) { Bearer = registered["session"]["accessToken"]!.GetValue<string>() };

        var begun = await browser.BeginConnectAsync();

        var excluded = begun["publicKey"]["excludeCredentials"]!.AsArray().ShouldHaveSingleItem()!;
        excluded["id"]!.GetValue<string>().ShouldBe(Base64Text.Url(first.Id));
        excluded["transports"]!.AsArray().Select(transport => transport!.GetValue<string>()).ShouldBe(["internal", "hybrid"]);
        begun["publicKey"]["user"]!["id"]!.GetValue<string>().ShouldBe(Base64Text.Url(first.UserHandle));
        begun["publicKey"]["user"]!["name"]!.GetValue<string>().ShouldBe("ada");
        (await browser.CompleteConnectAsync(begun, Browser.Create(begun))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task waits_two_minutes_for_its_answer()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var (inTime, late) = (await browser.BeginConnectAsync(), await browser.BeginConnectAsync());
        inTime["publicKey"]["timeout"]!.GetValue<int>().ShouldBe(120_000);
        var expiry = late["expiresAt"].GetValue<DateTimeOffset>();
        (expiry - server.Clock.GetUtcNow()).TotalSeconds.ShouldBeInRange(119, 120);

        server.Clock.Advance(expiry.AddSeconds(-1) - server.Clock.GetUtcNow());
        (await browser.CompleteConnectAsync(inTime, Browser.Create(inTime))).Status.ShouldBe(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        (await browser.CompleteConnectAsync(late, Browser.Create(late))).ShouldBeProblem(400, "challenge_expired");
    }

    [Theory]
    [InlineData("email", "ada@example.com")]
    [InlineData("email", "ADA@example.com")]
    [InlineData("email", "ada")]
    [InlineData("username", "Ada")]
    public async Task takes_the_name_of_the_account_itself(string member, string name)
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada", "ada@example.com");
        (await browser.PostAsync("/api/webauthn/connect/options", new JsonObject { [member] = name })).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task takes_the_name_that_the_person_gives_the_passkey()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var begun = await browser.BeginConnectAsync();
        var body = Browser.Body(begun, Browser.Create(begun).Json);
        body["name"] = "Blue key";
        (await browser.PostAsync("/api/webauthn/connect/verify", body))["passkey"]["name"]!.GetValue<string>().ShouldBe("Blue key");
    }

    [Fact]
    public async Task answers_a_retry_with_the_passkey_that_the_lost_answer_was_about()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var begun = await browser.BeginConnectAsync();
        var made = Browser.Create(begun);
        var first = await browser.CompleteConnectAsync(begun, made);

        var again = await browser.CompleteConnectAsync(begun, made);

        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        again["passkey"]["id"]!.GetValue<Guid>().ShouldBe(first["passkey"]["id"]!.GetValue<Guid>());
        (await server.CountAsync("webauthn_credentials")).ShouldBe(1);
    }

    [Fact]
    public async Task lets_one_of_a_hundred_parallel_answers_win()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var begun = await browser.BeginConnectAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => browser.CompleteConnectAsync(begun, Browser.Create(begun))));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        (await server.CountAsync("webauthn_credentials")).ShouldBe(1);
    }

    [Fact]
    public async Task stops_at_the_most_an_account_may_have()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        var (passkey, _) = await browser.ConnectAsync();
        await browser.SignInAsync(passkey);
        for (var count = 1; count < AppSettings.Default.PasskeysPerUser - 1; count++) await browser.ConnectAsync();
        var beforehand = await browser.BeginConnectAsync();
        await browser.ConnectAsync();

        (await browser.BeginConnectAsync()).ShouldBeProblem(409, "passkey_limit");
        (await browser.CompleteConnectAsync(beforehand, Browser.Create(beforehand))).ShouldBeProblem(409, "passkey_limit");

        (await server.CountAsync("webauthn_credentials")).ShouldBe(AppSettings.Default.PasskeysPerUser);
    }

    [Fact]
    public async Task is_limited_as_a_registration_is()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_RATE_LIMITS=on");
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        for (var i = 0; i < 10; i++) (await browser.BeginConnectAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.BeginConnectAsync()).ShouldBeProblem(429, "rate_limited");
        for (var i = 0; i < 20; i++) (await browser.PostAsync("/api/webauthn/connect/verify", new JsonObject())).ShouldBeProblem(400, "invalid_request");
        (await browser.PostAsync("/api/webauthn/connect/verify", new JsonObject())).ShouldBeProblem(429, "rate_limited");
    }
}
