using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class The_playground
{
    private const string Path = "/admin/api/apps/shop/playground/";

    [Fact]
    public async Task tells_each_step_of_a_registration_and_of_a_sign_in()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        await OperatorsBrowser.CreateAppAsync(root);
        var begun = await root.PostAsync(Path + "registration/begin", new JsonObject());
        var made = Browser.Create(begun);
        var report = await root.PostAsync(Path + "registration/complete", Browser.Body(begun, made.Json));
        report.Status.ShouldBe(HttpStatusCode.OK, report.Text);
        report["accepted"].GetValue<bool>().ShouldBeTrue();
        Outcomes(report).Distinct().ShouldBe(["passed", "skipped"], ignoreOrder: true);
        report["steps"][0]!["step"]!.GetValue<string>().ShouldBe("7.1.5");
        report["record"]["algorithm"]!.GetValue<string>().ShouldBe("ES256");
        report.Json!["decoded"].ShouldNotBeNull();

        var record = report["record"].DeepClone();
        var asked = await root.PostAsync(Path + "authentication/begin", new JsonObject { ["record"] = record.DeepClone() });
        var body = Browser.Body(asked, Browser.Sign(asked, made.Credential).Json);
        body["record"] = record;
        var signedIn = await root.PostAsync(Path + "authentication/complete", body);
        signedIn["accepted"].GetValue<bool>().ShouldBeTrue(signedIn.Text);
        (await server.CountAsync("webauthn_credentials")).ShouldBe(1);
        (await server.CountAsync("users")).ShouldBe(1);
    }

    [Fact]
    public async Task names_the_step_that_fails()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        await OperatorsBrowser.CreateAppAsync(root);
        var begun = await root.PostAsync(Path + "registration/begin", new JsonObject());
        var made = Browser.Create(begun, scenario => scenario.Origin = "https://evil.example");
        var report = await root.PostAsync(Path + "registration/complete", Browser.Body(begun, made.Json));
        report["accepted"].GetValue<bool>().ShouldBeFalse();
        report["code"].GetValue<string>().ShouldBe("origin_not_allowed");
        report["steps"].AsArray().Single(step => step!["outcome"]!.GetValue<string>() == "failed")!["step"]!.GetValue<string>().ShouldBe("7.1.9");
        report.Json!["record"].ShouldBeNull();
    }

    [Fact]
    public async Task judges_a_real_passkey_of_the_app_and_leaves_it_as_it_was()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var ada = await PeopleOf.JoinAsync(server, await OperatorsBrowser.CreateAppAsync(root), "ada");
        var asked = await root.PostAsync(Path + "authentication/begin", new JsonObject());
        var report = await root.PostAsync(Path + "authentication/complete", Browser.Body(asked, Browser.Sign(asked, ada.Passkey).Json));
        report["accepted"].GetValue<bool>().ShouldBeTrue(report.Text);
        (await root.GetAsync($"/admin/api/apps/shop/users/{ada.Id}"))["passkeys"][0]!["lastUsedAt"].ShouldBeNull();
    }

    [Fact]
    public async Task makes_tokens_that_no_other_endpoint_takes_and_takes_none_of_theirs()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var created = await OperatorsBrowser.CreateAppAsync(root);
        var shop = new Tenant("shop", created["publicKey"].GetValue<string>(), created["secretKey"].GetValue<string>()).Browser(server);
        var begun = await root.PostAsync(Path + "registration/begin", new JsonObject());
        (await shop.CompleteRegistrationAsync(begun, Browser.Create(begun))).ShouldBeProblem(400, "invalid_challenge_token");
        var real = await shop.BeginRegistrationAsync("ada");
        (await root.PostAsync(Path + "registration/complete", Browser.Body(real, Browser.Create(real).Json))).ShouldBeProblem(400, "invalid_challenge_token");
    }

    [Fact]
    public async Task takes_no_token_of_a_sign_in_for_a_registration()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        await OperatorsBrowser.CreateAppAsync(root);
        var (registration, signIn) = (await root.PostAsync(Path + "registration/begin", new JsonObject()), await root.PostAsync(Path + "authentication/begin", new JsonObject()));
        var body = Browser.Body(signIn, Browser.Create(registration).Json);
        (await root.PostAsync(Path + "registration/complete", body)).ShouldBeProblem(400, "invalid_challenge_token");
    }

    [Fact]
    public async Task is_for_operators()
    {
        await using var server = await TestServer.StartAsync();
        (await new Browser(server).PostAsync("/admin/api/apps/home/playground/registration/begin", new JsonObject())).ShouldBeProblem(401, "not_signed_in");
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        (await root.PostAsync("/admin/api/apps/admin/playground/registration/begin", new JsonObject())).ShouldBeProblem(404, "not_found");
        (await root.PostAsync("/admin/api/apps/home/playground/authentication/begin", new JsonObject { ["record"] = new JsonObject { ["credentialId"] = "!" } })).ShouldBeProblem(400, "invalid_request");
    }

    private static IEnumerable<string> Outcomes(Answer report) => report["steps"].AsArray().Select(step => step!["outcome"]!.GetValue<string>());
}
