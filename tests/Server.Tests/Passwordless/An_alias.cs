using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class An_alias
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task begins_the_sign_in_of_its_user_and_is_kept_as_text_only_where_the_backend_says_so(bool hashing)
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (passkey, _) = await site.RegisterAsync("ada");
        var (other, _) = await site.RegisterAsync("eve");
        (await SetAsync(site, "ada", ["known@example.org", "ada", "ada"], hashing)).Status.ShouldBe(HttpStatusCode.NoContent);

        var begun = await site.BeginSignInAsync(new JsonObject { ["alias"] = "known@example.org" });
        (await site.CompleteSignInAsync(begun, Site.Sign(begun, other))).ShouldBeProblem(400, "signin_complete_error");
        var verified = await site.VerifyAsync(Site.Token(await site.CompleteSignInAsync(begun, Site.Sign(begun, passkey))));
        verified["userId"].GetValue<string>().ShouldBe("ada");

        var listed = (await site.Backend.GetAsync("/alias/list?userId=ada"))["values"].AsArray();
        listed.Count.ShouldBe(2);
        listed.Select(alias => alias!["plaintext"]?.GetValue<string>()).ShouldBe(hashing ? [null, null] : ["ada", "known@example.org"]);
        listed[0]!["userId"]!.GetValue<string>().ShouldBe("ada");
        listed[0]!["tenant"]!.GetValue<string>().ShouldBe("shop");
        (await File.ReadAllTextAsync(server.DatabaseFile + "-wal", TestContext.Current.CancellationToken)).Contains("known@example.org", StringComparison.Ordinal).ShouldBe(!hashing);
    }

    [Fact]
    public async Task tells_nobody_whether_it_is_there_or_whose_it_is()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (passkey, _) = await site.RegisterAsync("user-number-7");
        await SetAsync(site, "user-number-7", ["ada"]);
        var (known, unknown) = (await site.BeginSignInAsync(new JsonObject { ["alias"] = "ada" }), await site.BeginSignInAsync(new JsonObject { ["alias"] = "bob" }));
        foreach (var begun in new[] { known, unknown })
        {
            begun["data"]["allowCredentials"]!.AsArray().Count.ShouldBeGreaterThan(0);
            var claims = JsonNode.Parse(Authenticator.Base64Text.FromUrl(begun["session"].GetValue<string>().Split('.')[1]))!;
            claims.AsObject().Select(claim => claim.Key).ShouldBe(["ceremony", "purpose", "jti", "aud", "exp"]);
            claims["ceremony"]!.AsObject().ContainsKey("sub").ShouldBeFalse();
            claims.ToJsonString().ShouldNotContain("user-number-7");
            var named = Authenticator.Base64Text.FromUrl(begun["data"]["allowCredentials"]![0]!["id"]!.GetValue<string>());
            var titles = new List<string>();
            foreach (var backup in new byte[] { 0, 0x08 })
            {
                var forged = passkey with { Id = named, Backup = backup, Key = Authenticator.CredentialKey.Create(Authenticator.Cose.ES256) };
                var refused = await site.CompleteSignInAsync(begun, Site.Sign(begun, forged));
                refused.ShouldBeProblem(400, "signin_complete_error");
                titles.Add(refused["title"].GetValue<string>());
            }
            titles.Count(title => title.Contains("signature", StringComparison.Ordinal)).ShouldBe(1, string.Join('\n', titles));
        }
    }

    [Fact]
    public async Task belongs_to_one_user_of_the_app_and_another_app_has_its_own()
    {
        await using var server = await TestServer.StartAsync();
        var (shop, mall) = (await Site.AddAsync(server), await Site.AddAsync(server, "mall"));
        await SetAsync(shop, "ada", ["one", "two"]);
        (await SetAsync(shop, "eve", ["three", "two"])).ShouldBeProblem(409, "alias_conflict");
        (await shop.Backend.GetAsync("/alias/list?userid=eve"))["values"].AsArray().ShouldBeEmpty();
        (await SetAsync(mall, "eve", ["one", "two"])).Status.ShouldBe(HttpStatusCode.NoContent);
        (await SetAsync(shop, "ada", ["two"])).Status.ShouldBe(HttpStatusCode.NoContent);
        (await SetAsync(shop, "eve", ["one"])).Status.ShouldBe(HttpStatusCode.NoContent);
        (await mall.Backend.GetAsync("/alias/list?userId=ada"))["values"].AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task comes_with_a_registration_or_stops_it()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        async Task<Answer> TokenAsync(string user, params string[] aliases) => await site.Backend.PostAsync("/register/token", new JsonObject
        {
            ["userId"] = user,
            ["username"] = user,
            ["aliases"] = new JsonArray([.. aliases.Select(alias => JsonValue.Create(alias))]),
            ["aliasHashing"] = false,
        });
        var (ada, eve) = (Site.Token(await TokenAsync("ada", "one")), Site.Token(await TokenAsync("eve", "one")));
        var first = await site.BeginRegistrationAsync(ada);
        Site.Token(await site.CompleteRegistrationAsync(first, Site.Create(first)));
        var second = await site.BeginRegistrationAsync(eve);
        (await site.CompleteRegistrationAsync(second, Site.Create(second))).ShouldBeProblem(409, "alias_conflict");
        (await server.CountAsync("users")).ShouldBe(1);
        (await TokenAsync("eve", "one")).ShouldBeProblem(409, "alias_conflict");
        (await TokenAsync("ada", "one")).Status.ShouldBe(HttpStatusCode.OK);
        (await site.Backend.GetAsync("/alias/list?userId=ada"))["values"][0]!["plaintext"]!.GetValue<string>().ShouldBe("one");
    }

    [Fact]
    public async Task is_refused_where_there_are_too_many_or_it_is_too_long()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        (await SetAsync(site, "ada", [.. Enumerable.Range(0, 10).Select(i => $"{i}"), "0"])).Status.ShouldBe(HttpStatusCode.NoContent);
        (await SetAsync(site, "ada", [.. Enumerable.Range(0, 11).Select(i => $"{i}")])).ShouldBeProblem(400, "invalid_request");
        (await SetAsync(site, "ada", [new string('a', 250)])).Status.ShouldBe(HttpStatusCode.NoContent);
        foreach (var wrong in new[] { new string('a', 251), "" }) (await SetAsync(site, "ada", [wrong])).ShouldBeProblem(400, "invalid_request");
        foreach (var body in new JsonObject[] { new() { ["userId"] = "ada" }, new() { ["userId"] = "ada", ["aliases"] = null }, new() { ["userId"] = "ada", ["alias"] = new JsonArray("x") } })
        {
            (await site.Backend.PostAsync("/alias", body)).ShouldBeProblem(400, "invalid_request");
        }
        (await server.CountAsync("aliases")).ShouldBe(1);
        (await SetAsync(site, "ada", [])).Status.ShouldBe(HttpStatusCode.NoContent);
        (await server.CountAsync("aliases")).ShouldBe(0);
    }

    private static Task<Answer> SetAsync(Site site, string user, string[] aliases, bool hashing = true) => site.Backend.PostAsync("/alias", new JsonObject
    {
        ["userId"] = user,
        ["aliases"] = new JsonArray([.. aliases.Select(alias => JsonValue.Create(alias))]),
        ["hashing"] = hashing,
    });
}
