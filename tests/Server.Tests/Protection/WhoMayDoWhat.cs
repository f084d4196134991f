using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;

namespace Keystile.Server.Tests;

/// <summary>Every route, and what it answers to nobody, to the account's owner, and to another user who names the owner's ids. A route that is not in the table fails.</summary>
public sealed class Who_may_do_what
{
    internal static readonly (string Route, int Anonymous, int Owner, int Other)[] Table =
    [
        ("GET /health/live", 204, 204, 204),
        ("GET /health/ready", 204, 204, 204),
        ("GET /.well-known/webauthn", 200, 200, 200),
        ("GET /.well-known/passkey-endpoints", 200, 200, 200),
        ("GET /.well-known/assetlinks.json", 200, 200, 200),
        ("GET /.well-known/apple-app-site-association", 200, 200, 200),
        ("GET /.well-known/jwks.json", 200, 200, 200),
        ("GET /.well-known/security.txt", 404, 404, 404),
        ("GET /docs/errors/{code}", 200, 200, 200),
        ("GET /openapi/v1.json", 200, 200, 200),
        ("POST /api/webauthn/register/begin", 400, 400, 400),
        ("POST /api/webauthn/register/complete", 400, 400, 400),
        ("POST /api/webauthn/authenticate/begin", 200, 200, 200),
        ("POST /api/webauthn/authenticate/complete", 400, 400, 400),
        ("POST /api/webauthn/connect/options", 401, 200, 200),
        ("POST /api/webauthn/connect/verify", 401, 400, 400),
        ("POST /api/webauthn/stepup/begin", 401, 200, 200),
        ("POST /api/webauthn/stepup/complete", 401, 400, 400),
        ("GET /api/session", 401, 200, 200),
        ("DELETE /api/session", 401, 204, 204),
        ("POST /api/session/refresh", 401, 200, 200),
        ("GET /api/sessions", 401, 200, 200),
        ("DELETE /api/sessions", 401, 204, 204),
        ("DELETE /api/sessions/{session}", 401, 204, 404),
        ("GET /api/passkeys", 401, 200, 200),
        ("PATCH /api/passkeys/{passkey}", 401, 200, 404),
        ("DELETE /api/passkeys/{passkey}", 401, 409, 404),
        ("GET /api/account", 401, 200, 200),
        ("PATCH /api/account", 401, 200, 200),
        ("DELETE /api/account", 401, 200, 200),
        ("POST /api/account/email/verify", 401, 400, 400),
        ("GET /api/recovery/codes", 401, 200, 200),
        ("POST /api/recovery/codes", 401, 200, 200),
        ("POST /api/recovery/redeem", 400, 400, 400),
        ("POST /api/recovery/link", 403, 403, 403), // no mail server is set
        ("POST /api/recovery/link/redeem", 400, 400, 400),
        ("GET /api/identities", 401, 200, 200),
        ("DELETE /api/identities/{identity}", 401, 404, 404),
        ("GET /api/external", 200, 200, 200),
        ("GET /api/external/{provider}/start", 404, 404, 404),
        ("GET /api/external/{provider}/callback", 302, 302, 302),
        ("POST /api/external/redeem", 400, 400, 400),
        // The service asks for a key and never looks at a session.
        ("POST /register/token", 401, 401, 401),
        ("POST /register/begin", 401, 401, 401),
        ("POST /register/complete", 401, 401, 401),
        ("POST /signin/begin", 401, 401, 401),
        ("POST /signin/complete", 401, 401, 401),
        ("POST /signin/token", 401, 401, 401),
        ("POST /signin/generate-token", 401, 401, 401),
        ("POST /magic-links/send", 401, 401, 401),
        ("POST /signin/verify", 401, 401, 401),
        ("GET /events", 401, 401, 401),
        ("POST /alias", 401, 401, 401),
        ("GET /alias/list", 401, 401, 401),
        ("GET /credentials/list", 401, 401, 401),
        ("POST /credentials/list", 401, 401, 401),
        ("POST /credentials/delete", 401, 401, 401),
        ("GET /users/list", 401, 401, 401),
        ("GET /users/count", 401, 401, 401),
        ("POST /users/delete", 401, 401, 401),
        ("GET /auth-configs/list", 401, 401, 401),
        ("POST /auth-configs/add", 401, 401, 401),
        ("POST /auth-configs", 401, 401, 401),
        ("POST /auth-configs/delete", 401, 401, 401),
        // The console asks for an operator's session, which nobody here has; Who_may_do_what_at_the_console has the operators.
        ("POST /admin/api/webauthn/authenticate/begin", 200, 200, 200),
        ("POST /admin/api/webauthn/authenticate/complete", 400, 400, 400),
        ("POST /admin/api/webauthn/register/begin", 404, 404, 404),
        ("POST /admin/api/webauthn/register/complete", 400, 400, 400),
        ("POST /admin/api/invitation", 404, 404, 404),
        ("POST /admin/api/webauthn/stepup/begin", 401, 401, 401),
        ("POST /admin/api/webauthn/stepup/complete", 401, 401, 401),
        ("POST /admin/api/webauthn/connect/options", 401, 401, 401),
        ("POST /admin/api/webauthn/connect/verify", 401, 401, 401),
        ("GET /admin/api/session", 401, 401, 401),
        ("DELETE /admin/api/session", 401, 401, 401),
        ("GET /admin/api/sessions", 401, 401, 401),
        ("DELETE /admin/api/sessions", 401, 401, 401),
        ("DELETE /admin/api/sessions/{session}", 401, 401, 401),
        ("GET /admin/api/passkeys", 401, 401, 401),
        ("PATCH /admin/api/passkeys/{passkey}", 401, 401, 401),
        ("DELETE /admin/api/passkeys/{passkey}", 401, 401, 401),
        ("GET /admin/api/operator", 401, 401, 401),
        ("GET /admin/api/operators", 401, 401, 401),
        ("PATCH /admin/api/operators/{session}", 401, 401, 401),
        ("DELETE /admin/api/operators/{session}", 401, 401, 401),
        ("GET /admin/api/invitations", 401, 401, 401),
        ("POST /admin/api/invitations", 401, 401, 401),
        ("DELETE /admin/api/invitations/{session}", 401, 401, 401),
        ("GET /admin/api/apps", 401, 401, 401),
        ("POST /admin/api/apps", 401, 401, 401),
        ("GET /admin/api/apps/{app}", 401, 401, 401),
        ("PATCH /admin/api/apps/{app}", 401, 401, 401),
        ("GET /admin/api/apps/{app}/keys", 401, 401, 401),
        ("POST /admin/api/apps/{app}/keys", 401, 401, 401),
        ("PATCH /admin/api/apps/{app}/keys/{key}", 401, 401, 401),
        ("DELETE /admin/api/apps/{app}/keys/{key}", 401, 401, 401),
        ("GET /admin/api/apps/{app}/webhooks", 401, 401, 401),
        ("POST /admin/api/apps/{app}/webhooks/{session}/replay", 401, 401, 401),
        ("GET /admin/api/apps/{app}/users", 401, 401, 401),
        ("GET /admin/api/apps/{app}/users/{session}", 401, 401, 401),
        ("PATCH /admin/api/apps/{app}/users/{session}", 401, 401, 401),
        ("DELETE /admin/api/apps/{app}/users/{session}", 401, 401, 401),
        ("DELETE /admin/api/apps/{app}/users/{session}/sessions", 401, 401, 401),
        ("PATCH /admin/api/apps/{app}/users/{session}/passkeys/{passkey}", 401, 401, 401),
        ("DELETE /admin/api/apps/{app}/users/{session}/passkeys/{passkey}", 401, 401, 401),
        ("GET /admin/api/events", 401, 401, 401),
        ("GET /admin/api/sign-ins", 401, 401, 401),
        ("POST /admin/api/apps/{app}/playground/registration/begin", 401, 401, 401),
        ("POST /admin/api/apps/{app}/playground/registration/complete", 401, 401, 401),
        ("POST /admin/api/apps/{app}/playground/authentication/begin", 401, 401, 401),
        ("POST /admin/api/apps/{app}/playground/authentication/complete", 401, 401, 401),
    ];

    [Fact]
    public async Task stands_in_a_table_that_names_every_route()
    {
        await using var server = await TestServer.StartAsync();
        var routes = server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {Shape(endpoint.RoutePattern.RawText!)}"));
        routes.ShouldBe(Table.Select(row => Shape(row.Route)), ignoreOrder: true);
    }

    [Fact]
    public async Task is_what_the_server_does()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (route, anonymous, owner, other) in Table)
        {
            var (ada, eve) = (new Browser(server), new Browser(server));
            var (_, registered) = await ada.RegisterAsync($"ada {Array.FindIndex(Table, row => row.Route == route)}");
            await eve.RegisterAsync($"eve {Array.FindIndex(Table, row => row.Route == route)}");
            var path = route.Split(' ')[1]
                .Replace("{passkey}", registered["passkey"]["id"]!.GetValue<string>(), StringComparison.Ordinal)
                .Replace("{code}", "not_found", StringComparison.Ordinal)
                .Replace("{app}", "home", StringComparison.Ordinal)
                .Replace("{key}", "0123456789abcdef", StringComparison.Ordinal)
                .Replace("{session}", (await ada.GetAsync("/api/session"))["session"]["id"]!.GetValue<string>(), StringComparison.Ordinal);

            ((int)(await SendAsync(new Browser(server), route, path)).Status).ShouldBe(anonymous, $"{route} by nobody");
            ((int)(await SendAsync(eve, route, path)).Status).ShouldBe(other, $"{route} by another user");
            ((int)(await SendAsync(ada, route, path)).Status).ShouldBe(owner, $"{route} by its owner");
        }
    }

    internal static Task<Answer> SendAsync(Browser browser, string route, string path) => route.Split(' ')[0] switch
    {
        "POST" => browser.PostAsync(path, new JsonObject()),
        "PATCH" => browser.PatchAsync(path, new JsonObject { ["name"] = "Mine" }),
        "DELETE" => browser.DeleteAsync(path),
        _ => browser.GetAsync(path),
    };

    private static string Shape(string route) => System.Text.RegularExpressions.Regex.Replace(route, @"\{[^}]*\}", "{}");
}
