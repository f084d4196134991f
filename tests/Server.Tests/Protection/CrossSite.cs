using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;

namespace Keystile.Server.Tests;

/// <summary>Another site has a person's browser send a request with its cookies: to every route that changes something, from every origin that looks like ours.</summary>
public sealed class A_request_with_the_cookie_from_another_site
{
    // Routes of the passkey service read no cookie: the key alone says who asks.
    private static readonly string[] s_withoutCookie = ["/register/", "/signin/", "/alias", "/credentials/", "/users/", "/magic-links/", "/auth-configs", "/attestation/", "/assertion/"];

    private static readonly string[] s_more =
    [
        "http://localhost:5170.", "http://localhost:5170%00", "http://localhost:5170~", "http://localhost:5170_", "http://localhost:5170;evil.test", "http://localhost:5170&", "http://localhost:517O",
        "ws://localhost:5170", "data:text/html,x", "blob:http://localhost:5170/0", "about:blank", "about:srcdoc", "http://localhost:5170:5170", "http://localhost:65536", "http://localhost:-5170",
        "http://1ocalhost:5170", "http://localhost:5170'", "http://localhost:5170|", "http://localhost:5170\\", "http://localhost%3A5170", "http%3A//localhost:5170", "http:///localhost:5170",
        "http:localhost:5170", "http://2130706433:5170", "http://0x7f000001:5170", "http://localhost.localdomain:5170", "moz-extension://abc", "capacitor://localhost",
    ];

    [Fact]
    public async Task is_refused_at_every_unsafe_route_whatever_its_origin_looks_like()
    {
        await using var server = await TestServer.StartAsync();
        var victim = new Browser(server);
        await victim.RegisterAsync("ada");
        // The same person is an operator, too.
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var cookies = $"{victim.Cookie}; {root.Cookie}";
        var lookAlikes = A_request_from_elsewhere_is_refused.LookAlikes.Select(row => row.Data).Concat(s_more).Distinct(StringComparer.Ordinal).ToArray();
        lookAlikes.Length.ShouldBeGreaterThanOrEqualTo(60);
        var routes = UnsafeRoutes(server).ToArray();
        routes.Length.ShouldBeGreaterThan(15);

        foreach (var (method, path) in routes)
        {
            foreach (var origin in lookAlikes)
            {
                var attacker = new Browser(server) { Origin = origin, Cookie = cookies };
                ((int)(await SendAsync(attacker, method, path, "application/json")).Status).ShouldBeOneOf([400, 403], $"{method} {path} from {origin}");
            }
        }
        (await victim.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        (await root.GetAsync("/admin/api/operators"))["items"].AsArray().Count.ShouldBe(1);
        (await victim.GetAsync("/api/passkeys"))["items"].AsArray().Count.ShouldBe(1);
        (await victim.GetAsync("/api/account"))["displayName"].GetValue<string>().ShouldBe("ada");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task cannot_be_a_form_even_where_the_browser_names_no_origin(string contentType)
    {
        await using var server = await TestServer.StartAsync();
        var victim = new Browser(server);
        await victim.RegisterAsync("ada");
        // The same person is an operator, too.
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var cookies = $"{victim.Cookie}; {root.Cookie}";
        foreach (var (method, path) in UnsafeRoutes(server).Where(route => route.Method == "POST"))
        {
            foreach (var origin in new string?[] { null, "null", "https://evil.test" })
            {
                var attacker = new Browser(server) { Origin = origin, Cookie = cookies, Headers = { ["Sec-Fetch-Site"] = "cross-site" } };
                (await SendAsync(attacker, method, path, contentType)).Status.ShouldBe(HttpStatusCode.Forbidden, $"{path} from {origin}");
            }
        }
        (await victim.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        (await root.GetAsync("/admin/api/operators"))["items"].AsArray().Count.ShouldBe(1);
    }

    /// <summary>Every route that changes something and may read the cookie, as the server has it.</summary>
    private static IEnumerable<(string Method, string Path)> UnsafeRoutes(TestServer server) =>
        from endpoint in server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        where method != "GET" && !s_withoutCookie.Any(prefix => endpoint.RoutePattern.RawText!.StartsWith(prefix, StringComparison.Ordinal))
        select (method, System.Text.RegularExpressions.Regex.Replace(endpoint.RoutePattern.RawText!, @"\{[^}]*\}", Guid.Empty.ToString()));

    private static Task<Answer> SendAsync(Browser browser, string method, string path, string contentType)
    {
        var content = new StringContent(new JsonObject { ["displayName"] = "Eve", ["name"] = "Eve", ["username"] = "eve" }.ToJsonString(), Encoding.UTF8);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return browser.SendAsync(new HttpMethod(method), path, content);
    }
}
