using System.Net;
using System.Text.Json.Nodes;
using Keystile.Server.Events.Sealing;
using Keystile.Server.Tests.Webhooks;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class Webhooks_at_the_console
{
    [Fact]
    public async Task are_listed_with_how_they_fare_and_send_again_from_a_time_on()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_WEBHOOK_PRIVATE=on");
        await using var receiver = await Receiver.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var (row, secret) = await receiver.HookAsync(server, "home", "signed_in");
        var (passkey, _) = await new Browser(server).RegisterAsync("ada");
        await new Browser(server).SignInAsync(passkey);
        await server.Service<Sealer>().SealAsync();
        await receiver.EventsAsync(1);
        await Receiver.UntilAsync(async () => (await root.GetAsync("/admin/api/apps/home/webhooks"))["items"][0]!["lastStatus"]?.GetValue<string>() == "200");

        var list = await root.GetAsync("/admin/api/apps/home/webhooks");
        list["items"].AsArray().ShouldHaveSingleItem()!["url"]!.GetValue<string>().ShouldBe(receiver.Url);
        list["items"][0]!["kinds"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("signed_in");
        list.Text.ShouldNotContain(secret);
        (await root.GetAsync("/admin/api/apps/other/webhooks"))["items"].AsArray().ShouldBeEmpty();

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var path = $"/admin/api/apps/home/webhooks/{row.Id}/replay";
        (await root.PostAsync(path, new JsonObject { ["since"] = "2020-01-01T00:00:00Z" })).Status.ShouldBe(HttpStatusCode.NoContent);
        await server.Service<Sealer>().SealAsync();
        await receiver.EventsAsync(2);
        var acted = (await Person.EventsAsync(server, EventKind.WebhookReplayed)).ShouldHaveSingleItem();
        (acted.Operator, acted.Detail).ShouldBe(("root", row.Id.ToString()));
    }

    [Fact]
    public async Task send_nothing_again_for_what_is_no_time_or_another_apps_and_work_again_without_one()
    {
        await using var server = await TestServer.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        await Tenant.AddAsync(server);
        var (row, _) = await receiver.HookAsync(server);
        (await root.PostAsync($"/admin/api/apps/home/webhooks/{row.Id}/replay", new JsonObject { ["since"] = "yesterday" })).ShouldBeProblem(400, "invalid_request");
        (await root.PostAsync($"/admin/api/apps/shop/webhooks/{row.Id}/replay", new JsonObject())).ShouldBeProblem(404, "not_found");
        (await Person.EventsAsync(server, EventKind.WebhookReplayed)).ShouldBeEmpty();
        var now = server.Clock.GetUtcNow();
        await server.Database.WriteAsync(async writing =>
        {
            await WebhookStore.TryClaimAsync(writing, row, now.AddMinutes(1));
            return await WebhookStore.TryFinishAsync(writing, row with { DisabledAt = now, Failures = 9, FailingSince = now.AddDays(-3), NextAttemptAt = now, LastStatus = "503" }, now.AddMinutes(1));
        }, TestContext.Current.CancellationToken);
        (await root.GetAsync("/admin/api/apps/home/webhooks"))["items"][0]!["disabledAt"].ShouldNotBeNull();

        (await root.PostAsync($"/admin/api/apps/home/webhooks/{row.Id}/replay", new JsonObject())).Status.ShouldBe(HttpStatusCode.NoContent);

        (await root.GetAsync("/admin/api/apps/home/webhooks"))["items"][0]!["disabledAt"].ShouldBeNull();
    }
}
