using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class Events_at_the_console
{
    [Fact]
    public async Task are_listed_newest_first_with_filters()
    {
        await using var server = await TestServer.StartAsync();
        var (root, passkey) = await OperatorsBrowser.FirstAsync(server);
        await OperatorsBrowser.CreateAppAsync(root);
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        var later = Uri.EscapeDataString(server.Clock.GetUtcNow().ToString("O"));
        await OperatorsBrowser.StepUpAsync(root, passkey);
        for (var i = 0; i < 60; i++) await root.PatchAsync("/admin/api/apps/shop", new JsonObject { ["name"] = $"Shop {i}" });

        Kinds(await root.GetAsync("/admin/api/events?kind=app_created")).ShouldBe(["app_created"]);
        Kinds(await root.GetAsync("/admin/api/events?app=shop&until=" + later)).ShouldBe(["app_created"]);
        Kinds(await root.GetAsync("/admin/api/events?app=home")).ShouldBeEmpty();
        var page = await root.GetAsync("/admin/api/events?app=shop&since=" + later);
        Kinds(page).Count.ShouldBe(50);
        var rest = await root.GetAsync($"/admin/api/events?app=shop&since={later}&after={page["next"].GetValue<string>()}");
        Kinds(rest).Count.ShouldBe(10);
        rest.Json!["next"].ShouldBeNull();
        page["items"][0]!["operator"]!.GetValue<string>().ShouldBe("root");
        page["items"][0]!["detail"]!.GetValue<string>().ShouldBe("name");
        (await root.GetAsync("/admin/api/events?kind=no_such_kind")).ShouldBeProblem(400, "invalid_request");
        (await root.GetAsync("/admin/api/events?user=no-uuid")).ShouldBeProblem(400, "bad_request");
    }

    [Fact]
    public async Task are_counted_by_hour_and_by_day()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var now = server.Clock.GetUtcNow();
        await server.Database.WriteAsync(async writing =>
        {
            foreach (var (kind, at, times) in new[] { (Keystile.Storage.EventKind.SignedIn, now, 3), (Keystile.Storage.EventKind.SignedIn, now.AddDays(-1), 2), (Keystile.Storage.EventKind.SignInRefused, now, 4), (Keystile.Storage.EventKind.SignedIn, now.AddDays(-40), 9) })
            {
                await Keystile.Storage.EventStore.AddAsync(writing, new(kind, "home", at) { Times = times });
            }
            return true;
        }, TestContext.Current.CancellationToken);
        var days = (await root.GetAsync("/admin/api/sign-ins?app=home"))["items"].AsArray();
        days.Count.ShouldBe(30);
        days[29]!["signedIn"]!.GetValue<int>().ShouldBe(3);
        days[29]!["refused"]!.GetValue<int>().ShouldBe(4);
        days[28]!["signedIn"]!.GetValue<int>().ShouldBe(2);
        days.Sum(day => day!["signedIn"]!.GetValue<int>()).ShouldBe(5);
        var hours = (await root.GetAsync("/admin/api/sign-ins?by=hour"))["items"].AsArray();
        hours.Count.ShouldBe(48);
        hours[47]!["signedIn"]!.GetValue<int>().ShouldBe(3);
    }

    private static List<string> Kinds(Answer page) => [.. page["items"].AsArray().Select(item => item!["kind"]!.GetValue<string>())];
}
