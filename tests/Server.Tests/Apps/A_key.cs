using System.Net;
using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class A_key
{
    [Fact]
    public async Task names_the_app_whose_people_the_account_api_signs_up_and_in()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var browser = shop.Browser(server);

        var begun = await browser.BeginRegistrationAsync("ada");
        begun["publicKey"]["rp"]!["name"]!.GetValue<string>().ShouldBe("shop");
        var made = Browser.Create(begun, scenario => scenario.Origin = Tenant.Origin);
        (await browser.CompleteRegistrationAsync(begun, made)).Status.ShouldBe(HttpStatusCode.Created);

        (await new Browser(server).RegisterAsync("ada")).Answer.Status.ShouldBe(HttpStatusCode.Created);
        (await server.CountAsync("users WHERE app_id = 'shop'")).ShouldBe(1);
        (await server.CountAsync("users WHERE app_id = 'home'")).ShouldBe(1);
    }

    [Fact]
    public async Task of_one_app_opens_nothing_that_another_of_the_same_rp_id_made()
    {
        await using var server = await TestServer.StartAsync();
        var (shop, mall) = (await Tenant.AddAsync(server), await Tenant.AddAsync(server, "mall"));
        var browser = shop.Browser(server);
        var begun = await browser.BeginRegistrationAsync("ada");
        var made = Browser.Create(begun, scenario => scenario.Origin = Tenant.Origin);

        (await mall.Browser(server).CompleteRegistrationAsync(begun, made)).ShouldBeProblem(400, "invalid_challenge_token");
        (await browser.CompleteRegistrationAsync(begun, made)).Status.ShouldBe(HttpStatusCode.Created);

        var elsewhere = await mall.Browser(server).BeginAuthenticationAsync();
        var signed = Browser.Sign(elsewhere, made.Credential, scenario => scenario.Origin = Tenant.Origin);
        (await mall.Browser(server).CompleteAuthenticationAsync(elsewhere, signed)).ShouldBeProblem(400, "unknown_credential");
    }

    [Fact]
    public async Task that_is_none_or_another_or_of_the_wrong_kind_is_refused_in_one_sentence()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await Tenant.AddAsync(server, "mall");
        string[] wrong =
        [
            "", ":", "::", "shop", "shop:public:", "shop:public:abcd", "nobody:public:" + new string('a', 43), shop.PublicKey + "a", shop.PublicKey[..^1],
            shop.PublicKey.Replace("shop", "mall", StringComparison.Ordinal), shop.PublicKey.Replace("public", "Public", StringComparison.Ordinal),
            shop.PublicKey.ToUpperInvariant(), shop.PublicKey + ":", new string('a', 10_000), "home:public:" + shop.PublicKey[^43..], shop.PublicKey.Replace(":public:", ":secret:", StringComparison.Ordinal),
        ];
        var titles = new HashSet<string>();
        foreach (var key in wrong)
        {
            var answer = await new Browser(server) { Origin = null, Headers = { ["ApiKey"] = key } }.BeginRegistrationAsync("ada");
            answer.ShouldBeProblem(401, "invalid_api_key");
            answer["errorCode"].GetValue<string>().ShouldBe("invalid_api_key");
            titles.Add(answer["title"].GetValue<string>());
        }
        (await new Browser(server) { Origin = null, Headers = { ["ApiKey"] = shop.SecretKey } }.BeginRegistrationAsync("ada")).ShouldBeProblem(401, "invalid_api_key");
        (await new Browser(server) { Origin = null, Headers = { ["ApiSecret"] = shop.PublicKey } }.BeginRegistrationAsync("ada")).ShouldBeProblem(401, "invalid_api_key");
        titles.Count.ShouldBe(1);
    }

    [Fact]
    public async Task that_is_locked_opens_nothing_from_the_next_request_on_until_it_is_unlocked()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var browser = shop.Browser(server);
        (await browser.BeginRegistrationAsync("ada")).Status.ShouldBe(HttpStatusCode.OK);

        await LockAsync(server, shop, server.Clock.GetUtcNow());
        (await browser.BeginRegistrationAsync("ada")).ShouldBeProblem(403, "api_key_locked");
        await LockAsync(server, shop, null);
        (await browser.BeginRegistrationAsync("ada")).Status.ShouldBe(HttpStatusCode.OK);
        await server.Database.WriteAsync(writing => AppStore.LockAsync(writing, shop.Id, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        (await browser.BeginRegistrationAsync("ada")).ShouldBeProblem(403, "app_locked");
    }

    [Fact]
    public async Task opens_only_what_its_scopes_name()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var login = shop with { PublicKey = await Tenant.AddKeyAsync(server, "shop", ApiKeyKind.Public, Scopes.Login) };

        (await login.Browser(server).BeginRegistrationAsync("ada")).ShouldBeProblem(403, "api_key_scope");
        (await login.Browser(server).BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await login.Browser(server).BeginConnectAsync()).ShouldBeProblem(403, "api_key_scope");
        (await login.Browser(server).BeginStepUpAsync()).ShouldBeProblem(401, "not_signed_in");
        var register = shop with { PublicKey = await Tenant.AddKeyAsync(server, "shop", ApiKeyKind.Public, Scopes.Register) };
        (await register.Browser(server).BeginConnectAsync()).ShouldBeProblem(401, "not_signed_in");
        (await register.Browser(server).BeginStepUpAsync()).ShouldBeProblem(403, "api_key_scope");
    }

    [Fact]
    public async Task of_an_app_opens_nothing_to_a_session_of_another()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var (_, registered) = await new Browser(server).RegisterAsync("ada");
        var stranger = shop.Browser(server);
        stranger.Bearer = registered["session"]["accessToken"]!.GetValue<string>();

        foreach (var path in new[] { "/api/session", "/api/sessions", "/api/passkeys", "/api/account" }) (await stranger.GetAsync(path)).ShouldBeProblem(401, "not_signed_in");
        (await stranger.BeginConnectAsync()).ShouldBeProblem(401, "not_signed_in");
        (await stranger.BeginStepUpAsync()).ShouldBeProblem(401, "not_signed_in");
        (await stranger.DeleteAsync($"/api/passkeys/{registered["passkey"]["id"]!.GetValue<string>()}?force=true")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task that_is_secret_is_refused_where_a_browser_sends_it_in_whichever_header()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        foreach (var header in new[] { "ApiSecret", "ApiKey" })
        {
            var answer = await new Browser(server) { Origin = Tenant.Origin, Headers = { [header] = shop.SecretKey } }.BeginAuthenticationAsync();
            answer.ShouldBeProblem(403, "secret_from_browser");
            answer.Header("Access-Control-Allow-Origin").ShouldBeNull();
        }
        server.Log.Lines.Count(line => line.Contains("A browser sent a secret", StringComparison.Ordinal)).ShouldBe(2);
        server.Log.Lines.ShouldNotContain(line => line.Contains(shop.SecretKey, StringComparison.Ordinal));
        (await shop.Backend(server).BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task notes_its_use_at_most_every_five_minutes()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        (await LastUseAsync(server, shop)).ShouldBeNull();
        await shop.Browser(server).BeginAuthenticationAsync();
        var first = await LastUseAsync(server, shop);
        first.ShouldNotBeNull();

        server.Clock.Advance(ApiKeyRow.TouchInterval - TimeSpan.FromSeconds(1));
        await shop.Browser(server).BeginAuthenticationAsync();
        (await LastUseAsync(server, shop)).ShouldBe(first);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await shop.Browser(server).BeginAuthenticationAsync();
        (await LastUseAsync(server, shop)).ShouldBe(first + ApiKeyRow.TouchInterval);
    }

    [Fact]
    public async Task is_nowhere_in_the_database()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var tail = System.Text.Encoding.ASCII.GetBytes(shop.SecretKey[^43..]);
        foreach (var file in new[] { server.DatabaseFile, server.DatabaseFile + "-wal" }) File.ReadAllBytes(file).AsSpan().IndexOf(tail).ShouldBe(-1);
    }

    private static Task<bool> LockAsync(TestServer server, Tenant shop, DateTimeOffset? at) =>
        server.Database.WriteAsync(writing => ApiKeyStore.LockAsync(writing, shop.Id, Tenant.KeyId(shop.PublicKey), at));

    private static async Task<DateTimeOffset?> LastUseAsync(TestServer server, Tenant shop) =>
        (await server.Database.ReadAsync(reading => ApiKeyStore.FindAsync(reading, shop.Id, Tenant.KeyId(shop.PublicKey))))!.Key.LastUsedAt;
}
