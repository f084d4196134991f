using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class A_session
{
    [Fact]
    public async Task gives_an_access_token_that_anyone_can_check()
    {
        await using var server = await TestServer.StartAsync();
        var (_, registered) = await new Browser(server).RegisterAsync("ada");
        var token = registered["session"]["accessToken"]!.GetValue<string>().Split('.');
        var keys = await new Browser(server).GetAsync("/.well-known/jwks.json");
        var key = keys["keys"].AsArray()[0]!;

        var header = Part(token[0]);
        header["typ"]!.GetValue<string>().ShouldBe("at+jwt");
        header["alg"]!.GetValue<string>().ShouldBe("ES256");
        header["kid"]!.GetValue<string>().ShouldBe(key["kid"]!.GetValue<string>());
        var point = new System.Security.Cryptography.ECPoint
        {
            X = Authenticator.Base64Text.FromUrl(key["x"]!.GetValue<string>()),
            Y = Authenticator.Base64Text.FromUrl(key["y"]!.GetValue<string>()),
        };
        using var publicKey = System.Security.Cryptography.ECDsa.Create(new System.Security.Cryptography.ECParameters { Curve = System.Security.Cryptography.ECCurve.NamedCurves.nistP256, Q = point });
        publicKey.VerifyData(Encoding.ASCII.GetBytes(token[0] + "." + token[1]), Authenticator.Base64Text.FromUrl(token[2]), System.Security.Cryptography.HashAlgorithmName.SHA256).ShouldBeTrue();
        var claims = Part(token[1]);
        claims["iss"]!.GetValue<string>().ShouldBe(TestServer.Origin);
        claims["aud"]!.GetValue<string>().ShouldBe("home");
        claims["sub"]!.GetValue<string>().ShouldBe(registered["user"]["id"]!.GetValue<string>());
        (claims["exp"]!.GetValue<long>() - claims["iat"]!.GetValue<long>()).ShouldBe(300);
        claims["amr"]!.AsArray().Select(method => method!.GetValue<string>()).ShouldBe(["hwk", "user", "mfa"]);
        key["d"].ShouldBeNull();
    }

    [Fact]
    public async Task rotates_its_refresh_token_and_a_second_use_of_any_of_them_ends_it()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (_, registered) = await browser.RegisterAsync("ada");
        var oldest = registered["session"]["refreshToken"]!.GetValue<string>();
        var second = await RefreshAsync(server, oldest);
        var third = await RefreshAsync(server, second["session"]["refreshToken"]!.GetValue<string>());
        third.Status.ShouldBe(HttpStatusCode.OK);

        (await RefreshAsync(server, oldest)).ShouldBeProblem(401, "invalid_refresh_token");

        (await RefreshAsync(server, third["session"]["refreshToken"]!.GetValue<string>())).ShouldBeProblem(401, "invalid_refresh_token");
        (await browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task lets_one_of_200_parallel_uses_of_a_refresh_token_win_and_then_is_dead()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (_, registered) = await browser.RegisterAsync("ada");
        var token = registered["session"]["refreshToken"]!.GetValue<string>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => RefreshAsync(server, token)));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        (await browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await server.CountAsync("sessions")).ShouldBe(0);
    }

    [Fact]
    public async Task refreshes_by_its_cookie_too()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");

        var answer = await browser.PostAsync("/api/session/refresh", new JsonObject());

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        (await RefreshAsync(server, answer["session"]["refreshToken"]!.GetValue<string>())).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(8, false)]
    public async Task ends_when_nobody_uses_it_for_seven_days(int days, bool lives)
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        server.Clock.Advance(TimeSpan.FromDays(days));
        (await browser.GetAsync("/api/session")).Status.ShouldBe(lives ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ends_after_thirty_days_however_much_it_is_used()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        for (var day = 0; day < 29; day++)
        {
            server.Clock.Advance(TimeSpan.FromDays(1));
            (await browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        }
        server.Clock.Advance(TimeSpan.FromDays(1));
        (await browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task gets_a_new_id_at_every_sign_in()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var before = browser.Cookie;
        var id = (await browser.GetAsync("/api/session"))["session"]["id"]!.GetValue<string>();

        await browser.SignInAsync(passkey);

        browser.Cookie.ShouldNotBe(before);
        (await browser.GetAsync("/api/session"))["session"]["id"]!.GetValue<string>().ShouldNotBe(id);
    }

    [Theory]
    [InlineData("keystile=deadbeef")]
    [InlineData("keystile=")]
    [InlineData("keystile=%00%ff; keystile=a")]
    [InlineData("keystile=\"; ;;=")]
    public async Task is_not_made_up_from_a_strange_cookie(string cookie)
    {
        await using var server = await TestServer.StartAsync();
        (await new Browser(server) { Cookie = cookie }.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task of_a_cookie_does_not_answer_for_a_bad_bearer_token()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        browser.Bearer = "nonsense";
        (await browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    private static Task<Answer> RefreshAsync(TestServer server, string token) =>
        new Browser(server).PostAsync("/api/session/refresh", new JsonObject { ["refreshToken"] = token });

    private static JsonNode Part(string base64Url) => JsonNode.Parse(Authenticator.Base64Text.FromUrl(base64Url))!;
}
