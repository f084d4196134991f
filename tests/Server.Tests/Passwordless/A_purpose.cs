using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class A_purpose
{
    [Fact]
    public async Task says_what_its_sign_ins_ask_for_and_how_long_their_tokens_live()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (passkey, _) = await site.RegisterAsync("7");
        (await site.BeginSignInAsync(new JsonObject { ["purpose"] = "pay" })).ShouldBeProblem(400, "unknown_purpose");
        (await SendAsync(site, "/add", "pay", "required", "00:05:00", "security-key, hybrid, telepathy")).Status.ShouldBe(HttpStatusCode.Created);

        var begun = await site.BeginSignInAsync(new JsonObject { ["purpose"] = "pay" });
        begun["data"]["userVerification"]!.GetValue<string>().ShouldBe("required");
        begun["data"]["hints"]!.AsArray().Select(hint => hint!.GetValue<string>()).ShouldBe(["security-key", "hybrid"]);
        (await site.CompleteSignInAsync(begun, Site.Sign(begun, passkey, made => made.Flags &= unchecked((byte)~0x04)))).ShouldBeProblem(400, "signin_complete_error");
        var token = Site.Token(await site.CompleteSignInAsync(begun, Site.Sign(begun, passkey)));
        server.Clock.Advance(TimeSpan.FromSeconds(299));
        var verified = await site.VerifyAsync(token);
        verified["purpose"].GetValue<string>().ShouldBe("pay");
        (verified["expiresAt"].GetValue<DateTimeOffset>() - verified["timestamp"].GetValue<DateTimeOffset>()).ShouldBe(TimeSpan.FromMinutes(5));
        var generated = Site.Token(await site.Backend.PostAsync("/signin/generate-token", new JsonObject { ["userId"] = "7", ["purpose"] = "pay" }));
        server.Clock.Advance(TimeSpan.FromSeconds(299));
        (await site.VerifyAsync(generated))["purpose"].GetValue<string>().ShouldBe("pay");
        (await site.Backend.PostAsync("/signin/generate-token", new JsonObject { ["userId"] = "7", ["purpose"] = "gamble" })).ShouldBeProblem(400, "unknown_purpose");
    }

    [Fact]
    public async Task is_added_listed_changed_and_deleted_by_the_backend_of_its_app()
    {
        await using var server = await TestServer.StartAsync();
        var (site, mall) = (await Site.AddAsync(server), await Site.AddAsync(server, "mall"));
        (await NamesAsync(site)).ShouldBe(["sign-in", "step-up"]);
        (await SendAsync(site, "", "pay", "required")).ShouldBeProblem(400, "unknown_purpose");
        (await SendAsync(site, "/add", "pay", "discouraged")).Status.ShouldBe(HttpStatusCode.Created);
        (await SendAsync(site, "/add", "pay", "required")).ShouldBeProblem(409, "purpose_taken");
        (await SendAsync(site, "/add", "step-up", "required")).ShouldBeProblem(409, "purpose_taken");
        (await SendAsync(site, "", "pay", "required", "01:00:00")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await SendAsync(site, "", "step-up", "preferred")).Status.ShouldBe(HttpStatusCode.NoContent);

        var pay = (await site.Backend.GetAsync("/auth-configs/list?purpose=pay"))["values"].AsArray().ShouldHaveSingleItem()!;
        pay["userVerification"]!.GetValue<string>().ShouldBe("required");
        pay["timeToLive"]!.GetValue<int>().ShouldBe(3600);
        (await site.Backend.GetAsync("/auth-configs/list?purpose=step-up"))["values"][0]!["userVerification"]!.GetValue<string>().ShouldBe("preferred");
        (await NamesAsync(mall)).ShouldBe(["sign-in", "step-up"]);
        (await mall.BeginSignInAsync(new JsonObject { ["purpose"] = "pay" })).ShouldBeProblem(400, "unknown_purpose");

        (await site.Backend.PostAsync("/auth-configs/delete", new JsonObject { ["purpose"] = "pay" })).Status.ShouldBe(HttpStatusCode.NoContent);
        (await site.Backend.PostAsync("/auth-configs/delete", new JsonObject { ["purpose"] = "pay" })).ShouldBeProblem(400, "unknown_purpose");
        (await site.Backend.PostAsync("/auth-configs/delete", new JsonObject { ["purpose"] = "sign-in" })).ShouldBeProblem(409, "purpose_taken");
        (await site.BeginSignInAsync(new JsonObject { ["purpose"] = "pay" })).ShouldBeProblem(400, "unknown_purpose");
    }

    [Theory]
    [InlineData("", "required", "00:02:00")]
    [InlineData("pay\u0007", "required", "00:02:00")]
    [InlineData("pay", "always", "00:02:00")]
    [InlineData("pay", "required", "00:00:00")]
    [InlineData("pay", "required", "2 minutes")]
    [InlineData("pay", "required", "8.00:00:00")]
    public async Task is_refused_where_it_is_none(string name, string verification, string lifetime)
    {
        await using var server = await TestServer.StartAsync();
        (await SendAsync(await Site.AddAsync(server), "/add", name, verification, lifetime)).ShouldBeProblem(400, "invalid_request");
    }

    private static async Task<string[]> NamesAsync(Site site) =>
        [.. (await site.Backend.GetAsync("/auth-configs/list"))["values"].AsArray().Select(purpose => purpose!["purpose"]!.GetValue<string>())];

    private static Task<Answer> SendAsync(Site site, string path, string name, string verification, string lifetime = "00:02:00", string hints = "") => site.Backend.PostAsync("/auth-configs" + path, new JsonObject
    {
        ["purpose"] = name,
        ["userVerificationRequirement"] = verification,
        ["timeToLive"] = lifetime,
        ["hints"] = hints,
    });
}
