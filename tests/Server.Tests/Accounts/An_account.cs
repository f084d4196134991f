using System.Net;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

public sealed class An_account
{
    [Fact]
    public async Task is_shown_to_its_owner()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, user) = await Guest.ArriveAsync(server, "ada", "ada@example.com");
        var account = await browser.GetAsync("/api/account");
        account["id"].GetValue<Guid>().ShouldBe(user.Id);
        account["username"].GetValue<string>().ShouldBe("ada");
        account["email"].GetValue<string>().ShouldBe("ada@example.com");
        account["emailVerified"].GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task changes_its_names_and_keeps_its_user_handle()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");

        var answer = await browser.PatchAsync("/api/account", new JsonObject { ["username"] = "countess", ["displayName"] = "Ada Lovelace" });

        answer["user"]["username"]!.GetValue<string>().ShouldBe("countess");
        var signal = answer["signals"].AsArray().ShouldHaveSingleItem()!;
        signal["type"]!.GetValue<string>().ShouldBe("currentUserDetails");
        signal["userId"]!.GetValue<string>().ShouldBe(Base64Text.Url(passkey.UserHandle));
        (signal["name"]!.GetValue<string>(), signal["displayName"]!.GetValue<string>()).ShouldBe(("countess", "Ada Lovelace"));
        (await new Browser(server).SignInAsync(passkey, "countess"))["user"]["displayName"]!.GetValue<string>().ShouldBe("Ada Lovelace");
    }

    [Fact]
    public async Task keeps_the_name_that_is_not_named()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        (await browser.PatchAsync("/api/account", new JsonObject { ["displayName"] = "Ada L." }))["user"]["username"]!.GetValue<string>().ShouldBe("ada");
        (await browser.PatchAsync("/api/account", new JsonObject { ["username"] = "ADA" }))["user"]["displayName"]!.GetValue<string>().ShouldBe("Ada L.");
    }

    [Fact]
    public async Task takes_no_name_that_another_has_or_nobody_can_see()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        await new Browser(server).RegisterAsync("eve");
        (await browser.PatchAsync("/api/account", new JsonObject { ["username"] = "EVE" })).ShouldBeProblem(409, "username_taken");
        (await browser.PatchAsync("/api/account", new JsonObject { ["username"] = "" })).ShouldBeProblem(400, "invalid_username");
        (await browser.PatchAsync("/api/account", new JsonObject { ["displayName"] = "\u200b" })).ShouldBeProblem(400, "invalid_name");
    }

    [Fact]
    public async Task is_renamed_and_deleted_only_in_a_raised_session()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        server.Clock.Advance(TimeSpan.FromMinutes(5));

        (await browser.PatchAsync("/api/account", new JsonObject { ["username"] = "thief" })).ShouldBeProblem(403, "step_up_required");
        (await browser.DeleteAsync("/api/account")).ShouldBeProblem(403, "step_up_required");
        (await browser.PatchAsync("/api/account", new JsonObject { ["displayName"] = "Ada L." })).Status.ShouldBe(HttpStatusCode.OK);

        (await browser.GetAsync("/api/account"))["username"].GetValue<string>().ShouldBe("ada");
    }

    [Fact]
    public async Task is_deleted_with_all_it_has_and_nobody_elses()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, eve) = (new Browser(server), new Browser(server));
        await browser.RegisterAsync("ada");
        await browser.ConnectAsync();
        await eve.RegisterAsync("eve");

        var answer = await browser.DeleteAsync("/api/account");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer["signals"][0]!["type"]!.GetValue<string>().ShouldBe("allAcceptedCredentials");
        answer["signals"][0]!["allAcceptedCredentialIds"]!.AsArray().ShouldBeEmpty();
        answer.Header("Set-Cookie")!.ShouldStartWith("keystile=;");
        foreach (var table in new[] { "users", "webauthn_credentials", "sessions" }) (await server.CountAsync(table)).ShouldBe(1);
        (await eve.GetAsync("/api/account")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task without_a_passkey_can_be_deleted_by_whoever_is_signed_in()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, _) = await Guest.ArriveAsync(server, "ada");
        (await browser.DeleteAsync("/api/account")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.CountAsync("users")).ShouldBe(0);
    }
}
