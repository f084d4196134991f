using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

/// <summary>An app with <c>sessionTokens=false</c>.</summary>
public sealed class A_session_in_its_cookie_alone
{
    [Fact]
    public async Task hands_out_no_tokens_and_needs_none()
    {
        await using var server = await TestServer.StartAsync();
        await server.ConfigureAsync("home", settings => settings with { SessionTokens = false });
        var browser = new Browser(server);
        var (passkey, registered) = await browser.RegisterAsync("ada");
        registered.Json!["session"].ShouldBeNull();
        registered.Text.ShouldNotContain("Token");

        var answer = await browser.SignInAsync(passkey);

        answer.Json!["session"].ShouldBeNull();
        answer.Text.ShouldNotContain("Token");
        (await server.CountAsync("sessions WHERE refresh_hash IS NOT NULL")).ShouldBe(0);
        (await browser.StepUpAsync(passkey)).Text.ShouldNotContain("Token");
        (await browser.GetAsync("/api/session"))["user"]["username"]!.GetValue<string>().ShouldBe("ada");
    }

    [Fact]
    public async Task takes_no_token_that_was_handed_out_before()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (_, registered) = await browser.RegisterAsync("ada");
        var bearer = new Browser(server) { Bearer = registered["session"]["accessToken"]!.GetValue<string>() };
        var refresh = new JsonObject { ["refreshToken"] = registered["session"]["refreshToken"]!.GetValue<string>() };
        (await bearer.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);

        await server.ConfigureAsync("home", settings => settings with { SessionTokens = false });

        (await bearer.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await new Browser(server).PostAsync("/api/session/refresh", refresh)).ShouldBeProblem(403, "session_tokens_off");
        (await browser.PostAsync("/api/session/refresh", new JsonObject())).ShouldBeProblem(403, "session_tokens_off");
        (await browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);

        await server.ConfigureAsync("home", settings => settings with { SessionTokens = true });
        (await new Browser(server).PostAsync("/api/session/refresh", refresh)).Status.ShouldBe(HttpStatusCode.OK, "a refusal uses no token up");
    }

    [Fact]
    public async Task recovers_an_account_by_its_cookie_and_not_by_a_bearer()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Person.SignUpAsync(server);
        var code = (await ada.MakeCodesAsync())[0];
        await server.ConfigureAsync("home", settings => settings with { SessionTokens = false });
        var browser = new Browser(server);

        var begun = await Person.RedeemCodeAsync(browser, code);

        begun.Status.ShouldBe(HttpStatusCode.OK, begun.Text);
        begun.Json!["session"].ShouldBeNull();
        (await new Browser(server) { Bearer = browser.Cookie!.Split('=', 2)[1] }.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        await browser.ConnectAsync();
    }

    [Fact]
    public async Task does_not_begin_at_a_provider_for_a_page_that_has_no_cookie_here()
    {
        const string start = "/api/external/google/start?app=shop&codeChallenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await google.AddToAsync(server);
        await google.AddToAsync(server, "shop");
        await server.ConfigureAsync("shop", settings => settings with { ReturnUrls = ["https://shop.localhost/signed-in"] });
        var code = Uri.UnescapeDataString((await new ProviderVisit(server).SignInAsync("ada@gmail.example", start[start.IndexOf('?', StringComparison.Ordinal)..])).Split("?code=")[1]);
        foreach (var app in (string[])["shop", "home"]) await server.ConfigureAsync(app, settings => settings with { SessionTokens = false });

        (await new ProviderVisit(server).GoAsync(start)).ShouldBeProblem(403, "session_tokens_off");
        var redeem = new JsonObject { ["code"] = code, ["codeVerifier"] = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" };
        (await shop.Browser(server).PostAsync("/api/external/redeem", redeem)).ShouldBeProblem(403, "session_tokens_off");
        var visit = new ProviderVisit(server);
        await visit.SignInAsync("ada@gmail.example");
        (await visit.Browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        await server.ConfigureAsync("shop", settings => settings with { SessionTokens = true });
        (await shop.Browser(server).PostAsync("/api/external/redeem", redeem)).Status.ShouldBe(HttpStatusCode.OK, "a refusal uses no code up");
    }
}
