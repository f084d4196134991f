using System.Net;
using System.Text.Json.Nodes;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class An_operators_session
{
    [Fact]
    public async Task is_a_strict_cookie_of_its_own_and_no_token()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_PUBLIC_URL=https://login.example.com");
        var link = await OperatorsBrowser.FirstLinkAsync(server);
        var browser = new Browser(server) { Origin = "https://login.example.com", Headers = { ["Host"] = "login.example.com" } };
        var begun = await OperatorsBrowser.BeginAsync(browser, link, "root");
        var joined = await OperatorsBrowser.CompleteAsync(browser, begun, Browser.Create(begun, scenario => (scenario.RpId, scenario.Origin) = ("login.example.com", "https://login.example.com")));
        joined.Status.ShouldBe(HttpStatusCode.Created, joined.Text);

        var cookie = joined.Header("Set-Cookie").ShouldNotBeNull();
        cookie.ShouldStartWith("__Host-keystile-admin=");
        foreach (var attribute in new[] { "httponly", "secure", "samesite=strict", "path=/" }) cookie.ShouldContain(attribute, Case.Insensitive);
        joined.Text.ShouldNotContain("accessToken");
        (await browser.PostAsync("/admin/api/session/refresh", new JsonObject())).ShouldBeProblem(404, "not_found");
    }

    [Fact]
    public async Task begins_anew_with_the_passkey()
    {
        await using var server = await TestServer.StartAsync();
        var (_, passkey) = await OperatorsBrowser.FirstAsync(server);
        var browser = new Browser(server);
        var answer = await OperatorsBrowser.SignInAsync(browser, passkey);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Json!["session"].ShouldBeNull();
        (await browser.GetAsync("/admin/api/operator")).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.DeleteAsync("/admin/api/session")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await browser.GetAsync("/admin/api/operator")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task needs_the_user_verified()
    {
        await using var server = await TestServer.StartAsync();
        var (_, passkey) = await OperatorsBrowser.FirstAsync(server);
        (await OperatorsBrowser.SignInAsync(new Browser(server), passkey, scenario => scenario.Flags &= 0xFB)).ShouldBeProblem(400, "user_not_verified");
    }

    [Fact]
    public async Task ends_after_half_an_hour_without_use_and_twelve_hours_in_all()
    {
        await using var server = await TestServer.StartAsync();
        var (root, passkey) = await OperatorsBrowser.FirstAsync(server);
        server.Clock.Advance(TimeSpan.FromMinutes(29));
        (await root.GetAsync("/admin/api/operator")).Status.ShouldBe(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromMinutes(31));
        (await root.GetAsync("/admin/api/operator")).ShouldBeProblem(401, "not_signed_in");

        await OperatorsBrowser.SignInAsync(root, passkey);
        for (var i = 0; i < 24; i++)
        {
            (await root.GetAsync("/admin/api/operator")).Status.ShouldBe(HttpStatusCode.OK);
            server.Clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        }
        server.Clock.Advance(TimeSpan.FromSeconds(24));
        (await root.GetAsync("/admin/api/operator")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task is_not_opened_by_an_account_of_the_home_app_nor_the_reverse()
    {
        await using var server = await TestServer.StartAsync();
        var (root, operators) = await OperatorsBrowser.FirstAsync(server);
        var ada = new Browser(server);
        var (adas, _) = await ada.RegisterAsync("ada");

        ada.Cookie = ada.Cookie!.Replace("keystile=", "keystile-admin=", StringComparison.Ordinal);
        (await ada.GetAsync("/admin/api/operator")).ShouldBeProblem(401, "not_signed_in");
        root.Cookie = root.Cookie!.Replace("keystile-admin=", "keystile=", StringComparison.Ordinal);
        (await root.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");

        // Whoever picks the passkey of the other place is refused; the password manager is not told to drop it.
        var wrong = await OperatorsBrowser.SignInAsync(new Browser(server), adas);
        wrong.ShouldBeProblem(400, "unknown_credential");
        wrong.Json!["signals"].ShouldBeNull();
        var begun = await ada.BeginAuthenticationAsync();
        var refused = await ada.CompleteAuthenticationAsync(begun, Browser.Sign(begun, operators));
        refused.ShouldBeProblem(400, "unknown_credential");
        refused.Json!["signals"].ShouldBeNull();
    }

    [Theory]
    [InlineData("ApiKey", ApiKeyKind.Public)]
    [InlineData("ApiSecret", ApiKeyKind.Secret)]
    public async Task is_nothing_a_key_can_open(string header, ApiKeyKind kind)
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var shop = await Tenant.AddAsync(server);
        root.Headers[header] = kind == ApiKeyKind.Secret ? shop.SecretKey : shop.PublicKey;
        (await root.GetAsync("/admin/api/apps")).ShouldBeProblem(401, "invalid_api_key");

        var key = Keystile.Server.Apps.ApiKey.New("admin", kind, out _);
        (await server.Database.WriteAsync(writing => ApiKeyStore.TryAddAsync(writing, key.ToRow(["register"], server.Clock.GetUtcNow())), TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task changes_nothing_from_another_origin()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        root.Origin = "https://evil.example";
        (await root.PostAsync("/admin/api/invitations", new JsonObject { ["role"] = "owner" })).ShouldBeProblem(403, "origin_not_allowed");
        root.Origin = null;
        (await root.PostAsync("/admin/api/invitations", new JsonObject { ["role"] = "owner" })).ShouldBeProblem(403, "origin_missing");
        (await server.CountAsync("operator_invitations")).ShouldBe(0);
    }

    [Fact]
    public async Task must_be_raised_for_what_a_stolen_one_must_not_do()
    {
        await using var server = await TestServer.StartAsync();
        var (root, passkey) = await OperatorsBrowser.FirstAsync(server);
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        (await root.PostAsync("/admin/api/invitations", new JsonObject { ["role"] = "owner" })).ShouldBeProblem(403, "step_up_required");
        await OperatorsBrowser.StepUpAsync(root, passkey);
        (await root.PostAsync("/admin/api/invitations", new JsonObject { ["role"] = "owner" })).Status.ShouldBe(HttpStatusCode.Created);
    }
}
