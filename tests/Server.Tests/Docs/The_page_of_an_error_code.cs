using System.Net;
using System.Text.Json.Nodes;
using Keystile.Server.Docs;

namespace Keystile.Server.Tests;

public sealed class The_page_of_an_error_code
{
    [Fact]
    public async Task stands_at_the_type_of_a_problem()
    {
        await using var server = await TestServer.StartAsync();
        var refused = await new Browser(server).PostAsync("/api/webauthn/register/begin", new JsonObject());
        refused.ShouldBeProblem(400, "invalid_username");

        var page = await new Browser(server).GetAsync(refused["type"].GetValue<string>());
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Header("Content-Type").ShouldBe("text/html; charset=utf-8");
        page.Text.ShouldContain("<code>invalid_username</code>");
        page.Text.ShouldContain(refused["title"].GetValue<string>());
    }

    [Fact]
    public async Task links_each_step_to_its_section()
    {
        await using var server = await TestServer.StartAsync();
        var html = (await new Browser(server).GetAsync("/docs/errors/challenge_mismatch")).Text;
        html.ShouldContain("https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential\">WebAuthn Level 3 §7.1</a>, step 8");
        html.ShouldContain("https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion\">WebAuthn Level 3 §7.2</a>, step 11");
    }

    [Fact]
    public async Task is_there_for_every_code()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var entry in ErrorCatalogue.All())
        {
            var html = (await new Browser(server).GetAsync("/docs/errors/" + entry.Code)).Text;
            html.ShouldContain($"<h1><code>{entry.Code}</code></h1>");
            html.ShouldContain("class=\"mend\"");
        }
    }

    [Theory]
    [InlineData("no_such_code")]
    [InlineData("NOT_FOUND")]
    [InlineData("%3Cscript%3E")]
    public async Task is_not_there_for_what_is_no_code(string code)
    {
        await using var server = await TestServer.StartAsync();
        (await new Browser(server).GetAsync("/docs/errors/" + code)).ShouldBeProblem(404, "not_found");
    }
}
