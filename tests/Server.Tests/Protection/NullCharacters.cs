using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

/// <summary>JSON and addresses can hold U+0000, a text of PostgreSQL cannot: whoever sends one is told so, on either engine.</summary>
public sealed class A_text_with_U0000_is_refused
{
    private const string Null = "a\0b";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task in_an_address_and_in_a_body_of_the_service(bool postgres)
    {
        await using var cluster = postgres ? await Storage.Tests.PostgresServer.StartAsync() : null;
        await using var server = await TestServer.StartAsync(cluster is null ? [] : ["KEYSTILE_DATABASE=" + await cluster.NewDatabaseAsync()]);
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        (await root.GetAsync("/api/external/google/start?app=a%00b")).ShouldBeProblem(404, "unknown_provider");
        (await root.GetAsync("/api/external/google/callback?code=x&state=a%00b~x")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await root.GetAsync("/admin/api/apps/home/users?search=%00")).Status.ShouldBe(HttpStatusCode.OK);
        (await root.GetAsync("/admin/api/events?app=%00")).ShouldBeProblem(400, "invalid_request");
        (await root.GetAsync("/admin/api/sign-ins?app=%00")).ShouldBeProblem(400, "invalid_request");

        var site = await Site.AddAsync(server);
        await site.RegisterAsync("ada");
        (string Path, string Body)[] calls =
        [
            ("/register/token", """{"userId":"@","username":"ada"}"""),
            ("/register/token", """{"userId":"ada","username":"@"}"""),
            ("/register/token", """{"userId":"ada","username":"ada","displayName":"@"}"""),
            ("/register/token", """{"userId":"ada","username":"ada","aliases":["@"],"aliasHashing":false}"""),
            ("/alias", """{"userId":"@","aliases":[]}"""),
            ("/alias", """{"userId":"ada","aliases":["@"],"hashing":false}"""),
            ("/users/delete", """{"userId":"@"}"""),
            ("/signin/generate-token", """{"userId":"@"}"""),
            ("/auth-configs/add", """{"purpose":"@"}"""),
        ];
        foreach (var (path, body) in calls)
        {
            var json = JsonNode.Parse(body.Replace("@", @"a\u0000b", StringComparison.Ordinal))!;
            json.ToJsonString().ShouldContain(@"\u0000");
            (await site.Backend.PostAsync(path, json)).ShouldBeProblem(400, "invalid_request");
        }
        (await site.Page.PostAsync("/signin/begin", new JsonObject { ["alias"] = Null })).ShouldBeProblem(400, "invalid_request");
        (await site.Backend.GetAsync("/users/count"))["count"].GetValue<int>().ShouldBe(1);
    }
}
