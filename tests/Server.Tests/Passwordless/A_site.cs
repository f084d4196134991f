using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

public sealed class A_site
{
    [Fact]
    public async Task registers_a_passkey_and_its_backend_reads_once_what_was_verified()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var begun = await site.BeginRegistrationAsync(await site.RegisterTokenAsync("user-1"));
        begun["data"]["excludeCredentials"]!.AsArray().Count.ShouldBe(0);
        begun["data"]["hints"]!.AsArray().Count.ShouldBe(0);
        begun["data"].ToJsonString().ShouldNotContain(":null");
        begun["session"].GetValue<string>().ShouldStartWith("session_");
        Encoding.UTF8.GetString(Base64Text.FromUrl(begun["data"]["user"]!["id"]!.GetValue<string>())).ShouldBe("user-1");
        var made = Site.Create(begun);
        var token = Site.Token(await site.CompleteRegistrationAsync(begun, made));
        token.ShouldStartWith("verify_");

        var verified = await site.VerifyAsync(token);
        verified.Status.ShouldBe(HttpStatusCode.OK, verified.Text);
        verified["userId"].GetValue<string>().ShouldBe("user-1");
        verified["type"].GetValue<string>().ShouldBe("passkey_register");
        verified["success"].GetValue<bool>().ShouldBeTrue();
        verified["rpid"].GetValue<string>().ShouldBe("localhost");
        verified["rpId"].GetValue<string>().ShouldBe("localhost");
        verified["origin"].GetValue<string>().ShouldBe(Tenant.Origin);
        verified["nickname"].GetValue<string>().ShouldBe("Laptop");
        verified["credentialId"].GetValue<string>().ShouldBe(Convert.ToBase64String(made.Credential.Id));
        verified["tokenId"].GetValue<Guid>().ShouldNotBe(Guid.Empty);
        verified.Text.ShouldNotContain(":null");
        (await site.VerifyAsync(token)).ShouldBeProblem(400, "invalid_token");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"userId":"7"}""")]
    [InlineData("""{"USERID":7,"purpose":"step-up"}""")]
    [InlineData("""{"userId":null,"alias":null,"token":null,"purpose":"sign-in"}""")]
    public async Task signs_a_user_in_without_a_user_handle_in_the_answer(string body)
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (passkey, _) = await site.RegisterAsync("7");

        var begun = await site.BeginSignInAsync(JsonNode.Parse(body)!.AsObject());
        begun["data"]["allowCredentials"]!.AsArray().Count.ShouldBe(body.Contains('7') ? 1 : 0);
        begun["data"]["hints"]!.AsArray().Count.ShouldBe(0);
        var verified = await site.VerifyAsync(Site.Token(await site.CompleteSignInAsync(begun, Site.Sign(begun, passkey))));
        verified["userId"].GetValue<string>().ShouldBe("7");
        verified["type"].GetValue<string>().ShouldBe("passkey_signin");
        verified["purpose"].GetValue<string>().ShouldBe(body.Contains("step-up", StringComparison.Ordinal) ? "step-up" : "sign-in");
    }

    [Fact]
    public async Task binds_a_sign_in_to_one_user_from_its_backend()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (ada, _) = await site.RegisterAsync("ada");
        var (eve, _) = await site.RegisterAsync("eve");
        var token = Site.Token(await site.Backend.PostAsync("/signin/token", new JsonObject { ["userId"] = "ada" }));

        var begun = await site.BeginSignInAsync(new JsonObject { ["token"] = token });
        (await site.CompleteSignInAsync(begun, Site.Sign(begun, eve))).ShouldBeProblem(400, "signin_complete_error");
        (await site.CompleteSignInAsync(begun, Site.Sign(begun, ada))).Status.ShouldBe(HttpStatusCode.OK);
        var again = await site.BeginSignInAsync(new JsonObject { ["token"] = token });
        (await site.CompleteSignInAsync(again, Site.Sign(again, ada, scenario => scenario.SignCount = 9))).ShouldBeProblem(400, "invalid_token");
    }

    [Fact]
    public async Task makes_a_token_for_a_user_it_knows_by_other_means()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var token = Site.Token(await site.Backend.PostAsync("/signin/generate-token", new JsonObject { ["userId"] = "ada", ["timeToLive"] = 600 }));
        server.Clock.Advance(TimeSpan.FromSeconds(599));
        var verified = await site.VerifyAsync(token);
        verified["type"].GetValue<string>().ShouldBe("generated_signin");
        verified["userId"].GetValue<string>().ShouldBe("ada");
    }

    [Fact]
    public async Task speaks_as_its_client_does_with_other_cases_older_names_and_doubled_slashes()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var begun = await site.Page.PostAsync(server.Http.BaseAddress + "/register/begin/", new JsonObject { ["Token"] = await site.RegisterTokenAsync(), ["rpId"] = "localhost" });
        begun.Status.ShouldBe(HttpStatusCode.OK, begun.Text);
        var made = Site.Create(begun);
        var credential = JsonNode.Parse(made.Json)!.AsObject();
        Rename(credential, "clientExtensionResults", "extensions");
        Rename(credential, "rawId", "RawId");
        Rename(credential["response"]!.AsObject(), "attestationObject", "AttestationObject");
        Rename(credential["response"]!.AsObject(), "clientDataJSON", "clientDataJson");
        Site.Token(await site.Page.PostAsync("/register/complete", Site.Body(begun, credential.ToJsonString()))).ShouldStartWith("verify_");
    }

    [Fact]
    public async Task shares_rp_id_user_ids_and_credential_ids_with_another_and_sees_nothing_of_it()
    {
        await using var server = await TestServer.StartAsync();
        var (shop, mall) = (await Site.AddAsync(server), await Site.AddAsync(server, "mall"));
        var (passkey, token) = await shop.RegisterAsync("ada");
        (await mall.VerifyAsync(token)).ShouldBeProblem(400, "invalid_token");
        (await mall.BeginRegistrationAsync(await shop.RegisterTokenAsync("ada"))).ShouldBeProblem(400, "invalid_token");

        var begun = await mall.BeginSignInAsync();
        var refused = await mall.CompleteSignInAsync(begun, Site.Sign(begun, passkey));
        refused.ShouldBeProblem(400, "unknown_credential");
        refused["credentialId"].GetValue<string>().ShouldBe(Base64Text.Url(passkey.Id));

        var there = await mall.BeginRegistrationAsync(await mall.RegisterTokenAsync("ada"));
        there["data"]["excludeCredentials"]!.AsArray().Count.ShouldBe(0);
        Site.Token(await mall.CompleteRegistrationAsync(there, Site.Create(there, scenario => scenario.CredentialId = passkey.Id)));
        var home = await shop.BeginSignInAsync();
        Site.Token(await shop.CompleteSignInAsync(home, Site.Sign(home, passkey)));
        (await server.CountAsync("users")).ShouldBe(2);
    }

    private static void Rename(JsonObject json, string from, string to)
    {
        var value = json[from]!.DeepClone();
        json.Remove(from);
        json[to] = value;
    }
}
