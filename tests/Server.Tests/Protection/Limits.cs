using System.Net;
using System.Text.Json.Nodes;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class A_rate_limit
{
    [Fact]
    public async Task lets_exactly_its_number_pass_of_500_in_parallel_and_recovers_on_time()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_RATE_LIMITS=on");

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => new Browser(server).BeginAuthenticationAsync()));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(30);
        var refused = answers.First(answer => answer.Status != HttpStatusCode.OK);
        refused.ShouldBeProblem(429, "rate_limited");
        refused.Header("Retry-After").ShouldBe("2");
        refused["retryAfter"].GetValue<int>().ShouldBe(2);
        refused.Header("RateLimit-Policy").ShouldBe("\"begin/address\";q=30;w=60");
        refused.Header("RateLimit").ShouldBe("\"begin/address\";r=0;t=2");
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        (await new Browser(server).BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await new Browser(server).BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => new Browser(server).BeginAuthenticationAsync()));
        later.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(30);
    }

    [Fact]
    public async Task cannot_be_shed_by_a_forwarded_address_that_no_proxy_of_ours_wrote()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_RATE_LIMITS=on");
        var passed = 0;
        for (var i = 0; i < 200; i++)
        {
            var browser = new Browser(server) { Headers = { ["X-Forwarded-For"] = $"203.0.113.{i}", ["Forwarded"] = $"for=203.0.113.{i}", ["X-Real-IP"] = $"203.0.113.{i}" } };
            if ((await browser.BeginAuthenticationAsync()).Status == HttpStatusCode.OK) passed++;
        }
        passed.ShouldBe(30);
    }

    [Fact]
    public async Task counts_by_the_forwarded_address_where_the_proxy_is_ours_and_by_the_64_of_ipv6()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_RATE_LIMITS=on", "KEYSTILE_TRUSTED_PROXIES=127.0.0.0/8");
        var passed = 0;
        for (var i = 0; i < 60; i++)
        {
            if ((await new Browser(server) { Headers = { ["X-Forwarded-For"] = $"203.0.113.{i}" } }.BeginAuthenticationAsync()).Status == HttpStatusCode.OK) passed++;
        }
        passed.ShouldBe(60);
        passed = 0;
        for (var i = 0; i < 60; i++)
        {
            if ((await new Browser(server) { Headers = { ["X-Forwarded-For"] = $"2001:db8:1:2::{i:x}" } }.BeginAuthenticationAsync()).Status == HttpStatusCode.OK) passed++;
        }
        passed.ShouldBe(30);
    }

    [Fact]
    public async Task counts_a_name_however_it_is_spelled()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_RATE_LIMITS=on");
        var browser = new Browser(server);
        foreach (var name in new[] { "ada", "ADA", " ada", "ａｄａ", "Ada", "aDa", "adA", "ada ", "AdA", "ADa" }) (await browser.BeginAuthenticationAsync(name)).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.BeginAuthenticationAsync("ada")).ShouldBeProblem(429, "rate_limited");
        (await browser.BeginAuthenticationAsync("eve")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task counts_a_name_in_its_own_app_alone()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_RATE_LIMITS=on");
        var shop = (await Tenant.AddAsync(server)).Browser(server);
        for (var i = 0; i < 10; i++) (await shop.BeginAuthenticationAsync("ada")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.BeginRegistrationAsync("ada")).ShouldBeProblem(429, "rate_limited");
        (await new Browser(server).BeginRegistrationAsync("ada")).Status.ShouldBe(HttpStatusCode.OK);
        (await new Browser(server).BeginAuthenticationAsync("ada")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task of_register_tokens_is_one_for_an_app_whichever_its_key_and_nothing_to_another_app()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_RATE_LIMITS=on");
        var shop = await Tenant.AddAsync(server);
        var another = shop with { SecretKey = await Tenant.AddKeyAsync(server, "shop", ApiKeyKind.Secret) };
        var mall = await Tenant.AddAsync(server, "mall");

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => MakeTokenAsync(server, i % 2 == 0 ? shop : another)));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(60);
        var refused = answers.First(answer => answer.Status != HttpStatusCode.OK);
        refused.ShouldBeProblem(429, "rate_limited");
        refused["errorCode"].GetValue<string>().ShouldBe("rate_limited");
        refused.Header("Retry-After").ShouldBe("1");
        refused.Header("RateLimit-Policy").ShouldBe("\"register-token/app\";q=60;w=1");
        (await MakeTokenAsync(server, mall)).Status.ShouldBe(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var later = await Task.WhenAll(Enumerable.Range(0, 70).Select(_ => MakeTokenAsync(server, shop)));
        later.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(60);
    }

    [Fact]
    public async Task of_register_tokens_is_none_where_limits_are_off()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_RATE_LIMITS=off");
        var shop = await Tenant.AddAsync(server);
        (await Task.WhenAll(Enumerable.Range(0, 70).Select(_ => MakeTokenAsync(server, shop)))).ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task stops_begins_before_their_session_is_looked_for()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_RATE_LIMITS=on");
        var nobody = new Browser(server);
        for (var i = 0; i < 15; i++)
        {
            (await nobody.BeginConnectAsync()).ShouldBeProblem(401, "not_signed_in");
            (await nobody.BeginStepUpAsync()).ShouldBeProblem(401, "not_signed_in");
        }
        (await nobody.BeginConnectAsync()).ShouldBeProblem(429, "rate_limited");
        (await nobody.BeginStepUpAsync()).ShouldBeProblem(429, "rate_limited");
    }

    [Fact]
    public async Task stops_answers_before_their_token_is_opened()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_RATE_LIMITS=on");
        var browser = new Browser(server);
        for (var i = 0; i < 20; i++) (await browser.PostAsync("/api/webauthn/authenticate/complete", new JsonObject { ["challengeToken"] = "x", ["credential"] = new JsonObject() })).ShouldBeProblem(400, "invalid_challenge_token");
        (await browser.PostAsync("/api/webauthn/authenticate/complete", new JsonObject())).ShouldBeProblem(429, "rate_limited");
    }

    private static Task<Answer> MakeTokenAsync(TestServer server, Tenant tenant) =>
        tenant.Backend(server).PostAsync("/register/token", new JsonObject { ["userId"] = "u-1", ["username"] = "ada" });
}
