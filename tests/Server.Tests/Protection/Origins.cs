using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class A_request_from_elsewhere_is_refused
{
    public static TheoryData<string> LookAlikes =>
    [
        "http://localhost", "http://localhost:5171", "http://localhost:05170", "http://localhost:51700", "https://localhost:5170", "HTTP://localhost:5170", "http://LOCALHOST:5170",
        "http://localhost:5170/", "http://localhost:5170/path", "http://localhost:5170.evil.test", "http://evil.test/http://localhost:5170", "http://localhost:5170@evil.test",
        "http://user@localhost:5170", "http://localhost.:5170", "http://127.0.0.1:5170", "http://[::1]:5170", "http://0.0.0.0:5170", "http://evil-localhost:5170", "http://localhostevil:5170",
        "http://sub.localhost:5170", "http://localhost\\@evil.test:5170", "http://localhost:5170#", "http://localhost:5170?", "http://xn--lcalhost-4we:5170", "null", "file://",
        "android:apk-key-hash:AAAA", "ios:bundle-id:com.evil", "chrome-extension://abcdef", "http://localhost:5170,http://localhost:5170", "http://localhost:5170 http://localhost:5170",
        "*", "undefined", "localhost:5170", "//localhost:5170", "javascript://localhost:5170",
    ];

    [Theory]
    [MemberData(nameof(LookAlikes))]
    public async Task N034_by_its_origin_letter_by_letter(string origin)
    {
        await using var server = await TestServer.StartAsync();
        var victim = new Browser(server);
        await victim.RegisterAsync("ada");
        var attacker = new Browser(server) { Origin = origin, Cookie = victim.Cookie };
        foreach (var path in new[] { "/api/webauthn/register/begin", "/api/webauthn/register/complete", "/api/webauthn/authenticate/begin", "/api/webauthn/authenticate/complete", "/api/session/refresh" })
        {
            (await attacker.PostAsync(path, new JsonObject { ["username"] = "eve" })).ShouldBeProblem(403, "origin_not_allowed");
        }
        (await attacker.DeleteAsync("/api/session")).ShouldBeProblem(403, "origin_not_allowed");
        (await victim.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task where_it_begins_a_ceremony_with_a_token_from_another_origin()
    {
        await using var server = await TestServer.StartAsync();
        var (_, registered) = await new Browser(server).RegisterAsync("ada");
        var elsewhere = new Browser(server) { Bearer = registered["session"]["accessToken"]!.GetValue<string>(), Origin = "https://evil.test" };
        (await elsewhere.BeginConnectAsync()).ShouldBeProblem(403, "origin_not_allowed");
        (await elsewhere.BeginStepUpAsync()).ShouldBeProblem(403, "origin_not_allowed");
    }

    [Fact]
    public async Task where_it_carries_the_cookie_and_no_origin()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        browser.Origin = null;
        (await browser.DeleteAsync("/api/session")).ShouldBeProblem(403, "origin_missing");
        (await browser.PostAsync("/api/session/refresh", new JsonObject())).ShouldBeProblem(403, "origin_missing");
        (await browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task where_the_browser_says_that_another_site_sent_it(string site)
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        browser.Headers["Sec-Fetch-Site"] = site;
        (await browser.DeleteAsync("/api/session")).ShouldBeProblem(403, "cross_site_request");
        browser.Origin = null;
        (await browser.BeginAuthenticationAsync()).ShouldBeProblem(403, "cross_site_request");
    }

    [Fact]
    public async Task but_not_where_a_bearer_token_proves_it_without_an_origin()
    {
        await using var server = await TestServer.StartAsync();
        var (_, registered) = await new Browser(server).RegisterAsync("ada");
        var program = new Browser(server) { Origin = null, Bearer = registered["session"]["accessToken"]!.GetValue<string>() };
        (await program.DeleteAsync("/api/session")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task and_the_host_header_changes_nothing()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_ALLOWED_HOSTS=evil.test");
        var browser = new Browser(server) { Headers = { ["Host"] = "evil.test", ["X-Forwarded-Host"] = "evil.test" } };
        var begun = await browser.BeginRegistrationAsync("ada");
        begun["publicKey"]["rp"]!["id"]!.GetValue<string>().ShouldBe("localhost");
        (await browser.GetAsync("/.well-known/webauthn")).Text.ShouldNotContain("evil");
        (await browser.GetAsync("/.well-known/passkey-endpoints")).Text.ShouldNotContain("evil");
        (await new Browser(server) { Headers = { ["Host"] = "other.test" } }.GetAsync("/api/session")).ShouldBeProblem(400, "host_not_allowed");
    }
}
