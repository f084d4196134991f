using System.Text;
using Keystile.Server.Apps;
using Keystile.Storage;
using Microsoft.AspNetCore.Routing;

namespace Keystile.Server.Tests;

/// <summary>The contract without a browser: every call, and what it answers where its key or its body is wrong. A call that is not in the table fails.</summary>
public sealed class Every_call_of_the_service
{
    /// <summary>Method, path, the kind of key, and the scope without which the key is refused; empty where any key of the kind will do.</summary>
    public static TheoryData<string, string, string, string> Table => new()
    {
        { "POST", "/register/token", "secret", Scopes.TokenRegister },
        { "POST", "/register/begin", "public", Scopes.Register },
        { "POST", "/register/complete", "public", Scopes.Register },
        { "POST", "/signin/begin", "public", Scopes.Login },
        { "POST", "/signin/complete", "public", Scopes.Login },
        { "POST", "/signin/token", "secret", Scopes.TokenVerify },
        { "POST", "/signin/generate-token", "secret", Scopes.TokenVerify },
        { "POST", "/signin/verify", "secret", Scopes.TokenVerify },
        { "POST", "/magic-links/send", "secret", Scopes.TokenVerify },
        { "POST", "/alias", "secret", Scopes.TokenRegister },
        { "GET", "/alias/list", "secret", "" },
        { "GET", "/credentials/list", "secret", "" },
        { "POST", "/credentials/list", "secret", "" },
        { "POST", "/credentials/delete", "secret", Scopes.TokenRegister },
        { "GET", "/users/list", "secret", "" },
        { "GET", "/users/count", "secret", "" },
        { "POST", "/users/delete", "secret", Scopes.TokenRegister },
        { "GET", "/auth-configs/list", "secret", "" },
        { "POST", "/auth-configs/add", "secret", Scopes.TokenVerify },
        { "POST", "/auth-configs", "secret", Scopes.TokenVerify },
        { "POST", "/auth-configs/delete", "secret", Scopes.TokenVerify },
        { "GET", "/events", "secret", "" },
    };

    [Fact]
    public async Task stands_in_the_table()
    {
        await using var server = await TestServer.StartAsync();
        server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<KeyRule>()?.Kind is not null)
            .Select(route => $"{route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {route.RoutePattern.RawText}")
            .ShouldBe(Table.Select(row => $"{row.Data.Item1} {row.Data.Item2}"), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task refuses_a_key_that_is_missing_of_another_kind_or_app_locked_or_not_for_this(string method, string path, string kind, string scope)
    {
        await using var server = await TestServer.StartAsync();
        var (shop, mall) = (await Tenant.AddAsync(server), await Tenant.AddAsync(server, "mall"));
        var isSecret = kind == "secret";
        var (good, other) = isSecret ? (shop.SecretKey, shop.PublicKey) : (shop.PublicKey, shop.SecretKey);
        Task<Answer> SendAsync(string? key, string? header = null) => CallAsync(server, method, path, header ?? (isSecret ? "ApiSecret" : "ApiKey"), key, "{}");

        (await SendAsync(null)).ShouldBeProblem(401, "invalid_api_key");
        (await SendAsync("nonsense")).ShouldBeProblem(401, "invalid_api_key");
        (await SendAsync(other)).ShouldBeProblem(401, "invalid_api_key");
        (await SendAsync(good, isSecret ? "ApiKey" : "ApiSecret")).ShouldBeProblem(401, "invalid_api_key");
        (await SendAsync("mall" + good[4..])).ShouldBeProblem(401, "invalid_api_key");
        (await SendAsync(good[..^1] + (good[^1] == 'A' ? 'E' : 'A'))).ShouldBeProblem(401, "invalid_api_key");
        ((int)(await SendAsync(isSecret ? mall.SecretKey : mall.PublicKey)).Status).ShouldNotBe(401);

        var keyKind = isSecret ? ApiKeyKind.Secret : ApiKeyKind.Public;
        if (scope.Length > 0) (await SendAsync(await Tenant.AddKeyAsync(server, "shop", keyKind, [.. Scopes.Of(keyKind).Except([scope])]))).ShouldBeProblem(403, "api_key_scope");
        await server.Database.WriteAsync(writing => ApiKeyStore.LockAsync(writing, "shop", Tenant.KeyId(good), server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        (await SendAsync(good)).ShouldBeProblem(403, "api_key_locked");
        await server.Database.WriteAsync(writing => AppStore.LockAsync(writing, "mall", server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        (await SendAsync(isSecret ? mall.SecretKey : mall.PublicKey)).ShouldBeProblem(403, "app_locked");
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task refuses_a_body_that_is_no_json_object_or_has_members_of_wrong_types(string method, string path, string kind, string scope)
    {
        await using var server = await StartAsync();
        var shop = await Tenant.AddAsync(server);
        scope.ShouldNotBeNull();
        Task<Answer> SendAsync(string body, string type = "application/json") => CallAsync(server, method, path, kind == "secret" ? "ApiSecret" : "ApiKey", kind == "secret" ? shop.SecretKey : shop.PublicKey, body, type);
        if (method == "GET")
        {
            foreach (var query in new[] { "?userId=", $"?userId={new string('a', 65)}", "?userId=a&userId=b", "?userId=%ED%A0%80", "?numberOfResults=-1", "?after=%00", "?purpose=%ff" })
            {
                var answer = await CallAsync(server, method, path + query, "ApiSecret", shop.SecretKey, null);
                ((int)answer.Status).ShouldBeOneOf(200, 400);
                if ((int)answer.Status == 400) answer.ShouldBeProblem(400, "invalid_request");
            }
            return;
        }
        (await SendAsync("{}", "text/plain")).ShouldBeProblem(415, "unsupported_media_type");
        (await SendAsync("{\"a\":\"" + new string('a', 70_000) + "\"}")).ShouldBeProblem(413, "body_too_large");
        foreach (var body in new[] { "", "{", "[]", "null", "{}{}", "{\"\\ud800\":1}", "{\"token\":\"a\",\"TOKEN\":\"b\",\"userId\":\"a\",\"USERID\":\"b\",\"session\":\"a\",\"SESSION\":\"b\",\"credentialId\":\"a\",\"CredentialID\":\"b\",\"purpose\":\"a\",\"PURPOSE\":\"b\"}" })
        {
            (await SendAsync(body)).ShouldBeProblem(400, "malformed_json");
        }
        string[] members = ["token", "userId", "username", "displayName", "session", "response", "nickname", "alias", "aliases", "hashing", "credentialId", "purpose", "timeToLive", "hints", "RPID", "Origin", "expiresAt", "discoverable", "userVerification", "attestation", "emailAddress", "urlTemplate"];
        foreach (var value in new[] { "{}", "[1]", "true", "1e999", "\"\\ud800\"" })
        {
            var all = await SendAsync($"{{{string.Join(',', members.Select(member => $"\"{member}\":{value}"))}}}");
            ((int)all.Status).ShouldBe(400, all.Text);
            all["errorCode"].GetValue<string>().ShouldBeOneOf("invalid_request", "malformed_json");
            foreach (var member in members) ((int)(await SendAsync($$"""{"userId":"a","username":"b","{{member.ToUpperInvariant()}}X":1,"{{member}}":{{value}}}""")).Status).ShouldBeLessThan(500, $"{member} {value}");
        }
    }

    /// <summary>With a mail server set, though nobody is there: every call then looks at its body.</summary>
    private static Task<TestServer> StartAsync() => TestServer.StartAsync("KEYSTILE_SMTP_URL=smtp://127.0.0.1:9", "KEYSTILE_MAIL_FROM=login@example.com");

    private static Task<Answer> CallAsync(TestServer server, string method, string path, string header, string? key, string? body, string type = "application/json")
    {
        var caller = new Browser(server) { Origin = null };
        if (key is not null) caller.Headers[header] = key;
        return caller.SendAsync(new HttpMethod(method), path, body is null || method == "GET" ? null : new StringContent(body, Encoding.UTF8, type));
    }
}
