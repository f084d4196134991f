using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class Keystile_apps_and_keys
{
    [Fact]
    public async Task make_an_app_that_the_running_server_answers_for_at_once()
    {
        await using var server = await TestServer.StartAsync();
        var created = await CommandRun.Beside(server, "apps", "create", "shop", "--rp-id", "localhost", "--origin", Tenant.Origin, "--origin", "http://localhost:4200", "--name", "Sh\u00F6p", "--json");
        created.ExitCode.ShouldBe(0, created.Errors);
        var json = JsonNode.Parse(created.Output)!.AsObject();
        json.Select(member => member.Key).ShouldBe(["id", "publicKey", "secretKey"]);
        json["publicKey"]!.GetValue<string>().ShouldMatch("^shop:public:[A-Za-z0-9_-]{43}$");
        json["secretKey"]!.GetValue<string>().ShouldMatch("^shop:secret:[A-Za-z0-9_-]{43}$");
        var shop = new Tenant("shop", json["publicKey"]!.GetValue<string>(), json["secretKey"]!.GetValue<string>());

        (await shop.Browser(server).BeginRegistrationAsync("ada"))["publicKey"]["rp"]!["name"]!.GetValue<string>().ShouldBe("Sh\u00F6p");
        (await CommandRun.Beside(server, "apps", "create", "shop", "--rp-id", "localhost", "--origin", Tenant.Origin)).ExitCode.ShouldBe(1);
        var shown = JsonNode.Parse((await CommandRun.Beside(server, "apps", "show", "shop", "--json")).Output)!;
        shown["origins"]!.AsArray().Select(origin => origin!.GetValue<string>()).ShouldBe([Tenant.Origin, "http://localhost:4200"]);

        JsonNode.Parse((await CommandRun.Beside(server, "apps", "set", "shop", "--locked", "true", "--json")).Output)!["lockedAt"].ShouldNotBeNull();
        (await shop.Browser(server).BeginRegistrationAsync("ada")).ShouldBeProblem(403, "app_locked");
        JsonNode.Parse((await CommandRun.Beside(server, "apps", "list", "--json")).Output)!.AsArray().Select(app => app!["id"]!.GetValue<string>()).ShouldBe(["home", "shop"]);
    }

    [Fact]
    public async Task lock_unlock_and_delete_keys_beside_the_running_server()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var id = Tenant.KeyId(shop.PublicKey);
        (await CommandRun.Beside(server, "keys", "lock", "shop", id)).ExitCode.ShouldBe(0);
        (await shop.Browser(server).BeginAuthenticationAsync()).ShouldBeProblem(403, "api_key_locked");
        (await CommandRun.Beside(server, "keys", "unlock", "shop", id)).ExitCode.ShouldBe(0);
        (await shop.Browser(server).BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);

        var listed = await CommandRun.Beside(server, "keys", "list", "shop", "--json");
        JsonNode.Parse(listed.Output)!.AsArray().Count.ShouldBe(2);
        listed.Output.ShouldNotContain(shop.SecretKey[^43..]);
        var made = JsonNode.Parse((await CommandRun.Beside(server, "keys", "create", "shop", "--kind", "public", "--scope", "login", "--json")).Output)!;
        (await CommandRun.Beside(server, "keys", "delete", "shop", id, "--json")).Output.ShouldBe($$"""{"id":"{{id}}","done":"deleted"}""" + "\n");
        (await shop.Browser(server).BeginAuthenticationAsync()).ShouldBeProblem(401, "invalid_api_key");
        var next = shop with { PublicKey = made["key"]!.GetValue<string>() };
        (await next.Browser(server).BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await next.Browser(server).BeginRegistrationAsync("ada")).ShouldBeProblem(403, "api_key_scope");
        (await CommandRun.Beside(server, "keys", "delete", "shop", id)).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task refuse_another_rp_id_once_a_passkey_exists()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var browser = shop.Browser(server);
        var begun = await browser.BeginRegistrationAsync("ada");
        (await browser.CompleteRegistrationAsync(begun, Browser.Create(begun, scenario => scenario.Origin = Tenant.Origin))).Status.ShouldBe(HttpStatusCode.Created);

        var refused = await CommandRun.Beside(server, "apps", "set", "shop", "--rp-id", "example.com");
        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldContain("its RP ID stays");
        (await CommandRun.Beside(server, "apps", "set", "home", "--origin", "https://other.localhost")).ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData("Shop", "localhost", "http://localhost:4200")]
    [InlineData("ab", "localhost", "http://localhost:4200")]
    [InlineData("shop", "http://localhost", "http://localhost:4200")]
    [InlineData("shop", "localhost", "http://localhost:4200/")]
    [InlineData("shop", "localhost", "localhost:4200")]
    [InlineData("shop", "example.com", "http://example.com")]
    [InlineData("shop", "example.com", "https://EXAMPLE.com")]
    [InlineData("shop", "example.com", "android:apk-key-hash:")]
    public async Task call_a_setting_wrong_that_no_app_can_have(string id, string rpId, string origin)
    {
        var run = await CommandRun.Of("apps", "create", id, "--rp-id", rpId, "--origin", origin);
        run.ExitCode.ShouldBe(2, run.Output);
        run.Errors.ShouldNotBeEmpty();
        run.Output.ShouldBeEmpty();
    }
}
