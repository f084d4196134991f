using Keystile.Server.External;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Keystile.Server.Tests;

/// <summary>GitHub runs on no machine of ours: a server with the addresses of a GitHub Enterprise Server answers as its documentation says.</summary>
public sealed class Signing_in_with_GitHub
{
    [Fact]
    public async Task links_by_the_primary_address_that_is_verified_and_knows_people_by_their_number()
    {
        await using var server = await TestServer.StartAsync();
        await using var gitHub = await StartAsync("""{"id":583231,"login":"ada","name":"Ada"}""",
            """[{"email":"old@example.com","primary":false,"verified":true},{"email":"ada@example.com","primary":true,"verified":true}]""");
        await AddAsync(server, gitHub);
        var visit = new ProviderVisit(server);

        var authorize = new Uri(await visit.StartAsync(provider: "github"));

        authorize.GetLeftPart(UriPartial.Path).ShouldBe(gitHub.Urls.First() + "/login/oauth/authorize");
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(authorize.Query);
        query["scope"].ToString().ShouldBe("read:user user:email");
        query["code_challenge_method"].ToString().ShouldBe("S256");
        (await visit.GoAsync($"/api/external/github/callback?code=right&state={Uri.EscapeDataString(query["state"]!)}")).Header("Location").ShouldBe("/");
        var account = await visit.Browser.GetAsync("/api/account");
        account["email"].GetValue<string>().ShouldBe("ada@example.com");
        account["displayName"].GetValue<string>().ShouldBe("Ada");
    }

    [Theory]
    [InlineData("""{"id":1,"login":"eve"}""", """[{"email":"ada@example.com","primary":true,"verified":false}]""", "/")]
    [InlineData("""{"id":1,"login":"eve"}""", """[{"email":"ada@example.com","primary":false,"verified":true}]""", "/")]
    [InlineData("""{"id":1,"login":"eve"}""", """[]""", "/")]
    [InlineData("""{"id":"1","login":"eve"}""", """[]""", "/?error=provider_answer_refused")]
    [InlineData("""[]""", """[]""", "/?error=provider_answer_refused")]
    [InlineData("""{"id":1""", """[]""", "/?error=provider_unavailable")]
    public async Task gives_nobody_an_address_that_it_did_not_verify(string user, string emails, string end)
    {
        await using var server = await TestServer.StartAsync();
        await Guest.ArriveAsync(server, "ada", "ada@example.com");
        await using var gitHub = await StartAsync(user, emails);
        await AddAsync(server, gitHub);
        var visit = new ProviderVisit(server);
        var state = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(await visit.StartAsync(provider: "github")).Query)["state"];

        (await visit.GoAsync($"/api/external/github/callback?code=right&state={Uri.EscapeDataString(state!)}")).Header("Location").ShouldBe(end);

        if (end == "/") (await visit.Browser.GetAsync("/api/account")).Json!["email"].ShouldBeNull();
        else visit.Session.ShouldBeNull();
    }

    private static Task AddAsync(TestServer server, WebApplication gitHub) => server.ConfigureAsync("home", settings => settings with
    {
        IdentityProviders = [ProviderPresets.All.Single(preset => preset.Key == "github") with { Issuer = gitHub.Urls.First(), ClientId = "Iv1.shop", ClientSecret = server.Service<ProviderSecrets>().Seal("home", "github", "secret") }],
    });

    private static async Task<WebApplication> StartAsync(string user, string emails)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/login/oauth/access_token", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            var right = form["client_id"] == "Iv1.shop" && form["client_secret"] == "secret" && form["code"] == "right" && form["code_verifier"].ToString().Length == 43
                && form["redirect_uri"] == TestServer.Origin + "/api/external/github/callback" && http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);
            await WriteAsync(http, right ? """{"access_token":"gho_x","token_type":"bearer"}""" : """{"error":"bad_verification_code"}""");
        });
        app.MapGet("/api/v3/user", (HttpContext http) => WriteAsync(http, user));
        app.MapGet("/api/v3/user/emails", (HttpContext http) => WriteAsync(http, emails));
        await app.StartAsync();
        return app;
    }

    private static Task WriteAsync(HttpContext http, string json)
    {
        var called = http.Request.Path.StartsWithSegments("/login", StringComparison.Ordinal) || (http.Request.Headers.Authorization == "Bearer gho_x" && http.Request.Headers.UserAgent.Count > 0);
        http.Response.StatusCode = called ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        return http.Response.WriteAsync(json);
    }
}
