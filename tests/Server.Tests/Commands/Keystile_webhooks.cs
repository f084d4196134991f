using System.Text.Json.Nodes;
using Keystile.Server.Events.Sealing;
using Keystile.Server.Tests.Events;
using Keystile.Server.Tests.Webhooks;

namespace Keystile.Server.Tests;

public sealed class Keystile_webhooks
{
    [Fact]
    public async Task adds_lists_replays_and_removes_beside_the_running_server()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_WEBHOOK_PRIVATE=on");
        await using var receiver = await Receiver.StartAsync();
        await new Browser(server).RegisterAsync("ada");

        var added = await CommandRun.Beside(server, "webhooks", "add", "home", "--url", receiver.Url, "--json");
        added.ExitCode.ShouldBe(0, added.Errors);
        var id = JsonNode.Parse(added.Output)!["id"]!.GetValue<string>();
        JsonNode.Parse(added.Output)!["secret"]!.GetValue<string>().ShouldStartWith("whsec_");
        await NextAsync(server);
        await receiver.EventsAsync(1);
        receiver.Deliveries[0].Events.Select(Type).ShouldBe(["webhook_created"], "events from now on");

        (await CommandRun.Beside(server, "webhooks", "replay", "home", id, "--since", "2020-01-01T00:00:00Z")).ExitCode.ShouldBe(0);
        await NextAsync(server);
        await receiver.EventsAsync(4);
        receiver.Deliveries.Skip(1).SelectMany(delivery => delivery.Events).Select(Type).ShouldBe(["registered", "webhook_created", "webhook_replayed"]);

        var listed = await CommandRun.Beside(server, "webhooks", "list", "home");
        listed.Output.ShouldBe($"{id}  {receiver.Url}  all\n");
        JsonNode.Parse((await CommandRun.Beside(server, "webhooks", "list", "home", "--json")).Output)![0]!["lastStatus"]!.GetValue<string>().ShouldBe("200");
        (await CommandRun.Beside(server, "webhooks", "remove", "home", id, "--json")).Output.ShouldBe($$"""{"id":"{{id}}","done":"deleted"}""" + "\n");
        (await CommandRun.Beside(server, "webhooks", "remove", "home", id)).Errors.ShouldContain($"home has no webhook {id}");
        (await CommandRun.Beside(server, "webhooks", "list", "home")).Output.ShouldBeEmpty();
        (await Recorded.OfAsync(server)).Names().ShouldBe(["registered", "webhook_created", "webhook_replayed", "webhook_deleted"]);
    }

    [Fact]
    public async Task tests_a_webhook_at_once_and_says_what_came_of_it()
    {
        await using var server = await TestServer.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var (row, _) = await receiver.HookAsync(server);
        string[] test = ["webhooks", "test", "home", $"{row.Id}"];
        (await CommandRun.Beside(server, test)).Errors.ShouldContain("private_address");
        var taken = await CommandRun.Of(null, test, server.DatabaseFile, "KEYSTILE_WEBHOOK_PRIVATE=on");
        taken.ExitCode.ShouldBe(0, taken.Errors);
        receiver.Deliveries.ShouldHaveSingleItem().Events.ShouldBeEmpty();
        receiver.Answer = (_, http) =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        var refused = await CommandRun.Of(null, test, server.DatabaseFile, "KEYSTILE_WEBHOOK_PRIVATE=on");
        (refused.ExitCode, refused.Errors.Contains("500", StringComparison.Ordinal)).ShouldBe((1, true), refused.Errors);
    }

    [Fact]
    public async Task refuses_what_could_not_work()
    {
        await using var server = await TestServer.StartAsync();
        await Tenant.AddAsync(server);
        await using var receiver = await Receiver.StartAsync();
        var (row, _) = await receiver.HookAsync(server);
        (await CommandRun.Beside(server, "webhooks", "add", "nowhere", "--url", "https://shop.example/hook")).Errors.ShouldContain("there is no app nowhere");
        foreach (var url in new[] { "http://shop.example/hook", "https://me:secret@shop.example/", "file:///etc/passwd", "hook" })
        {
            (await CommandRun.Beside(server, "webhooks", "add", "shop", "--url", url)).Errors.ShouldContain("is no address for a webhook");
        }
        (await CommandRun.Beside(server, "webhooks", "add", "shop", "--url", "https://shop.example/hook", "--kind", "everything")).ExitCode.ShouldBe(2);
        // Another app's webhook.
        foreach (string[] verb in new string[][] { ["remove", "shop", $"{row.Id}"], ["replay", "shop", $"{row.Id}", "--since", "2020-01-01T00:00:00Z"], ["test", "shop", $"{row.Id}"] })
        {
            (await CommandRun.Beside(server, ["webhooks", .. verb])).Errors.ShouldContain($"shop has no webhook {row.Id}");
        }
    }

    // The commands take the time from the machine, and the server's clock stands.
    private static async Task NextAsync(TestServer server)
    {
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        await server.Service<Sealer>().SealAsync();
    }

    private static string Type(JsonNode? one) => one!["eventType"]!.GetValue<string>();
}
