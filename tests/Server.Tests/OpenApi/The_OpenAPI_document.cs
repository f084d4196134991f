using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Keystile.Server.Docs;
using Keystile.Server.OpenApi;
using Microsoft.AspNetCore.Routing;

namespace Keystile.Server.Tests;

public sealed class The_OpenAPI_document
{
    [Fact]
    public async Task has_a_line_for_every_route_and_no_other()
    {
        await using var server = await TestServer.StartAsync();
        var routes = server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {Regex.Replace(endpoint.RoutePattern.RawText!, @"\{(\w+):\w+\}", "{$1}")}")).ToArray();
        Operations.All.Select(operation => operation.Route).ShouldBe(routes, ignoreOrder: true);
        (await Contract.OfAsync(server)).Operations.Select(operation => operation.Route).ShouldBe(routes, ignoreOrder: true);
    }

    /// <summary>What the requests of other tests rarely meet.</summary>
    [Theory]
    [InlineData("POST /register/token", "alias_conflict")]
    [InlineData("POST /register/begin", "passkey_limit")]
    [InlineData("POST /register/complete", "alias_conflict")]
    [InlineData("PATCH /api/account", "rate_limited")]
    [InlineData("POST /api/account/email/verify", "rate_limited")]
    [InlineData("POST /api/external/redeem", "expired_token")]
    [InlineData("PATCH /admin/api/apps/{app}/users/{user}", "step_up_required")]
    [InlineData("PATCH /admin/api/apps/{app}/users/{user}/passkeys/{passkey}", "step_up_required")]
    public async Task names_every_refusal(string route, string code)
    {
        await using var server = await TestServer.StartAsync();
        var operation = (await Contract.OfAsync(server)).Operations.Single(one => one.Route == route).Operation;
        operation["responses"]!.AsObject().SelectMany(answer => answer.Value!["x-codes"]?.AsArray() ?? []).Select(one => one!.GetValue<string>()).ShouldContain(code);
    }

    [Fact]
    public async Task is_whole()
    {
        await using var server = await TestServer.StartAsync();
        var contract = await Contract.OfAsync(server);
        contract.Document["openapi"]!.GetValue<string>().ShouldBe("3.1.0");
        contract.Operations.Select(one => one.Operation["operationId"]!.GetValue<string>()).ShouldBeUnique();
        var text = contract.Document.ToJsonString();
        foreach (var reference in Regex.Matches(text, @"#/components/schemas/(\w+)").Select(match => match.Groups[1].Value).Distinct())
        {
            contract.Document["components"]!["schemas"]![reference].ShouldNotBeNull(reference);
        }
        var codes = contract.Operations.SelectMany(one => one.Operation["responses"]!.AsObject()).SelectMany(answer => answer.Value!["x-codes"]?.AsArray() ?? []).Select(code => code!.GetValue<string>()).Distinct();
        codes.Where(code => ErrorCatalogue.Find(code) is null).ShouldBeEmpty();
        foreach (var (route, operation) in contract.Operations)
        {
            operation["responses"]!.AsObject().ShouldContain(answer => answer.Key.StartsWith('2') || answer.Key == "302", route);
            foreach (Match parameter in Regex.Matches(route, @"\{(\w+)\}")) operation["parameters"]!.AsArray().ShouldContain(one => one!["name"]!.GetValue<string>() == parameter.Groups[1].Value, route);
        }
    }

    [Fact]
    public async Task types_every_parameter_that_a_handler_types_and_forgets_none()
    {
        await using var server = await TestServer.StartAsync();
        var contract = await Contract.OfAsync(server);
        var typed = 0;
        foreach (var endpoint in server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = Regex.Replace(endpoint.RoutePattern.RawText!, @"\{(\w+):\w+\}", "{$1}");
            var bound = endpoint.Metadata.OfType<System.Reflection.MethodInfo>().Single().GetParameters()
                .Where(one => (Nullable.GetUnderlyingType(one.ParameterType) ?? one.ParameterType) is var type && (type.IsPrimitive || type == typeof(string) || type == typeof(Guid) || type == typeof(DateTimeOffset)));
            foreach (var one in bound)
            {
                var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant();
                var schema = contract.Document["paths"]![path]![method]!["parameters"]!.AsArray().Single(parameter => parameter!["name"]!.GetValue<string>() == one.Name)!["schema"]!;
                var type = Nullable.GetUnderlyingType(one.ParameterType) ?? one.ParameterType;
                schema["type"]!.GetValue<string>().ShouldBe(type == typeof(bool) ? "boolean" : type == typeof(long) || type == typeof(int) ? "integer" : "string", $"{path} {one.Name}");
                schema["format"]?.GetValue<string>().ShouldBe(type == typeof(Guid) ? "uuid" : type == typeof(DateTimeOffset) ? "date-time" : null, $"{path} {one.Name}");
                if (type == typeof(Guid)) schema["format"].ShouldNotBeNull($"{path} {one.Name}");
                typed++;
            }
        }
        typed.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void names_every_parameter_that_is_read_by_hand()
    {
        var sources = Directory.EnumerateFiles(SharedFiles.InRepository("src", "Server"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("OpenApi", StringComparison.Ordinal));
        var read = sources.SelectMany(file => Regex.Matches(File.ReadAllText(file), """[qQ]uery\["(\w+)"\]|Number\(http, "(\w+)""")).Select(match => match.Groups[1].Value + match.Groups[2].Value).Distinct().ToArray();
        var named = Operations.All.SelectMany(operation => Members.Schema(Operations.QueryOf(operation.Route))["properties"]!.AsObject().Select(one => one.Key)).ToHashSet(StringComparer.Ordinal);
        read.Length.ShouldBeGreaterThan(8);
        read.Where(name => !named.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task says_what_the_account_answers()
    {
        await using var server = await TestServer.StartAsync();
        var ada = new Watched(server, await Contract.OfAsync(server));
        var begun = await ada.PostAsync("/api/webauthn/register/begin", new JsonObject { ["username"] = "ada" });
        var made = Browser.Create(begun);
        var registered = await ada.PostAsync("/api/webauthn/register/complete", Browser.Body(begun, made.Json));
        var asked = await ada.PostAsync("/api/webauthn/authenticate/begin", []);
        await ada.PostAsync("/api/webauthn/authenticate/complete", Browser.Body(asked, Browser.Sign(asked, made.Credential).Json));
        await ada.PostAsync("/api/webauthn/authenticate/complete", Browser.Body(asked, Browser.Sign(asked, made.Credential).Json));
        var connect = await ada.PostAsync("/api/webauthn/connect/options", []);
        await ada.PostAsync("/api/webauthn/connect/verify", Browser.Body(connect, Browser.Create(connect).Json));
        var step = await ada.PostAsync("/api/webauthn/stepup/begin", []);
        await ada.PostAsync("/api/webauthn/stepup/complete", Browser.Body(step, Browser.Sign(step, made.Credential).Json));
        foreach (var path in new[] { "/api/session", "/api/sessions", "/api/passkeys", "/api/account", "/.well-known/webauthn", "/.well-known/passkey-endpoints", "/.well-known/jwks.json", "/health/ready", "/openapi/v1.json" }) await ada.GetAsync(path);
        await ada.PatchAsync($"/api/passkeys/{registered["passkey"]["id"]!.GetValue<string>()}", new JsonObject { ["name"] = "Mine" });
        await ada.PatchAsync("/api/account", new JsonObject { ["displayName"] = "Ada" });
        await ada.PostAsync("/api/session/refresh", []);
        await ada.DeleteAsync($"/api/passkeys/{registered["passkey"]["id"]!.GetValue<string>()}");
        await ada.PostAsync("/api/webauthn/register/begin", new JsonObject { ["username"] = 7 });
        await ada.DeleteAsync("/api/account");
        await ada.GetAsync("/api/account");
    }

    [Fact]
    public async Task says_what_the_console_answers()
    {
        await using var server = await TestServer.StartAsync();
        var link = await OperatorsBrowser.FirstLinkAsync(server);
        var root = new Watched(server, await Contract.OfAsync(server));
        await root.PostAsync("/admin/api/invitation", new JsonObject { ["invitation"] = OperatorsBrowser.Token(link) });
        var begun = await root.PostAsync("/admin/api/webauthn/register/begin", new JsonObject { ["invitation"] = OperatorsBrowser.Token(link), ["username"] = "root" });
        await root.PostAsync("/admin/api/webauthn/register/complete", Browser.Body(begun, Browser.Create(begun).Json));
        var created = await root.PostAsync("/admin/api/apps", new JsonObject { ["id"] = "shop", ["rpId"] = "localhost", ["origins"] = new JsonArray(Tenant.Origin) });
        var ada = await PeopleOf.JoinAsync(server, created, "ada");
        await root.PostAsync("/admin/api/apps/shop/keys", new JsonObject { ["kind"] = "public" });
        await root.PostAsync("/admin/api/invitations", new JsonObject { ["role"] = "viewer" });
        foreach (var path in new[] { "operator", "operators", "invitations", "apps", "apps/shop", "apps/shop/keys", "apps/shop/webhooks", "apps/shop/users", $"apps/shop/users/{ada.Id}", "events", "sign-ins", "sign-ins?by=hour", "session", "sessions", "passkeys", "apps/none" }) await root.GetAsync("/admin/api/" + path);
        await root.PatchAsync("/admin/api/apps/shop", new JsonObject { ["name"] = "Shop" });
        await root.PatchAsync("/admin/api/apps/shop", new JsonObject { ["origins"] = new JsonArray("none") });
        await root.PatchAsync($"/admin/api/apps/shop/users/{ada.Id}", new JsonObject { ["locked"] = true });
        var tried = await root.PostAsync("/admin/api/apps/shop/playground/registration/begin", []);
        await root.PostAsync("/admin/api/apps/shop/playground/registration/complete", Browser.Body(tried, Browser.Create(tried).Json));
        await root.PostAsync("/admin/api/apps/shop/playground/authentication/begin", []);
        await root.DeleteAsync($"/admin/api/apps/shop/users/{ada.Id}");
        await root.DeleteAsync("/admin/api/session");
        await root.GetAsync("/admin/api/apps");
    }

    [Fact]
    public async Task says_what_the_service_answers()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var contract = await Contract.OfAsync(server);
        var backend = new Watched(server, contract) { Inner = shop.Backend(server) };
        var page = new Watched(server, contract) { Inner = shop.Browser(server) };
        var token = await backend.PostAsync("/register/token", new JsonObject { ["userId"] = "u1", ["username"] = "ada" });
        var begun = await page.PostAsync("/register/begin", new JsonObject { ["token"] = token["token"].GetValue<string>(), ["RPID"] = "localhost", ["Origin"] = Tenant.Origin });
        await page.PostAsync("/signin/begin", new JsonObject { ["userId"] = "u1", ["RPID"] = "localhost", ["Origin"] = Tenant.Origin });
        begun["session"].GetValue<string>().ShouldStartWith("session_");
        var generated = await backend.PostAsync("/signin/generate-token", new JsonObject { ["userId"] = "u1" });
        await backend.PostAsync("/signin/verify", new JsonObject { ["token"] = generated["token"].GetValue<string>() });
        await backend.PostAsync("/signin/verify", new JsonObject { ["token"] = generated["token"].GetValue<string>() });
        await backend.PostAsync("/signin/verify", []);
        await page.PostAsync("/register/begin", []);
    }

    /// <summary>A browser whose every answer is held to the contract.</summary>
    private sealed class Watched(TestServer server, Contract contract)
    {
        public Browser Inner { get; init; } = new(server);

        public Task<Answer> GetAsync(string path) => SeeAsync(HttpMethod.Get, path, Inner.GetAsync(path));

        public Task<Answer> DeleteAsync(string path) => SeeAsync(HttpMethod.Delete, path, Inner.DeleteAsync(path));

        public Task<Answer> PostAsync(string path, JsonObject body) => SeeAsync(HttpMethod.Post, path, Inner.PostAsync(path, body));

        public Task<Answer> PatchAsync(string path, JsonObject body) => SeeAsync(HttpMethod.Patch, path, Inner.PatchAsync(path, body));

        private async Task<Answer> SeeAsync(HttpMethod method, string path, Task<Answer> sent)
        {
            var answer = await sent;
            contract.ShouldPromise(method, path, answer);
            return answer;
        }
    }
}
