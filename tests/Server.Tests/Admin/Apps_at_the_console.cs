using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class Apps_at_the_console
{
    [Fact]
    public async Task are_made_with_keys_that_open_them_at_once_and_are_not_shown_again()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var created = await OperatorsBrowser.CreateAppAsync(root);
        var shop = new Tenant("shop", created["publicKey"].GetValue<string>(), created["secretKey"].GetValue<string>());
        (await shop.Browser(server).BeginRegistrationAsync("ada")).Status.ShouldBe(HttpStatusCode.OK);

        (await root.GetAsync("/admin/api/apps/shop")).Text.ShouldNotContain(shop.SecretKey[^43..]);
        (await root.GetAsync("/admin/api/apps/shop/keys")).Text.ShouldNotContain(shop.SecretKey[^43..]);
        var list = (await root.GetAsync("/admin/api/apps"))["items"].AsArray();
        list.Select(app => app!["id"]!.GetValue<string>()).ShouldBe(["home", "shop"]);
        (await OperatorsBrowser.KindsAsync(server, "shop")).ShouldBe(["AppCreated"]);
    }

    [Theory]
    [InlineData("shop", "localhost", "https://shop.localhost", 409, "app_exists")]
    [InlineData("home", "localhost", "https://shop.localhost", 409, "app_exists")]
    [InlineData("admin", "localhost", "https://shop.localhost", 409, "app_exists")]
    [InlineData("Shop2", "localhost", "https://shop.localhost", 400, "invalid_app")]
    [InlineData("shop2", "https://localhost", "https://shop.localhost", 400, "invalid_app")]
    [InlineData("shop2", "example.com", "example.com", 400, "invalid_app")]
    public async Task are_refused_with_the_mend_when_they_cannot_be(string id, string rpId, string origin, int status, string code)
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        await OperatorsBrowser.CreateAppAsync(root);
        var refused = await root.PostAsync("/admin/api/apps", new JsonObject { ["id"] = id, ["rpId"] = rpId, ["origins"] = new JsonArray(origin) });
        refused.ShouldBeProblem(status, code);
        if (status == 400) refused["detail"].GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task change_their_settings_one_by_one()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        await OperatorsBrowser.CreateAppAsync(root);
        var changed = await root.PatchAsync("/admin/api/apps/shop", new JsonObject
        {
            ["name"] = "Shop 2",
            ["origins"] = new JsonArray(Tenant.Origin, "http://localhost:4200"),
            ["settings"] = new JsonObject { ["passkeysPerUser"] = 3, ["signUp"] = false },
        });
        changed.Status.ShouldBe(HttpStatusCode.OK, changed.Text);
        changed["settings"]["passkeysPerUser"]!.GetValue<int>().ShouldBe(3);
        changed["settings"]["signUp"]!.GetValue<bool>().ShouldBeFalse();

        var back = await root.PatchAsync("/admin/api/apps/shop", new JsonObject { ["settings"] = new JsonObject { ["signUp"] = null } });
        back["settings"]["signUp"]!.GetValue<bool>().ShouldBeTrue();
        back["settings"]["passkeysPerUser"]!.GetValue<int>().ShouldBe(3);
        back["name"].GetValue<string>().ShouldBe("Shop 2");

        var row = await OperatorsBrowser.EventsAsync(server, "shop");
        row.Select(one => one.Detail).ShouldContain("name origins passkeysPerUser signUp");
        row.ShouldAllBe(one => one.Operator == "root");
    }

    [Theory]
    [InlineData("""{"settings":{"noSuchSetting":1}}""")]
    [InlineData("""{"settings":{"passkeysPerUser":0}}""")]
    [InlineData("""{"settings":{"passkeysPerUser":"many"}}""")]
    [InlineData("""{"origins":[]}""")]
    [InlineData("""{"name":""}""")]
    public async Task stay_as_they_are_when_a_change_is_wrong(string change)
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        await OperatorsBrowser.CreateAppAsync(root);
        var before = (await root.GetAsync("/admin/api/apps/shop")).Text;
        (await root.PatchAsync("/admin/api/apps/shop", JsonNode.Parse(change)!)).ShouldBeProblem(400, "invalid_app");
        (await root.GetAsync("/admin/api/apps/shop")).Text.ShouldBe(before);
    }

    [Theory]
    [InlineData("""{"settings":[]}""")]
    [InlineData("""{"settings":{"signUp":true,"signUp":false}}""")]
    [InlineData("""{"settings":{"allowedModels":["\ud800"]}}""")]
    [InlineData("""{"origins":"https://example.com"}""")]
    [InlineData("""{"origins":[1]}""")]
    [InlineData("""{"locked":"yes"}""")]
    public async Task read_no_member_of_another_type(string change)
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        await OperatorsBrowser.CreateAppAsync(root);
        using var content = new StringContent(change, System.Text.Encoding.UTF8, "application/json");
        (await root.SendAsync(HttpMethod.Patch, "/admin/api/apps/shop", content)).ShouldBeProblem(400, "invalid_request");
    }

    [Fact]
    public async Task keep_their_rp_id_once_a_passkey_exists()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var created = await OperatorsBrowser.CreateAppAsync(root);
        created["app"]["rpIdFixed"]!.GetValue<bool>().ShouldBeFalse();
        (await root.PatchAsync("/admin/api/apps/shop", new JsonObject { ["rpId"] = "shop.localhost" })).Status.ShouldBe(HttpStatusCode.OK);
        (await root.PatchAsync("/admin/api/apps/shop", new JsonObject { ["rpId"] = "localhost" })).Status.ShouldBe(HttpStatusCode.OK);
        await PeopleOf.JoinAsync(server, created, "ada");
        (await root.PatchAsync("/admin/api/apps/shop", new JsonObject { ["rpId"] = "shop.localhost" })).ShouldBeProblem(409, "rp_id_fixed");
        (await root.GetAsync("/admin/api/apps/shop"))["rpIdFixed"].GetValue<bool>().ShouldBeTrue();
        (await root.PatchAsync("/admin/api/apps/home", new JsonObject { ["origins"] = new JsonArray("https://example.com") })).ShouldBeProblem(409, "home_follows_public_url");
    }

    [Theory]
    [InlineData("example.com", "https://example.org", "add https://example.org to the related origins")]
    [InlineData("login.example.com", "https://example.com", "Make the RP ID example.com")]
    public async Task are_told_what_browsers_would_refuse(string rpId, string origin, string mend)
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var created = await OperatorsBrowser.CreateAppAsync(root, "other", rpId, origin, "https://" + rpId, "android:apk-key-hash:abc");
        created["app"]["advice"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldContain(mend);
    }

    [Fact]
    public async Task are_locked_and_opened_again()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var created = await OperatorsBrowser.CreateAppAsync(root);
        var shop = new Tenant("shop", created["publicKey"].GetValue<string>(), created["secretKey"].GetValue<string>());
        (await root.PatchAsync("/admin/api/apps/shop", new JsonObject { ["locked"] = true }))["lockedAt"].ShouldNotBeNull();
        (await shop.Browser(server).BeginRegistrationAsync("ada")).ShouldBeProblem(403, "app_locked");
        await root.PatchAsync("/admin/api/apps/shop", new JsonObject { ["locked"] = false });
        (await shop.Browser(server).BeginRegistrationAsync("ada")).Status.ShouldBe(HttpStatusCode.OK);
        (await OperatorsBrowser.KindsAsync(server, "shop")).ShouldBe(["AppCreated", "AppLocked", "AppUnlocked"]);
    }

    [Fact]
    public async Task get_keys_that_are_locked_unlocked_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        await OperatorsBrowser.CreateAppAsync(root);
        var made = await root.PostAsync("/admin/api/apps/shop/keys", new JsonObject { ["kind"] = "public", ["scopes"] = new JsonArray("login") });
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        var (id, text) = (made["key"]["id"]!.GetValue<string>(), made["text"].GetValue<string>());
        var page = new Browser(server) { Origin = Tenant.Origin, Headers = { ["ApiKey"] = text } };
        (await page.BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await page.BeginRegistrationAsync("ada")).ShouldBeProblem(403, "api_key_scope");

        (await root.PatchAsync($"/admin/api/apps/shop/keys/{id}", new JsonObject { ["locked"] = true })).Status.ShouldBe(HttpStatusCode.NoContent);
        (await page.BeginAuthenticationAsync()).ShouldBeProblem(403, "api_key_locked");
        (await root.PatchAsync($"/admin/api/apps/shop/keys/{id}", new JsonObject { ["locked"] = false })).Status.ShouldBe(HttpStatusCode.NoContent);
        (await root.DeleteAsync($"/admin/api/apps/shop/keys/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await page.BeginAuthenticationAsync()).ShouldBeProblem(401, "invalid_api_key");
        (await root.DeleteAsync($"/admin/api/apps/shop/keys/{id}")).ShouldBeProblem(404, "not_found");
        (await OperatorsBrowser.KindsAsync(server, "shop")).ShouldContain("KeyDeleted");
        (await root.PostAsync("/admin/api/apps/shop/keys", new JsonObject { ["kind"] = "secret", ["scopes"] = new JsonArray("login") })).ShouldBeProblem(400, "invalid_request");
        (await root.PostAsync("/admin/api/apps/admin/keys", new JsonObject { ["kind"] = "secret" })).ShouldBeProblem(404, "not_found");
    }
}
