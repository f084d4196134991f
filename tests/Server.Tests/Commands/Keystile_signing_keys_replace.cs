using System.Net;
using System.Text.Json.Nodes;
using Keystile.Server.Tests.Rotation;
using Keystile.Server.Tokens;

namespace Keystile.Server.Tests;

public sealed class Keystile_signing_keys_replace
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ends_every_access_token_from_before_and_no_session(bool onPostgres)
    {
        await using var installation = await Installation.OpenAsync(onPostgres);
        await using var server = await installation.StartAsync(Installation.New);
        var keys = server.Service<SigningKeys>();
        installation.Clock.Advance(SigningKeys.Life - TimeSpan.FromDays(2));
        await keys.RefreshAsync();
        (await The_key_of_access_tokens.PublishedAsync(server)).Length.ShouldBe(2);
        installation.Clock.Advance(TimeSpan.FromDays(2) - SigningKeys.Life);
        var browser = new Browser(server);
        var (passkey, before) = await browser.RegisterAsync("ada");
        var bearer = new Browser(server) { Bearer = before["session"]["accessToken"]!.GetValue<string>() };
        (await bearer.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);

        var run = await installation.RunAsync(Installation.New, null, "signing-keys", "replace", "--json");

        run.ExitCode.ShouldBe(0, run.Errors);
        var replaced = JsonNode.Parse(run.Output)!;
        replaced["deleted"]!.AsArray().Count.ShouldBe(2);
        await keys.RefreshAsync();
        (await bearer.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await The_key_of_access_tokens.PublishedAsync(server)).ShouldBe([replaced["keyId"]!.GetValue<string>()]);
        (await browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        var refreshed = await new Browser(server).PostAsync("/api/session/refresh", new JsonObject { ["refreshToken"] = before["session"]["refreshToken"]!.GetValue<string>() });
        bearer.Bearer = refreshed["session"]["accessToken"]!.GetValue<string>();
        (await bearer.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        await browser.SignInAsync(passkey);
        var recorded = (await installation.RunAsync(Installation.New, null, "audit", "export")).Lines;
        recorded.Count(line => line.Contains("signing_key_retired", StringComparison.Ordinal) && line.Contains("cli:", StringComparison.Ordinal)).ShouldBe(2);
        recorded.Count(line => line.Contains("signing_key_made", StringComparison.Ordinal) && line.Contains("cli:", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task changes_nothing_with_a_root_key_that_the_servers_do_not_have()
    {
        await using var installation = await Installation.OpenAsync();
        await using var server = await installation.StartAsync(Installation.New);
        var before = await The_key_of_access_tokens.PublishedAsync(server);

        var run = await installation.RunAsync(Installation.Another, null, "signing-keys", "replace");

        run.ExitCode.ShouldBe(78, run.Output);
        run.Errors.ShouldContain("The root key is not the one this database was made with");
        await server.Service<SigningKeys>().RefreshAsync();
        (await The_key_of_access_tokens.PublishedAsync(server)).ShouldBe(before);
    }
}
