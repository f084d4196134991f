using System.Net;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

public sealed class A_passkey_in_the_list
{
    [Fact]
    public async Task says_who_holds_it_whether_it_is_synced_and_which_one_signed_in()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var begun = await browser.BeginConnectAsync();
        (await browser.CompleteConnectAsync(begun, Browser.Create(begun, scenario =>
        {
            scenario.Aaguid = Convert.FromHexString("08987058cadc4b81b6e130de50dcbe96");
            scenario.Flags |= CeremonyScenario.BE | CeremonyScenario.BS;
        }))).Status.ShouldBe(HttpStatusCode.OK);

        var list = await browser.GetAsync("/api/passkeys");

        list.Json!.AsObject().ContainsKey("next").ShouldBeTrue();
        list.Json["next"].ShouldBeNull();
        var items = list["items"].AsArray();
        items.Count.ShouldBe(2);
        var (first, second) = (items[0]!, items[1]!);
        first["current"]!.GetValue<bool>().ShouldBeTrue();
        first["provider"].ShouldBeNull();
        first["synced"]!.GetValue<bool>().ShouldBeFalse();
        second["current"]!.GetValue<bool>().ShouldBeFalse();
        second["provider"]!["name"]!.GetValue<string>().ShouldBe("Windows Hello");
        second["provider"]!["icon"]!.GetValue<string>().ShouldStartWith("data:image/svg+xml,");
        second["synced"]!.GetValue<bool>().ShouldBeTrue();
        second["backupEligible"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task is_one_the_password_manager_hears_is_good_and_so_are_the_names()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, registered) = await browser.RegisterAsync("ada");

        var signals = (await browser.GetAsync("/api/passkeys"))["signals"].AsArray();

        signals.Select(signal => signal!["type"]!.GetValue<string>()).ShouldBe(["allAcceptedCredentials", "currentUserDetails"]);
        signals[0]!["allAcceptedCredentialIds"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe(Base64Text.Url(passkey.Id));
        signals[1]!["name"]!.GetValue<string>().ShouldBe(registered["user"]["username"]!.GetValue<string>());
    }

    [Fact]
    public async Task shows_when_and_where_it_was_used_last()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server) { Headers = { ["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0" } };
        var (passkey, _) = await browser.RegisterAsync("ada");
        server.Clock.Advance(TimeSpan.FromHours(1));
        await browser.SignInAsync(passkey);

        var item = (await browser.GetAsync("/api/passkeys"))["items"][0]!;

        item["lastUsedFrom"]!.GetValue<string>().ShouldBe("Firefox on Windows");
        item["lastUsedAt"]!.GetValue<DateTimeOffset>().ShouldBe(server.Clock.GetUtcNow(), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task takes_a_new_name()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var id = Id((await browser.RegisterAsync("ada")).Answer);

        (await browser.PatchAsync($"/api/passkeys/{id}", new JsonObject { ["name"] = " Blue key " }))["name"].GetValue<string>().ShouldBe("Blue key");

        (await browser.GetAsync("/api/passkeys"))["items"][0]!["name"]!.GetValue<string>().ShouldBe("Blue key");
        (await browser.PatchAsync($"/api/passkeys/{id}", new JsonObject { ["name"] = new string('x', 64) })).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var name in new[] { "", "  ", new string('x', 65), "a\nb" }) (await browser.PatchAsync($"/api/passkeys/{id}", new JsonObject { ["name"] = name })).ShouldBeProblem(400, "invalid_name");
    }

    [Fact]
    public async Task is_deleted_with_the_sessions_it_made_and_the_password_manager_is_told_what_is_left()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, elsewhere) = (new Browser(server), new Browser(server));
        var (first, registered) = await browser.RegisterAsync("ada");
        var (second, _) = await browser.ConnectAsync();
        await elsewhere.SignInAsync(second);

        var answer = await elsewhere.DeleteAsync($"/api/passkeys/{Id(registered)}");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var signal = answer["signals"].AsArray().ShouldHaveSingleItem()!;
        signal["type"]!.GetValue<string>().ShouldBe("allAcceptedCredentials");
        signal["allAcceptedCredentialIds"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe(Base64Text.Url(second.Id));
        (await browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await elsewhere.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        var begun = await browser.BeginAuthenticationAsync();
        (await browser.CompleteAuthenticationAsync(begun, Browser.Sign(begun, first))).ShouldBeProblem(400, "unknown_credential");
    }

    [Fact]
    public async Task is_not_deleted_where_it_is_the_last_unless_that_is_meant()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var id = Id((await browser.RegisterAsync("ada")).Answer);

        (await browser.DeleteAsync($"/api/passkeys/{id}")).ShouldBeProblem(409, "last_credential");
        (await browser.DeleteAsync($"/api/passkeys/{id}?force=false")).ShouldBeProblem(409, "last_credential");
        (await server.CountAsync("webauthn_credentials")).ShouldBe(1);

        var answer = await browser.DeleteAsync($"/api/passkeys/{id}?force=true");

        answer["signals"][0]!["allAcceptedCredentialIds"]!.AsArray().ShouldBeEmpty();
        answer.Header("Set-Cookie")!.ShouldStartWith("keystile=;");
        (await server.CountAsync("webauthn_credentials")).ShouldBe(0);
    }

    [Fact]
    public async Task is_the_last_where_an_operator_disabled_the_others_which_may_go()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var good = Id((await browser.RegisterAsync("ada")).Answer);
        var disabled = Id((await browser.ConnectAsync()).Answer);
        await server.ExecuteAsync($"UPDATE webauthn_credentials SET disabled_at = 1 WHERE id = x'{Guid.Parse(disabled):N}'");

        (await browser.GetAsync("/api/passkeys"))["items"].AsArray().Select(item => (item!["id"]!.GetValue<string>(), item["disabled"]!.GetValue<bool>()))
            .ShouldBe([(good, false), (disabled, true)], ignoreOrder: true);
        (await browser.DeleteAsync($"/api/passkeys/{good}")).ShouldBeProblem(409, "last_credential");
        (await browser.DeleteAsync($"/api/passkeys/{disabled}")).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task is_deleted_only_in_a_raised_session()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var (_, connected) = await browser.ConnectAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        (await browser.DeleteAsync($"/api/passkeys/{Id(connected)}")).ShouldBeProblem(403, "step_up_required");
        (await server.CountAsync("webauthn_credentials")).ShouldBe(2);

        await browser.StepUpAsync(passkey);

        (await browser.DeleteAsync($"/api/passkeys/{Id(connected)}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task of_another_account_is_not_there_and_stays_as_it_is()
    {
        await using var server = await TestServer.StartAsync();
        var (ada, eve) = (new Browser(server), new Browser(server));
        var id = Id((await ada.RegisterAsync("ada")).Answer);
        await ada.ConnectAsync();
        await eve.RegisterAsync("eve");
        var before = (await ada.GetAsync("/api/passkeys")).Text;

        (await eve.PatchAsync($"/api/passkeys/{id}", new JsonObject { ["name"] = "mine" })).ShouldBeProblem(404, "not_found");
        (await eve.DeleteAsync($"/api/passkeys/{id}?force=true")).ShouldBeProblem(404, "not_found");
        (await eve.GetAsync("/api/passkeys"))["items"].AsArray().Count.ShouldBe(1);

        (await ada.GetAsync("/api/passkeys")).Text.ShouldBe(before);
    }

    private static string Id(Answer answer) => answer["passkey"]["id"]!.GetValue<string>();
}
