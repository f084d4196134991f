using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace Keystile.Server.Tests;

/// <summary>Every route of the console and each role. The rule is one for all: without an operator's session nothing but the door, to a viewer nothing that changes, to a key nothing at all.</summary>
public sealed class Who_may_do_what_at_the_console
{
    /// <summary>The door: what somebody who is not in yet must be able to call.</summary>
    private static readonly string[] s_open =
    [
        "POST /admin/api/webauthn/authenticate/begin", "POST /admin/api/webauthn/authenticate/complete",
        "POST /admin/api/webauthn/register/begin", "POST /admin/api/webauthn/register/complete", "POST /admin/api/invitation",
    ];

    /// <summary>What changes the operator's own account, or nothing at all.</summary>
    private static readonly string[] s_ofTheirOwn = ["/webauthn/", "/api/session", "/api/passkeys", "/playground/"];

    [Fact]
    public async Task is_this_for_every_route()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var (vera, _) = await OperatorsBrowser.InviteAsync(server, root, "viewer", "vera");
        var shop = await Tenant.AddAsync(server);
        var keyed = new Browser(server) { Headers = { ["ApiKey"] = shop.PublicKey } };
        var secret = new Browser(server) { Origin = null, Headers = { ["ApiSecret"] = shop.SecretKey } };
        var routes = Routes(server);
        routes.Length.ShouldBeGreaterThan(40);

        foreach (var route in routes)
        {
            (await SendAsync(keyed, route)).ShouldBeProblem(401, "invalid_api_key");
            (await SendAsync(secret, route)).ShouldBeProblem(401, "invalid_api_key");
            if (s_open.Contains(route)) continue;
            (await SendAsync(new Browser(server), route)).ShouldBeProblem(401, "not_signed_in");
            if (s_ofTheirOwn.Any(route.Contains)) continue;
            var seen = await SendAsync(vera, route);
            if (route.StartsWith("GET", StringComparison.Ordinal)) seen.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotFound);
            else seen.ShouldBeProblem(403, "owners_only");
        }
    }

    private static string[] Routes(TestServer server) =>
    [
        .. server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .Where(route => route.Contains(" /admin/api/", StringComparison.Ordinal)),
    ];

    private static Task<Answer> SendAsync(Browser browser, string route)
    {
        var path = Regex.Replace(route.Split(' ')[1].Replace("{app}", "home", StringComparison.Ordinal), @"\{\w+:guid\}", "0190c0de-0000-7000-8000-000000000000").Replace("{key}", "0123456789abcdef", StringComparison.Ordinal);
        return route.Split(' ')[0] switch
        {
            "POST" => browser.PostAsync(path, new JsonObject()),
            "PATCH" => browser.PatchAsync(path, new JsonObject()),
            "DELETE" => browser.DeleteAsync(path),
            _ => browser.GetAsync(path),
        };
    }
}
