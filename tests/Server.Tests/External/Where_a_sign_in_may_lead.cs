using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class Where_a_sign_in_may_lead
{
    private const string Registered = "https://shop.localhost/signed-in";
    private static readonly string s_challenge = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
    private const string Verifier = "0123456789012345678901234567890123456789012";

    private static readonly string[] s_payloads =
    [
        "", " ", "//", "///", "//evil.test", "///evil.test", "////evil.test", "/\\evil.test", "\\/evil.test", "\\\\evil.test", "/\\/evil.test", "/%2f%2fevil.test", "/%5cevil.test", "%2f%2fevil.test",
        "//evil%E3%80%82test", "https://evil.test", "http://evil.test", "https:evil.test", "https:/evil.test", "https:\\\\evil.test", "HTTPS://evil.test", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:x", "about:blank", "/account/", "/account?", "/account#", "/account?x=1", "/account#x", "/account/..", "/Account",
        "/ACCOUNT", "/account%20", " /account", "/account ", "/account\n", "/account\r\nLocation: https://evil.test", "/account%0d%0aX: y", "/account\0", "/./account", "/../account", "/account/../..//evil.test",
        "account", "./account", "/api/session", "/admin", "/index.html", "http://localhost:5170/account", "http://localhost:5170@evil.test/", "http://localhost:5170.evil.test/", "http://evil.test#http://localhost:5170/",
        "https://shop.localhost/signed-in/", "https://shop.localhost/signed-in?", "https://shop.localhost/signed-in?x", "https://shop.localhost/signed-in#", "https://shop.localhost/Signed-in", "https://SHOP.localhost/signed-in",
        "HTTPS://shop.localhost/signed-in", "https://shop.localhost:443/signed-in", "http://shop.localhost/signed-in", "https://shop.localhost//signed-in", "https://shop.localhost/./signed-in", "https://shop.localhost/signed-in%2f",
        "https://shop.localhost./signed-in", "https://user@shop.localhost/signed-in", "https://shop.localhost@evil.test/signed-in", "https://shop.localhost%40evil.test/signed-in", "https://shop.localhost\\@evil.test/signed-in",
        "https://shop.localhost.evil.test/signed-in", "https://evil.test/https://shop.localhost/signed-in", "https://evilshop.localhost/signed-in", "https://sub.shop.localhost/signed-in", "https://shop.localhost", "https://shop.localhost/",
        "https://shop.localhost/signed-in,https://evil.test", "https://shop.localhost/signed-in https://evil.test", "https://sh\u043Ep.localhost/signed-in", "https://shop.localhost\u3002evil.test/signed-in", "*", "null", "undefined", "[object Object]",
    ];

    [Fact]
    public async Task is_a_registered_address_letter_by_letter_and_nothing_that_looks_like_one()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await Tenant.AddAsync(server);
        await google.AddToAsync(server);
        await google.AddToAsync(server, "shop");
        await server.ConfigureAsync("shop", settings => settings with { ReturnUrls = [Registered] });
        s_payloads.Distinct().Count().ShouldBeGreaterThanOrEqualTo(80);
        foreach (var payload in s_payloads)
        {
            foreach (var app in new[] { "", $"&app=shop&codeChallenge={s_challenge}" })
            {
                var answer = await new ProviderVisit(server).GoAsync($"/api/external/google/start?returnTo={Uri.EscapeDataString(payload)}{app}");
                answer.Code.ShouldBe("return_not_allowed", payload + app);
            }
        }
        (await new ProviderVisit(server).GoAsync("/api/external/google/start?returnTo=/account")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await new ProviderVisit(server).GoAsync($"/api/external/google/start?app=shop&codeChallenge={s_challenge}&returnTo={Uri.EscapeDataString(Registered)}")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await new ProviderVisit(server).GoAsync("/api/external/google/start?returnTo=/account&returnTo=https://evil.test")).ShouldBeProblem(400, "return_not_allowed");
    }

    [Fact]
    public async Task at_an_apps_page_is_a_code_that_this_page_alone_redeems_once()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await google.AddToAsync(server, "shop");
        await server.ConfigureAsync("shop", settings => settings with { ReturnUrls = [Registered] });
        var visit = new ProviderVisit(server);

        var end = await visit.SignInAsync("ada@gmail.example", $"?app=shop&codeChallenge={s_challenge}");

        end.ShouldStartWith(Registered + "?code=code_");
        visit.Session.ShouldBeNull();
        var code = Uri.UnescapeDataString(end.Split("?code=")[1]);
        var page = shop.Browser(server);
        JsonObject Body(string verifier) => new() { ["code"] = code, ["codeVerifier"] = verifier };
        (await page.PostAsync("/api/external/redeem", Body(Verifier + "x"))).ShouldBeProblem(400, "invalid_token");
        (await page.PostAsync("/api/external/redeem", new JsonObject { ["code"] = code })).ShouldBeProblem(400, "invalid_token");
        (await page.PostAsync("/api/external/redeem", new JsonObject())).ShouldBeProblem(400, "missing_token");
        (await new Browser(server).PostAsync("/api/external/redeem", Body(Verifier))).ShouldBeProblem(400, "invalid_token");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shop.Browser(server).PostAsync("/api/external/redeem", Body(Verifier))));
        var redeemed = answers.Where(answer => answer.Status == HttpStatusCode.OK).ShouldHaveSingleItem();
        redeemed["user"]["username"]!.GetValue<string>().ShouldBe("ada@gmail.example");
        page.Bearer = redeemed["session"]["accessToken"]!.GetValue<string>();
        (await page.BeginConnectAsync()).Status.ShouldBe(HttpStatusCode.OK);

        var late = Uri.UnescapeDataString((await new ProviderVisit(server).SignInAsync("ada@gmail.example", $"?app=shop&codeChallenge={s_challenge}")).Split("?code=")[1]);
        server.Clock.Advance(TimeSpan.FromSeconds(60));
        (await page.PostAsync("/api/external/redeem", new JsonObject { ["code"] = late, ["codeVerifier"] = Verifier })).ShouldBeProblem(403, "expired_token");
    }

    [Theory]
    [InlineData("?app=shop")]
    [InlineData("?app=shop&codeChallenge=short")]
    [InlineData("?app=shop&codeChallenge=0123456789012345678901234567890123456789012!")]
    [InlineData("?codeChallenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    public async Task needs_a_challenge_of_an_apps_page_and_of_no_other(string query)
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await Tenant.AddAsync(server);
        await google.AddToAsync(server);
        await google.AddToAsync(server, "shop");
        await server.ConfigureAsync("shop", settings => settings with { ReturnUrls = [Registered] });
        (await new ProviderVisit(server).GoAsync("/api/external/google/start" + query)).ShouldBeProblem(400, "invalid_code_challenge");
    }
}
