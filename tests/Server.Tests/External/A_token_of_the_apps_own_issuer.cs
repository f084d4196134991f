using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class A_token_of_the_apps_own_issuer
{
    [Fact]
    public async Task connects_a_passkey_to_the_apps_own_user()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await using var issuer = await AppIssuer.StartAsync(server, shop.Id);
        var page = Page(server, shop, issuer.Token());

        var session = await page.GetAsync("/api/session");
        session.Status.ShouldBe(HttpStatusCode.OK, session.Text);
        session["session"]["amr"]!.AsArray().Select(method => method!.GetValue<string>()).ShouldBe(["fed"]);
        session["user"]["displayName"]!.GetValue<string>().ShouldBe("Ada");
        (await page.GetAsync("/api/passkeys"))["items"].AsArray().ShouldBeEmpty();
        var begun = await page.BeginConnectAsync();
        var made = Browser.Create(begun, made => made.Origin = Tenant.Origin);
        Encoding.UTF8.GetString(made.Credential.UserHandle).ShouldBe("ada-1");
        (await page.CompleteConnectAsync(begun, made)).Status.ShouldBe(HttpStatusCode.OK);

        // The same user signs in by the passkey service, and the backend hears the id it knows.
        var site = new Site(server, shop);
        var signingIn = await site.BeginSignInAsync();
        (await site.VerifyAsync(Site.Token(await site.CompleteSignInAsync(signingIn, Site.Sign(signingIn, made.Credential)))))["userId"].GetValue<string>().ShouldBe("ada-1");
        (await page.GetAsync("/api/passkeys"))["items"].AsArray().Count.ShouldBe(1);
        (await Page(server, shop, issuer.Token("eve-2")).GetAsync("/api/passkeys"))["items"].AsArray().ShouldBeEmpty();
        (await server.CountAsync("users")).ShouldBe(2);
    }

    [Fact]
    public async Task is_one_session_that_can_be_ended_for_good()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await using var issuer = await AppIssuer.StartAsync(server, shop.Id);
        var (token, other) = (issuer.Token(), issuer.Token(claims: claims => claims["jti"] = "other"));
        var page = Page(server, shop, token);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Page(server, shop, token).GetAsync("/api/session")));
        (await server.CountAsync("sessions")).ShouldBe(1);

        (await page.DeleteAsync("/api/session")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await page.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        // Nor does the same token under another signature that holds: ECDSA has many.
        var (header, claims) = ("""{"alg":"ES256","kid":"ec"}""", issuer.Claims().ToJsonString());
        string Signed() => issuer.Sign(header, claims, data => issuer.Ec.SignData(data, HashAlgorithmName.SHA256));
        (await Page(server, shop, Signed()).DeleteAsync("/api/session")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Page(server, shop, Signed()).GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await Page(server, shop, other).GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task gives_no_refresh_token_that_would_outlive_it()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await using var issuer = await AppIssuer.StartAsync(server, shop.Id);
        (await Page(server, shop, issuer.Token()).PostAsync("/api/session/refresh", new JsonObject())).ShouldBeProblem(401, "invalid_refresh_token");
    }

    [Fact]
    public async Task ends_when_it_expires_and_when_its_user_is_locked()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await using var issuer = await AppIssuer.StartAsync(server, shop.Id);
        var page = Page(server, shop, issuer.Token());
        var user = (await page.GetAsync("/api/session"))["user"]["id"]!.GetValue<Guid>();
        await server.Database.WriteAsync(writing => UserStore.LockAsync(writing, shop.Id, user, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        (await page.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await Page(server, shop, issuer.Token(claims: claims => claims["jti"] = "2")).GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");

        var eve = Page(server, shop, issuer.Token("eve-2"));
        (await eve.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromSeconds(600));
        (await eve.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task names_nobody_at_another_app_and_no_cookie_adds_to_it()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await using var issuer = await AppIssuer.StartAsync(server, shop.Id);
        var home = new Browser(server);
        await home.RegisterAsync("ada");
        home.Bearer = issuer.Token();
        (await home.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await new Browser(server) { Cookie = "keystile=" + issuer.Token() }.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task is_checked_against_a_key_that_came_just_now_and_strangers_make_nobody_ask_often()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await using var issuer = await AppIssuer.StartAsync(server, shop.Id);
        (await Page(server, shop, issuer.Token()).GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        using var next = RSA.Create(2048);
        issuer.Keys.Clear();
        issuer.Keys["next"] = AppIssuer.RsaJwk(next, "next");
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        var token = issuer.Sign("""{"alg":"RS256","kid":"next"}""", issuer.Claims().ToJsonString(), data => next.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        (await Page(server, shop, token).GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);

        var asked = issuer.Asked;
        for (var i = 0; i < 50; i++) (await Page(server, shop, issuer.Token(header: header => header["kid"] = $"made up {i}")).GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        issuer.Asked.ShouldBe(asked);
        // The issuer is down for a day: what was fetched still serves, and then no more.
        issuer.Down = true;
        server.Clock.Advance(TimeSpan.FromHours(23));
        var late = issuer.Sign("""{"alg":"RS256","kid":"next"}""", issuer.Claims().ToJsonString(), data => next.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        (await Page(server, shop, late).GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromHours(1));
        late = issuer.Sign("""{"alg":"RS256","kid":"next"}""", issuer.Claims().ToJsonString(), data => next.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        (await Page(server, shop, late).GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task may_have_to_be_of_a_fresh_sign_in_before_the_first_passkey()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await using var issuer = await AppIssuer.StartAsync(server, shop.Id);
        await server.ConfigureAsync(shop.Id, settings => settings with { ConnectWithinSeconds = 120 });

        (await Page(server, shop, issuer.Token(claims: claims => claims["auth_time"] = issuer.Now(-120))).BeginConnectAsync()).ShouldBeProblem(403, "fresh_sign_in_required");
        (await Page(server, shop, issuer.Token(claims: claims => claims["auth_time"] = issuer.Now(-119))).BeginConnectAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await Page(server, shop, issuer.Token(claims: claims => claims["auth_time"] = issuer.Now(5))).GetAsync("/api/session"))["session"]["authTime"]!.GetValue<DateTimeOffset>()
            .ShouldBeLessThanOrEqualTo(server.Clock.GetUtcNow());
    }

    internal static Browser Page(TestServer server, Tenant shop, string token)
    {
        var page = shop.Browser(server);
        page.Bearer = token;
        return page;
    }
}
