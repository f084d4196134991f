using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests.Events;

public sealed class The_services_events
{
    [Fact]
    public async Task are_read_by_the_backend_newest_first_in_the_words_of_its_client()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (passkey, _) = await site.RegisterAsync("u-7");
        var begun = await site.BeginSignInAsync();
        Site.Token(await site.CompleteSignInAsync(begun, Site.Sign(begun, passkey)));
        Site.Token(await site.Backend.PostAsync("/signin/generate-token", new JsonObject { ["userId"] = "u-7" }));

        var answer = await site.Backend.GetAsync("/events");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        (answer["tenantId"].GetValue<string>(), answer["totalEventCount"].GetValue<int>()).ShouldBe(("shop", 3));
        var events = answer["events"].AsArray();
        events.Select(one => one!["eventType"]!.GetValue<string>()).ShouldBe(["token_generated", "signed_in", "registered"]);
        events.ShouldAllBe(one => one!["subject"]!.GetValue<string>() == "u-7" && one["tenantId"]!.GetValue<string>() == "shop");
        events[1]!["performedBy"]!.GetValue<string>().ShouldBe("u-7");
        events[1]!["severity"]!.GetValue<string>().ShouldBe("informational");
        events[1]!["message"]!.GetValue<string>().ShouldStartWith("A passkey signed in.");
        events[0]!["apiKeyId"]!.GetValue<string>().ShouldBe(Tenant.KeyId(site.Backend.Headers["ApiSecret"]));
        DateTimeOffset.Parse(events[0]!["performedAt"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(server.Clock.GetUtcNow(), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task come_in_pages_and_of_the_keys_app_alone()
    {
        await using var server = await TestServer.StartAsync();
        var (site, other) = (await Site.AddAsync(server), await Site.AddAsync(server, "mall"));
        for (var i = 0; i < 5; i++) await site.RegisterAsync($"u-{i}");
        await other.RegisterAsync("theirs");

        (await PageAsync(site, "?pageNumber=1&numberOfResults=2")).ShouldBe(["u-4", "u-3"]);
        (await PageAsync(site, "?pageNumber=3&numberOfResults=2")).ShouldBe(["u-0"]);
        (await PageAsync(site, "?pageNumber=4&numberOfResults=2")).ShouldBeEmpty();
        (await PageAsync(other, "")).ShouldBe(["theirs"]);
    }

    [Theory]
    [InlineData("?pageNumber=0")]
    [InlineData("?pageNumber=x")]
    [InlineData("?numberOfResults=1001")]
    [InlineData("?numberOfResults=-1")]
    [InlineData("?pageNumber=99999999999999")]
    public async Task are_refused_where_the_page_is_none(string query)
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        (await site.Backend.GetAsync("/events" + query)).ShouldBeProblem(400, "invalid_request");
    }

    private static async Task<IEnumerable<string>> PageAsync(Site site, string query) =>
        (await site.Backend.GetAsync("/events" + query))["events"].AsArray().Select(one => one!["subject"]!.GetValue<string>());
}
