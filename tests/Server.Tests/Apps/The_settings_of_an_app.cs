using System.Net;
using System.Text.Json.Nodes;
using Keystile.Server.Apps;
using Keystile.Server.Events.Sealing;
using Keystile.Storage;

namespace Keystile.Server.Tests;

/// <summary>Each setting at the place where it counts, changed while the server runs.</summary>
public sealed class The_settings_of_an_app
{
    private const string Model = "6b657374-696c-652d-7465-7374732d3100";

    [Fact]
    public async Task say_how_long_ceremonies_and_sessions_live()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await SetAsync(server, """{"challengeSeconds":60,"sessionSeconds":7200,"sessionIdleSeconds":3600}""");
        var browser = shop.Browser(server);
        var late = await browser.BeginRegistrationAsync("ada");
        late["publicKey"]["timeout"]!.GetValue<int>().ShouldBe(60_000);
        server.Clock.Advance(TimeSpan.FromSeconds(60));
        (await browser.CompleteRegistrationAsync(late, Create(late))).ShouldBeProblem(400, "challenge_expired");

        var begun = await browser.BeginRegistrationAsync("ada");
        (await browser.CompleteRegistrationAsync(begun, Create(begun))).Header("Set-Cookie").ShouldNotBeNull().ShouldContain("max-age=7200");
        server.Clock.Advance(TimeSpan.FromMinutes(59));
        (await browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromMinutes(60));
        (await browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task say_at_least_what_user_verification_a_call_asks_for()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        await SetAsync(server, """{"userVerification":"required"}""");
        var token = Site.Token(await site.Backend.PostAsync("/register/token", new JsonObject { ["userId"] = "1", ["username"] = "ada", ["userVerification"] = "discouraged" }));
        var begun = await site.BeginRegistrationAsync(token);
        begun["data"]["authenticatorSelection"]!["userVerification"]!.GetValue<string>().ShouldBe("required");
        (await site.CompleteRegistrationAsync(begun, Site.Create(begun, made => made.Flags &= unchecked((byte)~0x04)))).ShouldBeProblem(400, "fido2_invalid_registration");
        (await site.BeginSignInAsync())["data"]["userVerification"]!.GetValue<string>().ShouldBe("required");
    }

    [Fact]
    public async Task say_how_many_passkeys_a_user_may_have()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        await SetAsync(server, """{"passkeysPerUser":1}""");
        var (first, second) = (await site.BeginRegistrationAsync(await site.RegisterTokenAsync()), await site.BeginRegistrationAsync(await site.RegisterTokenAsync()));
        Site.Token(await site.CompleteRegistrationAsync(first, Site.Create(first)));
        (await site.CompleteRegistrationAsync(second, Site.Create(second))).ShouldBeProblem(409, "passkey_limit");
        (await site.BeginRegistrationAsync(await site.RegisterTokenAsync())).ShouldBeProblem(409, "passkey_limit");
    }

    [Fact]
    public async Task say_which_models_and_which_attestation_are_taken()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var model = new WebAuthn.Aaguid(new Authenticator.RegistrationScenario().Aaguid).ToString();
        foreach (var (settings, isTaken) in new[]
        {
            ($$"""{"deniedModels":["{{model}}"]}""", false), ($$"""{"deniedModels":["{{Model}}"]}""", true),
            ($$"""{"allowedModels":["{{Model}}"]}""", false), ($$"""{"allowedModels":["{{model}}"]}""", true),
            ("""{"attestation":"direct"}""", true), ("""{"attestation":"direct","requireTrustedAttestation":true}""", false),
        })
        {
            await SetAsync(server, settings);
            var begun = await site.BeginRegistrationAsync(await site.RegisterTokenAsync());
            begun["data"]["attestation"]!.GetValue<string>().ShouldBe(settings.Contains("direct", StringComparison.Ordinal) ? "direct" : "none");
            (await site.CompleteRegistrationAsync(begun, Site.Create(begun))).Status.ShouldBe(isTaken ? HttpStatusCode.OK : HttpStatusCode.BadRequest, settings);
        }
    }

    [Theory]
    [InlineData("any", true, true, true)]
    [InlineData("deviceBound", true, false, false)]
    [InlineData("backupEligible", false, true, true)]
    [InlineData("backedUp", false, false, true)]
    public async Task say_whether_new_passkeys_may_be_backed_up(string policy, bool deviceBound, bool backupEligible, bool backedUp)
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        await SetAsync(server, $$"""{"backupPolicy":"{{policy}}"}""");
        foreach (var (flags, isTaken) in new[] { ((byte)0, deviceBound), (Authenticator.CeremonyScenario.BE, backupEligible), ((byte)(Authenticator.CeremonyScenario.BE | Authenticator.CeremonyScenario.BS), backedUp) })
        {
            var begun = await site.BeginRegistrationAsync(await site.RegisterTokenAsync());
            (await site.CompleteRegistrationAsync(begun, Site.Create(begun, made => made.Flags |= flags))).Status.ShouldBe(isTaken ? HttpStatusCode.OK : HttpStatusCode.BadRequest, $"{policy} {flags}");
        }
    }

    [Theory]
    [InlineData("reject", 400)]
    [InlineData("flag", 200)]
    public async Task say_whether_a_counter_that_does_not_grow_is_refused(string policy, int status)
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        await SetAsync(server, $$"""{"signCountPolicy":"{{policy}}"}""");
        var (passkey, _) = await site.RegisterAsync();
        foreach (var (count, expected) in new[] { (5u, 200), (4u, status) })
        {
            var begun = await site.BeginSignInAsync();
            ((int)(await site.CompleteSignInAsync(begun, Site.Sign(begun, passkey, made => made.SignCount = count))).Status).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task switch_features_off_and_on()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var begun = await site.Page.BeginRegistrationAsync("ada");
        await SetAsync(server, """{"signUp":false,"generatedTokens":false,"repeatedVerify":true}""");
        (await site.Page.BeginRegistrationAsync("ada")).ShouldBeProblem(403, "sign_up_off");
        (await site.Page.CompleteRegistrationAsync(begun, Create(begun))).ShouldBeProblem(403, "sign_up_off");
        (await site.Backend.PostAsync("/signin/generate-token", new JsonObject { ["userId"] = "1" })).ShouldBeProblem(403, "generated_tokens_off");
        var (_, token) = await site.RegisterAsync();
        for (var i = 0; i < 2; i++) (await site.VerifyAsync(token)).Status.ShouldBe(HttpStatusCode.OK);
        await SetAsync(server, "{}");
        (await site.VerifyAsync(token)).Status.ShouldBe(HttpStatusCode.OK);
        (await site.VerifyAsync(token)).ShouldBeProblem(400, "invalid_token");
    }

    [Fact]
    public async Task name_related_origins_and_phones_apps_that_ceremonies_may_run_in()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var print = string.Join(':', Enumerable.Repeat("FB", 32));
        var phone = "android:apk-key-hash:" + System.Buffers.Text.Base64Url.EncodeToString(Enumerable.Repeat((byte)0xFB, 32).ToArray());
        var begun = await site.BeginRegistrationAsync(await site.RegisterTokenAsync());
        (await site.CompleteRegistrationAsync(begun, Site.Create(begun, made => made.Origin = phone))).ShouldBeProblem(400, "fido2_invalid_registration");
        await SetAsync(server, $$"""{"relatedOrigins":["https://shop.example"],"androidApps":[{"package":"com.example.shop","fingerprints":["{{print}}"]}]}""");
        foreach (var origin in new[] { phone, "https://shop.example" })
        {
            site.Page.Origin = origin;
            begun = await site.Page.PostAsync("/register/begin", new JsonObject { ["token"] = await site.RegisterTokenAsync(), ["Origin"] = origin });
            var body = Site.Body(begun, Site.Create(begun, made => made.Origin = origin).Json);
            body["Origin"] = origin;
            Site.Token(await site.Page.PostAsync("/register/complete", body));
        }
        (await site.Page.GetAsync("/.well-known/webauthn"))["origins"].AsArray().Select(origin => origin!.GetValue<string>()).ShouldBe([Tenant.Origin, "https://shop.example"]);
    }

    [Fact]
    public async Task tell_phones_which_apps_may_use_the_sites_passkeys()
    {
        await using var server = await TestServer.StartAsync();
        var shop = (await Tenant.AddAsync(server)).Browser(server);
        (await shop.GetAsync("/.well-known/assetlinks.json")).Text.ShouldBe("[]");
        (await shop.GetAsync("/.well-known/apple-app-site-association")).Text.ShouldBe("""{"webcredentials":{"apps":[]}}""");

        var print = string.Join(':', Enumerable.Repeat("FB", 32));
        await SetAsync(server, $$"""{"appleApps":["A1B2C3D4E5.com.example.shop"],"androidApps":[{"package":"com.example.shop","fingerprints":["{{print}}"]}]}""");

        var links = await shop.GetAsync("/.well-known/assetlinks.json");
        links.Header("Content-Type").ShouldBe("application/json; charset=utf-8");
        links.Text.ShouldBe(
            """[{"relation":["delegate_permission/common.handle_all_urls","delegate_permission/common.get_login_creds"],"target":"""
            + $$$"""{"namespace":"android_app","package_name":"com.example.shop","sha256_cert_fingerprints":["{{{print}}}"]}}]""");
        (await shop.GetAsync("/.well-known/apple-app-site-association")).Text.ShouldBe("""{"webcredentials":{"apps":["A1B2C3D4E5.com.example.shop"]}}""");
        (await new Browser(server).GetAsync("/.well-known/assetlinks.json")).Text.ShouldBe("[]");
    }

    [Fact]
    public async Task are_the_defaults_where_they_say_nothing_and_no_app_where_they_cannot_be_read()
    {
        AppSettings.TryParse("""{"someday":[1,{}]}""").ShouldBe(AppSettings.Default with { });
        AppSettings.Default.ChallengeSeconds.ShouldBe(300);
        foreach (var json in new[] { "[]", "{", """{"challengeSeconds":"1"}""", """{"userVerification":1}""", """{"allowedModels":null}""", """{"signUp":true,"signUp":false}""" }) AppSettings.TryParse(json).ShouldBeNull(json);
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await SetAsync(server, """{"userVerification":1}""");
        ((int)(await shop.Browser(server).BeginAuthenticationAsync()).Status).ShouldBe(500);
    }

    [Fact]
    public async Task that_cannot_be_read_keep_no_other_app_from_anything_and_delete_nothing()
    {
        await using var server = await TestServer.StartAsync(new TestClock(rounds: false));
        var site = await Site.AddAsync(server);
        foreach (var user in new[] { "ada", "eve" }) await site.RegisterAsync(user);
        await server.Service<Sealer>().SealAsync();
        server.Clock.Advance(TimeSpan.FromDays(AppSettings.Default.EventDays + 1));
        await SetAsync(server, """{"eventDays":3660,"userVerification":"someday"}""");
        (await server.Database.ReadAsync(server.Service<AppDirectory>().ListAsync, TestContext.Current.CancellationToken)).Select(app => app.Id).ShouldBe([App.Home]);
        (await server.Service<EventPurge>().PurgeAsync()).ShouldBe(0);
        await SetAsync(server, "{}");
        (await server.Service<EventPurge>().PurgeAsync()).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("relatedOrigins", "[null]")]
    [InlineData("returnUrls", "[null]")]
    [InlineData("allowedModels", "[null]")]
    [InlineData("appleApps", "[null]")]
    [InlineData("androidApps", "[null]")]
    [InlineData("androidApps", """[{"package":"com.shop","fingerprints":[null]}]""")]
    [InlineData("identityProviders", "[null]")]
    [InlineData("purposes", "[null]")]
    [InlineData("purposes", """[{"name":"pay","userVerification":"required","seconds":60,"hints":[null]}]""")]
    public async Task hold_no_null_in_a_list(string name, string list)
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        await OperatorsBrowser.CreateAppAsync(root);
        var answer = await root.PatchAsync("/admin/api/apps/shop", new JsonObject { ["settings"] = new JsonObject { [name] = JsonNode.Parse(list) } });
        answer.ShouldBeProblem(400, "invalid_app");
        (await root.GetAsync("/admin/api/apps/shop"))["settings"][name]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"challengeSeconds":59}""", "challengeSeconds")]
    [InlineData("""{"challengeSeconds":601}""", "challengeSeconds")]
    [InlineData("""{"passkeysPerUser":0}""", "passkeysPerUser")]
    [InlineData("""{"sessionSeconds":3600,"sessionIdleSeconds":3601}""", "sessionIdleSeconds")]
    [InlineData("""{"eventDays":0}""", "eventDays")]
    [InlineData("""{"requireTrustedAttestation":true}""", "requireTrustedAttestation")]
    [InlineData("""{"allowedModels":["yubikey"]}""", "allowedModels")]
    [InlineData("""{"deniedModels":[""]}""", "deniedModels")]
    [InlineData("""{"relatedOrigins":["https://example.org/"]}""", "relatedOrigins")]
    [InlineData("""{"relatedOrigins":["android:apk-key-hash:x"]}""", "relatedOrigins")]
    [InlineData("""{"appleApps":["com.example.shop"]}""", "appleApps")]
    [InlineData("""{"androidApps":[{"package":"shop","fingerprints":[]}]}""", "androidApps")]
    [InlineData("""{"androidApps":[{"package":"com.shop","fingerprints":["AB:CD"]}]}""", "androidApps")]
    public void are_wrong_in_one_sentence_that_names_the_member(string settings, string member) =>
        AppRules.WhatIsWrong(AppSettings.TryParse(settings)!).ShouldNotBeNull().ShouldStartWith(member);

    [Fact]
    public async Task of_the_home_app_are_followed_too()
    {
        await using var server = await TestServer.StartAsync();
        (await CommandRun.Beside(server, "apps", "set", "home", "--set", "signUp=false", "--set", "challengeSeconds=90")).ExitCode.ShouldBe(0);
        await server.Service<AppDirectory>().RefreshHomeAsync(server.Database);
        (await new Browser(server).BeginRegistrationAsync("ada")).ShouldBeProblem(403, "sign_up_off");
        (await new Browser(server).BeginAuthenticationAsync())["publicKey"]["timeout"]!.GetValue<int>().ShouldBe(90_000);
    }

    [Fact]
    public async Task are_set_shown_and_taken_back_by_the_command_line()
    {
        await using var server = await TestServer.StartAsync();
        await Tenant.AddAsync(server);
        (await CommandRun.Beside(server, "apps", "set", "shop", "--set", "relatedOrigins=https://a.example, https://b.example", "--set", "userVerification=required", "--set", "passkeysPerUser=5")).ExitCode.ShouldBe(0);
        var shown = JsonNode.Parse((await CommandRun.Beside(server, "apps", "show", "shop", "--json")).Output)!["settings"]!;
        shown["relatedOrigins"]!.AsArray().Count.ShouldBe(2);
        shown["userVerification"]!.GetValue<string>().ShouldBe("required");
        shown["passkeysPerUser"]!.GetValue<int>().ShouldBe(5);
        shown["challengeSeconds"]!.GetValue<int>().ShouldBe(300);
        foreach (var wrong in new[] { "challengeSeconds=soon", "challengeSeconds=1", "colour=red", "signUp" }) (await CommandRun.Beside(server, "apps", "set", "shop", "--set", wrong)).ExitCode.ShouldBe(1, wrong);
        (await CommandRun.Beside(server, "apps", "set", "shop", "--set", "passkeysPerUser=")).ExitCode.ShouldBe(0);
        JsonNode.Parse((await CommandRun.Beside(server, "apps", "show", "shop", "--json")).Output)!["settings"]!["passkeysPerUser"]!.GetValue<int>().ShouldBe(32);
    }

    private static async Task SetAsync(TestServer server, string settings) => (await server.Database.WriteAsync(async writing =>
        await AppStore.UpdateAsync(writing, (await AppStore.FindAsync(writing, "shop"))! with { Settings = settings }), TestContext.Current.CancellationToken)).ShouldBeTrue();

    private static Authenticator.MadeRegistration Create(Answer begun) => Browser.Create(begun, made => made.Origin = Tenant.Origin);
}
