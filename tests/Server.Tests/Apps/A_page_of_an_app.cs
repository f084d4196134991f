using System.Net;
using System.Text.Json.Nodes;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class A_page_of_an_app
{
    [Fact]
    public async Task may_send_the_public_key_and_read_what_comes_back_without_cookies()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);

        var preflight = await PreflightAsync(server, Tenant.Origin, "apikey, client-version, content-type");
        preflight.Status.ShouldBe(HttpStatusCode.NoContent);
        preflight.Header("Access-Control-Allow-Origin").ShouldBe(Tenant.Origin);
        foreach (var header in new[] { "apikey", "client-version", "content-type" }) preflight.Header("Access-Control-Allow-Headers")!.Split(", ").ShouldContain(header);
        preflight.Header("Access-Control-Allow-Methods")!.ShouldContain("POST");
        preflight.Header("Vary").ShouldBe("Origin");

        var begun = await shop.Browser(server).BeginAuthenticationAsync();
        begun.Status.ShouldBe(HttpStatusCode.OK);
        begun.Header("Access-Control-Allow-Origin").ShouldBe(Tenant.Origin);
        begun.Header("Vary").ShouldBe("Origin");
        begun.Header("Access-Control-Allow-Credentials").ShouldBeNull();
        preflight.Header("Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Fact]
    public async Task at_a_related_origin_may_do_the_same()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await server.ConfigureAsync("shop", settings => settings with { RelatedOrigins = ["https://shop.example"] });
        (await PreflightAsync(server, "https://shop.example", "apikey")).Header("Access-Control-Allow-Origin").ShouldBe("https://shop.example");
        var unknown = (shop with { PublicKey = "shop:public:wrong" }).Browser(server);
        unknown.Origin = "https://shop.example";
        (await unknown.BeginAuthenticationAsync()).Header("Access-Control-Allow-Origin").ShouldBe("https://shop.example");
        await server.ConfigureAsync("shop", settings => settings with { RelatedOrigins = [] });
        (await PreflightAsync(server, "https://shop.example", "apikey")).Header("Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task can_read_why_it_was_refused()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var malformed = await shop.Browser(server).PostAsync("/api/webauthn/register/begin", new JsonObject());
        malformed.ShouldBeProblem(400, "invalid_username");
        malformed.Header("Access-Control-Allow-Origin").ShouldBe(Tenant.Origin);

        var unknown = await (shop with { PublicKey = "shop:public:wrong" }).Browser(server).BeginAuthenticationAsync();
        unknown.ShouldBeProblem(401, "invalid_api_key");
        unknown.Header("Access-Control-Allow-Origin").ShouldBe(Tenant.Origin);
    }

    [Theory]
    [InlineData("https://evil.test")]
    [InlineData("https://shop.localhost.evil.test")]
    [InlineData("https://shop.localhost:443")]
    [InlineData("http://shop.localhost")]
    [InlineData(TestServer.Origin)]
    [InlineData("null")]
    public async Task of_nobody_may_not(string origin)
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);

        (await PreflightAsync(server, origin, "apikey")).Header("Access-Control-Allow-Origin").ShouldBeNull();
        var elsewhere = shop.Browser(server);
        elsewhere.Origin = origin;
        var answer = await elsewhere.BeginAuthenticationAsync();
        answer.ShouldBeProblem(403, "origin_not_allowed");
        answer.Header("Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task may_send_no_secret_and_reach_nothing_without_a_key()
    {
        await using var server = await TestServer.StartAsync();
        await Tenant.AddAsync(server);
        (await PreflightAsync(server, Tenant.Origin, "apisecret")).Header("Access-Control-Allow-Origin").ShouldBeNull();
        (await PreflightAsync(server, Tenant.Origin, "content-type")).Header("Access-Control-Allow-Origin").ShouldBeNull();
        (await new Browser(server).BeginAuthenticationAsync()).Header("Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task is_another_as_soon_as_the_settings_say_so()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var browser = shop.Browser(server);
        (await browser.BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);

        var row = (await server.Database.ReadAsync(reading => AppStore.FindAsync(reading, shop.Id), TestContext.Current.CancellationToken))!;
        await server.Database.WriteAsync(writing => AppStore.UpdateAsync(writing, row with { Origins = ["https://new.localhost"] }), TestContext.Current.CancellationToken);
        (await browser.BeginAuthenticationAsync()).ShouldBeProblem(403, "origin_not_allowed");
        browser.Origin = "https://new.localhost";
        (await browser.BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<Answer> PreflightAsync(TestServer server, string origin, string headers) =>
        new Browser(server) { Origin = origin, Headers = { ["Access-Control-Request-Method"] = "POST", ["Access-Control-Request-Headers"] = headers } }
            .SendAsync(HttpMethod.Options, "/api/webauthn/authenticate/begin", null);
}
