using System.Text.Json.Nodes;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class A_call_to_the_service_is_refused_when
{
    [Fact]
    public async Task its_token_is_missing_of_another_kind_forged_unreadable_or_late()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (_, verify) = await site.RegisterAsync();
        var register = await site.RegisterTokenAsync();

        (await site.Page.PostAsync("/register/begin", new JsonObject())).ShouldBeProblem(400, "missing_token");
        (await site.BeginRegistrationAsync(verify)).ShouldBeProblem(400, "invalid_token");
        (await site.BeginRegistrationAsync("register_" + verify["verify_".Length..])).ShouldBeProblem(400, "invalid_token");
        (await site.BeginRegistrationAsync("register_nonsense")).ShouldBeProblem(400, "invalid_token_format");
        (await site.BeginRegistrationAsync(register[..^1] + (register[^1] == 'A' ? 'E' : 'A'))).ShouldBeProblem(400, "invalid_token");
        (await site.VerifyAsync(register)).ShouldBeProblem(400, "invalid_token");
        (await site.VerifyAsync("")).ShouldBeProblem(400, "missing_token");
        server.Clock.Advance(TimeSpan.FromSeconds(120));
        (await site.BeginRegistrationAsync(register)).ShouldBeProblem(403, "expired_token");
        (await site.VerifyAsync(verify)).ShouldBeProblem(403, "expired_token");
    }

    [Fact]
    public async Task its_register_token_or_session_has_had_its_one_success()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var token = await site.RegisterTokenAsync();
        var (first, second) = (await site.BeginRegistrationAsync(token), await site.BeginRegistrationAsync(token));
        Site.Token(await site.CompleteRegistrationAsync(first, Site.Create(first)));

        (await site.CompleteRegistrationAsync(first, Site.Create(first))).ShouldBeProblem(400, "invalid_token");
        (await site.CompleteRegistrationAsync(second, Site.Create(second))).ShouldBeProblem(400, "invalid_token");
        (await server.CountAsync("webauthn_credentials")).ShouldBe(1);
    }

    [Fact]
    public async Task its_sign_in_was_answered_before_or_by_another_user_or_by_the_answer_to_a_registration()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (ada, _) = await site.RegisterAsync("ada");
        var begun = await site.BeginSignInAsync();
        Site.Token(await site.CompleteSignInAsync(begun, Site.Sign(begun, ada)));
        (await site.CompleteSignInAsync(begun, Site.Sign(begun, ada, scenario => scenario.SignCount = 9))).ShouldBeProblem(400, "invalid_token");

        foreach (var body in new[] { new JsonObject { ["userId"] = "nobody" }, new JsonObject { ["alias"] = "nobody" } })
        {
            var decoyed = await site.BeginSignInAsync(body);
            decoyed["data"]["allowCredentials"]!.AsArray().Count.ShouldBeGreaterThan(0);
            (await site.CompleteSignInAsync(decoyed, Site.Sign(decoyed, ada))).ShouldBeProblem(400, "signin_complete_error");
        }
        var registration = await site.BeginRegistrationAsync(await site.RegisterTokenAsync());
        (await site.CompleteSignInAsync(registration, Site.Sign(registration, ada))).ShouldBeProblem(400, "invalid_token");
    }

    [Fact]
    public async Task it_names_another_rp_id_origin_or_purpose()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        (await site.BeginSignInAsync(new JsonObject { ["RPID"] = "evil.test" })).ShouldBeProblem(400, "invalid_rpid");
        (await site.BeginSignInAsync(new JsonObject { ["origin"] = "https://evil.test" })).ShouldBeProblem(403, "origin_not_allowed");
        (await site.BeginSignInAsync(new JsonObject { ["purpose"] = "transfer" })).ShouldBeProblem(400, "unknown_purpose");
        var begun = await site.BeginRegistrationAsync(await site.RegisterTokenAsync());
        (await site.CompleteRegistrationAsync(begun, Site.Create(begun, scenario => scenario.Origin = "https://evil.test"))).ShouldBeProblem(400, "fido2_invalid_registration");
        (await server.CountAsync("users")).ShouldBe(0);
    }

    [Fact]
    public async Task its_names_are_too_long_for_the_tokens_they_travel_in()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        Task<Answer> TokenAsync(string username, string displayName) => site.Backend.PostAsync("/register/token", new JsonObject
        {
            ["userId"] = "ada",
            ["username"] = username,
            ["displayName"] = displayName,
            ["aliases"] = new JsonArray([.. Enumerable.Range(0, 10).Select(i => JsonValue.Create(i + new string('ä', 249)))]),
            ["aliasHashing"] = false,
        });
        var (longest, tooLong) = (new string('ä', 1000), new string('ä', 1001));
        (await TokenAsync(tooLong, "Ada")).ShouldBeProblem(400, "invalid_request");
        (await TokenAsync("ada", tooLong)).ShouldBeProblem(400, "invalid_request");
        var begun = await site.BeginRegistrationAsync(Site.Token(await TokenAsync(longest, longest)));
        begun["data"]["user"]!["displayName"]!.GetValue<string>().ShouldBe(longest);
        Site.Token(await site.CompleteRegistrationAsync(begun, Site.Create(begun)));
    }

    [Fact]
    public async Task its_passkey_was_deleted_after_it_signed()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (_, token) = await site.RegisterAsync("ada");
        var user = (await server.Database.ReadAsync(reading => UserStore.FindByHandleAsync(reading, "shop", WebAuthn.UserHandle.TryCreate("ada"u8)!), TestContext.Current.CancellationToken))!;
        await server.Database.WriteAsync(writing => UserStore.DeleteAsync(writing, "shop", user.Id), TestContext.Current.CancellationToken);
        (await site.VerifyAsync(token)).ShouldBeProblem(400, "invalid_token");
    }
}
