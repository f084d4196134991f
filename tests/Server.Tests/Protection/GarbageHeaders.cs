using System.Net;

namespace Keystile.Server.Tests;

/// <summary>Whatever stands in a header that decides who asks, the answer is a refusal: never a way in, and never a failure of ours.</summary>
public sealed class Garbage_in_a_header_that_decides
{
    private static readonly string[] s_values =
    [
        "", " ", "a", "=", ";", ",", "%", "%00", "\"", "'", "null", "undefined", "deadbeef", "-1", "0", "true", "{}", "[]", "../..", "' OR 1=1 --", "Bearer", "Bearer ", "Bearer a.b", "Bearer a.b.c.d", "Basic YTpi", "bearer bearer bearer",
        "Bearer eyJhbGciOiJub25lIn0.e30.", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.", "\u007f", "a=b=c==", "a;b;c;;", "keystile", "keystile=", "keystile=;", "keystile=deadbeef", "keystile=a; keystile=b", "keystile-admin=deadbeef", "__Host-keystile=deadbeef",
        "home:secret:", "home:secret:0", "home:public:", ":secret:", "::", "home::x", "home:secret:" + new string('0', 43), new string('a', 5_000), string.Concat(Enumerable.Repeat("a=b; ", 400)),
    ];

    private static readonly string[] s_headers = ["Cookie", "Authorization", "ApiKey", "ApiSecret", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Sec-Fetch-Site", "X-HTTP-Method-Override"];

    private static readonly (HttpMethod Method, string Path)[] s_guarded =
    [
        (HttpMethod.Get, "/api/session"), (HttpMethod.Get, "/api/passkeys"), (HttpMethod.Delete, "/api/account"), (HttpMethod.Post, "/api/webauthn/connect/options"), (HttpMethod.Post, "/signin/verify"),
        (HttpMethod.Post, "/register/token"), (HttpMethod.Get, "/users/list"), (HttpMethod.Get, "/admin/api/apps"),
    ];

    [Fact]
    public async Task is_refused_by_every_guarded_route()
    {
        await using var server = await TestServer.StartAsync();
        var owner = new Browser(server);
        await owner.RegisterAsync("ada");
        foreach (var header in s_headers)
        {
            foreach (var value in s_values)
            {
                foreach (var (method, path) in s_guarded)
                {
                    var stranger = new Browser(server) { Headers = { [header] = value } };
                    var answer = await stranger.SendAsync(method, path, method == HttpMethod.Post ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null);
                    ((int)answer.Status).ShouldBeOneOf([400, 401, 403, 431], $"{header}: {value[..Math.Min(60, value.Length)]} at {method} {path}");
                }
            }
        }
        (await owner.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
    }
}
