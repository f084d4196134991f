using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Keystile.Server.Events.Sealing;
using Keystile.Server.Tests.Events;
using Keystile.Storage;
using Keystile.Storage.Tests;

namespace Keystile.Server.Tests.Webhooks;

public sealed class A_webhook
{
    private const string Private = "KEYSTILE_WEBHOOK_PRIVATE=on";
    private static readonly string s_rootKey = "KEYSTILE_MASTER_KEY=" + new string('7', 64);
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task gets_each_event_of_its_app_in_order_and_none_of_another(bool onPostgres)
    {
        await using var postgres = onPostgres ? await PostgresServer.StartAsync() : null;
        await using var server = await StartAsync(postgres);
        await using var receiver = await Receiver.StartAsync();
        await Tenant.AddAsync(server);
        await receiver.HookAsync(server);

        for (var i = 0; i < 50; i++)
        {
            await AddAsync(server, "home", 5);
            await AddAsync(server, "shop", 3);
        }
        await server.Service<Sealer>().SealAsync();
        await receiver.EventsAsync(250);

        receiver.Deliveries.ShouldAllBe(delivery => delivery.Events.Count <= 100);
        receiver.Deliveries.SelectMany(delivery => delivery.Ids).ShouldBe((await Recorded.OfAsync(server)).Select(row => row.Id));
        receiver.Deliveries.SelectMany(delivery => delivery.Events).ShouldAllBe(one => one!["tenantId"]!.GetValue<string>() == "home");
        var backend = new Browser(server) { Origin = null, Headers = { ["ApiSecret"] = await Tenant.AddKeyAsync(server, "home", ApiKeyKind.Secret) } };
        var last = receiver.Deliveries[^1].Events[^1]!.AsObject();
        last.Remove("id").ShouldBeTrue();
        JsonNode.DeepEquals((await backend.GetAsync("/events?numberOfResults=1"))["events"]![0], last).ShouldBeTrue();
    }

    [Fact]
    public async Task is_signed_as_the_example_in_the_docs_verifies()
    {
        await using var server = await TestServer.StartAsync(Private);
        await using var receiver = await Receiver.StartAsync();
        var (_, secret) = await receiver.HookAsync(server);
        await SendAsync(server, 1);
        await receiver.EventsAsync(1);

        var delivery = receiver.Deliveries[0];
        JsonNode.Parse(delivery.Body)!["deliveryId"]!.GetValue<string>().ShouldBe(delivery.Id);
        (await VerifyAsync(delivery.Body, delivery.Signature, secret)).ShouldBeTrue();
        (await VerifyAsync(delivery.Body.Replace("signed_in", "signed_on", StringComparison.Ordinal), delivery.Signature, secret)).ShouldBeFalse();
        (await VerifyAsync(delivery.Body, delivery.Signature, secret + "A")).ShouldBeFalse();
        var time = delivery.Signature[2..delivery.Signature.IndexOf(',', StringComparison.Ordinal)];
        var later = long.Parse(time, System.Globalization.CultureInfo.InvariantCulture) + 1;
        (await VerifyAsync(delivery.Body, delivery.Signature.Replace(time, $"{later}", StringComparison.Ordinal), secret)).ShouldBeFalse();
        (await VerifyAsync(delivery.Body, "", secret)).ShouldBeFalse();

        foreach (var (minutes, isFresh) in new[] { (4, true), (2, false) })
        {
            server.Clock.Advance(-TimeSpan.FromMinutes(minutes));
            (_, secret) = await receiver.HookAsync(server);
            var tries = receiver.Deliveries.Count;
            await receiver.TriesAsync(tries + 1);
            (await VerifyAsync(receiver.Deliveries[^1].Body, receiver.Deliveries[^1].Signature, secret)).ShouldBe(isFresh);
        }
    }

    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    [InlineData(404)]
    public async Task comes_again_where_the_receiver_did_not_take_it(int status)
    {
        await using var server = await TestServer.StartAsync(Private);
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (count, http) =>
        {
            http.Response.StatusCode = count == 1 ? status : 200;
            if (status == 302) http.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        var (row, _) = await receiver.HookAsync(server);
        await SendAsync(server, 7);
        await Receiver.UntilAsync(async () => (await FindAsync(server, row)).Failures == 1);
        await Task.Delay(1500, Stop);
        receiver.Deliveries.Count.ShouldBe(1, "before its time");

        server.Clock.Advance(TimeSpan.FromSeconds(5));
        await receiver.TriesAsync(2);
        await SendAsync(server, 1);
        await receiver.TriesAsync(3);

        receiver.Deliveries.Select(delivery => delivery.Events.Count).ShouldBe([7, 7, 1]);
        receiver.Deliveries[1].Ids.ShouldBe(receiver.Deliveries[0].Ids);
        (await FindAsync(server, row)).ShouldSatisfyAllConditions(found => found.Failures.ShouldBe(0), found => found.FailingSince.ShouldBeNull());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task that_is_replayed_sends_again_from_then_on_also_where_an_attempt_is_under_way(bool onPostgres)
    {
        await using var postgres = onPostgres ? await PostgresServer.StartAsync() : null;
        await using var server = await StartAsync(postgres);
        await using var receiver = await Receiver.StartAsync();
        var (row, _) = await receiver.HookAsync(server);
        await SendAsync(server, 3);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var since = server.Clock.GetUtcNow();
        await SendAsync(server, 4);
        await receiver.EventsAsync(7);
        await Receiver.UntilAsync(async () => (await FindAsync(server, row)).LastStatus == "200" && (await FindAsync(server, row)).NextAttemptAt <= server.Clock.GetUtcNow());

        var released = new TaskCompletionSource();
        receiver.Answer = (_, _) => released.Task;
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var tries = receiver.Deliveries.Count;
        await SendAsync(server, 2);
        await receiver.TriesAsync(tries + 1);
        (await ReplayAsync(server, row, since)).ShouldBeTrue();
        released.SetResult();
        await receiver.EventsAsync(7 + 2 + 6);

        var ids = (await Recorded.OfAsync(server)).Select(one => one.Id).ToArray();
        receiver.Deliveries.Skip(tries).SelectMany(delivery => delivery.Ids).Take(8).ShouldBe([.. ids[7..], .. ids[3..]]);
        // Into the future nothing is left out.
        await Receiver.UntilAsync(async () => (await FindAsync(server, row)).NextAttemptAt <= server.Clock.GetUtcNow());
        var before = (await FindAsync(server, row)).Cursor;
        (await ReplayAsync(server, row, server.Clock.GetUtcNow().AddDays(1))).ShouldBeTrue();
        (await FindAsync(server, row)).Cursor.ShouldBe(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task of_a_quiet_app_looks_through_no_others_events_twice_and_misses_none_of_its_own(bool onPostgres)
    {
        await using var postgres = onPostgres ? await PostgresServer.StartAsync() : null;
        await using var server = await StartAsync(postgres);
        await using var receiver = await Receiver.StartAsync();
        await Tenant.AddAsync(server);
        var (row, _) = await receiver.HookAsync(server, "shop");
        await SendAsync(server, 20);
        var horizon = (await server.Database.ReadAsync(EventSealStore.FindLastAsync, Stop))!.UpTo;
        await Receiver.UntilAsync(async () =>
        {
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            return (await FindAsync(server, row)).Cursor == EventCursor.Before(horizon);
        });
        await AddAsync(server, "shop", 1);
        await SendAsync(server, 1);
        await receiver.EventsAsync(1);
        receiver.Deliveries.ShouldHaveSingleItem().Events.ShouldHaveSingleItem()!["tenantId"]!.GetValue<string>().ShouldBe("shop");
    }

    [Fact]
    public async Task whose_server_died_in_an_attempt_is_tried_again_a_minute_later()
    {
        await using var server = await TestServer.StartAsync(Private);
        await using var receiver = await Receiver.StartAsync();
        var (row, _) = await receiver.HookAsync(server);
        (await server.Database.WriteAsync(writing => WebhookStore.TryClaimAsync(writing, row, server.Clock.GetUtcNow().AddMinutes(1)), Stop)).ShouldBeTrue();
        (await server.Database.WriteAsync(writing => WebhookStore.TryClaimAsync(writing, row, server.Clock.GetUtcNow().AddMinutes(1)), Stop)).ShouldBeFalse();
        await SendAsync(server, 1);
        await Task.Delay(1500, Stop);
        receiver.Deliveries.ShouldBeEmpty();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await receiver.EventsAsync(1);
    }

    [Fact]
    public async Task whose_server_stops_in_an_attempt_need_not_wait_for_it()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var postgres = await PostgresServer.StartAsync();
        var database = "KEYSTILE_DATABASE=" + await postgres.NewDatabaseAsync();
        var clock = new TestClock();
        receiver.Answer = (count, http) => count == 1 ? Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default) : Task.CompletedTask;
        await using (var first = await TestServer.StartAsync(clock, Private, s_rootKey, database))
        {
            await receiver.HookAsync(first);
            await SendAsync(first, 1);
            await receiver.TriesAsync(1);
        }
        await using var second = await TestServer.StartAsync(clock, Private, s_rootKey, database);
        await receiver.TriesAsync(2);
        receiver.Deliveries[1].Ids.ShouldBe(receiver.Deliveries[0].Ids);
    }

    [Fact]
    public async Task that_never_answers_delays_no_sign_in_and_no_other_webhook()
    {
        await using var server = await TestServer.StartAsync(Private);
        await using var hole = await Receiver.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        hole.Answer = (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        var (passkey, _) = await new Browser(server).RegisterAsync("ada");
        await hole.HookAsync(server);
        await SendAsync(server, 1);
        await hole.TriesAsync(1);
        await receiver.HookAsync(server);

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 5; i++) (await new Browser(server).SignInAsync(passkey)).Status.ShouldBe(HttpStatusCode.OK);
        await server.Service<Sealer>().SealAsync();
        await receiver.EventsAsync(7);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(9), "the hole holds an attempt for ten");
        hole.Deliveries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task that_failed_for_three_days_is_disabled_with_an_event_until_it_is_replayed()
    {
        await using var server = await TestServer.StartAsync(Private);
        await using var receiver = await Receiver.StartAsync();
        var status = 503;
        receiver.Answer = (_, http) =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        var (row, _) = await receiver.HookAsync(server);
        await SendAsync(server, 1);
        await Receiver.UntilAsync(async () => (await FindAsync(server, row)).Failures == 1);
        server.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1));
        await Receiver.UntilAsync(async () => (await FindAsync(server, row)).Failures == 2);
        (await FindAsync(server, row)).DisabledAt.ShouldBeNull();

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await Receiver.UntilAsync(async () => (await FindAsync(server, row)).DisabledAt is not null);
        (await Recorded.LastAsync(server)).ShouldSatisfyAllConditions(one => one.Kind.ShouldBe(EventKind.WebhookDisabled), one => one.Detail.ShouldBe(row.Id.ToString()));
        server.Clock.Advance(TimeSpan.FromDays(1));
        await Task.Delay(1500, Stop);
        receiver.Deliveries.Count.ShouldBe(3);

        status = 204;
        (await server.Database.WriteAsync(writing => WebhookStore.RestartAsync(writing, "home", row.Id, server.Clock.GetUtcNow(), null), Stop)).ShouldBeTrue();
        await server.Service<Sealer>().SealAsync();
        await Receiver.UntilAsync(() => Task.FromResult(receiver.Deliveries[^1].Events.Count == 2));
        receiver.Deliveries[^1].Events[1]!["eventType"]!.GetValue<string>().ShouldBe("webhook_disabled");
    }

    [Fact]
    public async Task of_some_kinds_gets_those_alone()
    {
        await using var server = await TestServer.StartAsync(Private);
        await using var receiver = await Receiver.StartAsync();
        var (row, _) = await receiver.HookAsync(server, "home", "registered");
        await SendAsync(server, 1200);
        await new Browser(server).RegisterAsync("ada");
        await SendAsync(server, 3);
        await receiver.EventsAsync(1);
        await Receiver.UntilAsync(async () => (await FindAsync(server, row)).Cursor.Id >= (await Recorded.LastAsync(server)).Id);
        receiver.Deliveries.ShouldHaveSingleItem().Events.ShouldHaveSingleItem()!["eventType"]!.GetValue<string>().ShouldBe("registered");
    }

    [Fact]
    public async Task of_two_servers_is_sent_by_one()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = "KEYSTILE_DATABASE=" + await postgres.NewDatabaseAsync();
        var clock = new TestClock();
        await using var first = await TestServer.StartAsync(clock, Private, s_rootKey, database);
        await using var second = await TestServer.StartAsync(clock, Private, s_rootKey, database);
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, _) => Task.Delay(20);
        for (var i = 0; i < 4; i++) await receiver.HookAsync(i % 2 == 0 ? first : second);
        for (var i = 0; i < 30; i++) await SendAsync(i % 2 == 0 ? first : second, 10);
        await receiver.EventsAsync(1200);
        await Task.Delay(1500, Stop);

        var ids = (await Recorded.OfAsync(first)).Select(row => row.Id).Order().ToArray();
        foreach (var hook in receiver.Deliveries.GroupBy(delivery => JsonNode.Parse(delivery.Body)!["webhookId"]!.GetValue<string>())) hook.SelectMany(delivery => delivery.Ids).Order().ShouldBe(ids);
    }

    [Fact]
    public async Task does_not_reach_into_the_servers_own_network()
    {
        await using var server = await TestServer.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var (row, _) = await receiver.HookAsync(server);
        await SendAsync(server, 1);
        await Receiver.UntilAsync(async () => (await FindAsync(server, row)).Failures == 1);
        (await FindAsync(server, row)).LastStatus.ShouldBe("private_address");
        receiver.Deliveries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("10.0.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    public void knows_which_addresses_are_public(string address, bool isPublic) => Keystile.Server.Webhooks.PublicAddress.Is(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Fact]
    public async Task signs_with_no_secret_of_another()
    {
        await using var server = await TestServer.StartAsync(Private);
        await using var receiver = await Receiver.StartAsync();
        var (_, secret) = await receiver.HookAsync(server);
        await receiver.HookAsync(server);
        await server.ExecuteAsync("UPDATE webhooks SET secret = (SELECT secret FROM webhooks ORDER BY id LIMIT 1)");
        await SendAsync(server, 1);
        IReadOnlyList<WebhookRow> both = [];
        await Receiver.UntilAsync(async () => (both = await server.Database.ReadAsync(reading => WebhookStore.ListAsync(reading, "home"))).All(one => one.LastStatus is not null));
        both.Select(one => one.LastStatus).ShouldBe(["200", "unreadable_secret"]);
        receiver.Deliveries.ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(server.DatabaseFile, System.Text.Encoding.Latin1, Stop)).ShouldNotContain(secret);
    }

    private static async Task<TestServer> StartAsync(PostgresServer? postgres) =>
        postgres is null ? await TestServer.StartAsync(Private) : await TestServer.StartAsync(Private, s_rootKey, "KEYSTILE_DATABASE=" + await postgres.NewDatabaseAsync());

    private static Task<bool> ReplayAsync(TestServer server, WebhookRow row, DateTimeOffset since) => server.Database.WriteAsync(async writing =>
        await WebhookStore.RestartAsync(writing, row.AppId, row.Id, server.Clock.GetUtcNow(), await WebhookFeed.FindAsync(writing, row.AppId, since)));

    private static Task AddAsync(TestServer server, string app, int count) => server.Database.WriteAsync(async writing =>
    {
        for (var i = 0; i < count; i++) await EventStore.AddAsync(writing, new(EventKind.SignedIn, app, server.Clock.GetUtcNow()) { UserId = Guid.CreateVersion7() });
    });

    private static async Task SendAsync(TestServer server, int count)
    {
        await AddAsync(server, "home", count);
        await server.Service<Sealer>().SealAsync();
    }

    private static async Task<WebhookRow> FindAsync(TestServer server, WebhookRow row) => (await server.Database.ReadAsync(reading => WebhookStore.FindAsync(reading, row.AppId, row.Id)))!;

    /// <summary>Runs the example of docs/webhooks.md as it stands there.</summary>
    private static async Task<bool> VerifyAsync(string body, string signature, string secret)
    {
        var example = (await File.ReadAllTextAsync(SharedFiles.InRepository("docs", "webhooks.md"), Stop)).Split("```js\n")[1].Split("```")[0];
        var start = new ProcessStartInfo("node", ["--input-type=module", "-e", example + "\nconsole.log(isGenuine(...process.argv.slice(1)))", body, signature, secret]) { RedirectStandardOutput = true };
        using var node = Process.Start(start)!;
        return bool.Parse(await node.StandardOutput.ReadToEndAsync(Stop));
    }
}
