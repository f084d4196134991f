using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Keystile.Server.Events.Sealing;
using Keystile.Storage;

namespace Keystile.Server.Tests.Events;

public sealed class The_record_of_events
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task names_what_was_done_to_it_in_each_of_1000_tamperings(bool onPostgres)
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres);
        await ledger.FillAsync(60);
        (await ledger.AuditAsync()).ShouldSatisfyAllConditions(report => report.Ok.ShouldBeTrue(), report => report.Events.ShouldBe(ledger.There + 60), report => report.Seals.ShouldBeGreaterThan(5));
        await ledger.TamperAsync("CREATE TABLE events_kept AS SELECT * FROM events");
        var ids = await ledger.NumbersAsync("SELECT id FROM events ORDER BY id");
        for (var i = 0; i < 1000; i++)
        {
            var (fault, expected) = await SpoilAsync(ledger, ids);

            var report = await ledger.AuditAsync();
            report.Findings.ShouldAllBe(finding => finding.Fault == fault, $"{fault}, {ledger.Last}");
            report.Findings.Select(finding => finding.Id).Order().ShouldBe(expected.Order(), $"{fault}, {ledger.Last}");
            report.Ok.ShouldBeFalse();
            await ledger.TamperAsync("DELETE FROM events");
            await ledger.TamperAsync("INSERT INTO events SELECT * FROM events_kept");
        }
        (await ledger.AuditAsync()).Ok.ShouldBeTrue();
    }

    private static async Task<(string Fault, long[] Ids)> SpoilAsync(Ledger ledger, List<long> ids)
    {
        // Not the first, which the server's start recorded: it names no account, so that taking one away would change nothing.
        var id = ids[RandomNumberGenerator.GetInt32(1, ids.Count - 1)];
        switch (RandomNumberGenerator.GetInt32(5))
        {
            case 0:
                await ledger.TamperAsync($"DELETE FROM events WHERE id = {id}");
                return ("deleted", [id]);
            case 1:
                string[] changes = ["detail = 'another'", "kind = kind + 1", "at = at + 1", "actor = 3", "times = times + 1", "user_id = NULL", "operator = 'eve'", "app_id = 'other'", "key_id = ''", "device = 'Tor on Linux'"];
                await ledger.TamperAsync($"UPDATE events SET {changes[RandomNumberGenerator.GetInt32(changes.Length)]} WHERE id = {id}");
                return ("altered", [id]);
            case 2:
                var other = ids[(ids.IndexOf(id) + RandomNumberGenerator.GetInt32(1, ids.Count)) % ids.Count];
                await ledger.TamperAsync($"UPDATE events SET id = -1000000 WHERE id = {id}");
                await ledger.TamperAsync($"UPDATE events SET id = {id} WHERE id = {other}");
                await ledger.TamperAsync($"UPDATE events SET id = {other} WHERE id = -1000000");
                return ("reordered", [id, other]);
            case 3:
                var (columns, position) = ledger.IsPostgres ? ("tx, id", $"tx, {-id}") : ("id", $"{-id}");
                await ledger.TamperAsync($"INSERT INTO events ({columns}, app_id, at, kind, actor, detail, times) SELECT {position}, app_id, at, kind, actor, detail, times FROM events WHERE id = {id}");
                return ("inserted", [-id]);
            default:
                var order = await ledger.NumbersAsync(ledger.IsPostgres ? "SELECT id FROM events ORDER BY tx, id" : "SELECT id FROM events ORDER BY id");
                var gone = order.Skip(RandomNumberGenerator.GetInt32(1, order.Count)).ToArray();
                await ledger.TamperAsync($"DELETE FROM events WHERE id IN ({string.Join(',', gone)})");
                return ("cut", gone);
        }
    }

    [Fact]
    public async Task that_lost_its_end_with_the_seals_is_found_out_by_the_checkpoint_outside_the_database()
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres: false);
        await ledger.FillAsync(60);
        var whole = await CommandRun.Beside(ledger.Server, "audit", "verify", "--json");
        whole.ExitCode.ShouldBe(0, whole.Errors);
        JsonNode.Parse(whole.Output)!["events"]!.GetValue<long>().ShouldBe(ledger.There + 60);

        var last = (await ledger.NumbersAsync("SELECT max(number) FROM event_seals"))[0];
        await ledger.TamperAsync($"DELETE FROM event_seals WHERE number > {last - 2}");
        await ledger.TamperAsync("DELETE FROM events WHERE id >= (SELECT max(upto) FROM event_seals)");

        var cut = await CommandRun.Beside(ledger.Server, "audit", "verify", "--json");
        cut.ExitCode.ShouldBe(1);
        JsonNode.Parse(cut.Output)!["findings"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldBe($$"""{"fault":"cut","id":{{last}}}""");
        (await CommandRun.Beside(ledger.Server, "audit", "verify")).Output.ShouldContain($"cut {last}");
    }

    [Theory]
    [InlineData("DELETE FROM event_seals WHERE number = 2", "seal_missing", 2)]
    [InlineData("UPDATE event_seals SET sealed_at = sealed_at + 1 WHERE number = 2", "seal_altered", 2)]
    [InlineData("UPDATE event_seals SET entries = zeroblob(length(entries)) WHERE number = 1", "seal_altered", 1)]
    [InlineData("UPDATE event_seals SET purged = x'FFFF' WHERE number = 1", "seal_altered", 1)]
    public async Task names_a_seal_that_is_missing_or_not_ours(string sql, string fault, long number)
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres: false);
        await ledger.FillAsync(40);
        (await ledger.TamperAsync(sql)).ShouldBe(1);
        (await ledger.AuditAsync()).Findings.ShouldContain(new AuditFinding(fault, number));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task seals_what_many_write_at_once_each_once_and_in_an_order_that_stays(bool onPostgres)
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres);
        var writers = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++) await ledger.Server.Database.WriteAsync(writing => EventStore.AddAsync(writing, Ledger.NewEvent(writer * 100 + i)));
        })));
        var sealedWhileWriting = 0;
        while (!writers.IsCompleted) sealedWhileWriting += (await Task.WhenAll(ledger.SealAsync(), ledger.SealAsync())).Sum();
        await writers;
        await ledger.SealAsync();

        var report = await ledger.AuditAsync();
        (report.Ok, report.Events, report.Unsealed).ShouldBe((true, ledger.There + 800, 0L), string.Join(' ', report.Findings));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task stays_whole_where_events_are_deleted_because_their_time_is_over(bool onPostgres)
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres);
        await ledger.FillAsync(50);
        ledger.Server.Clock.Advance(TimeSpan.FromDays(366));
        var day = ledger.Server.Clock.GetUtcNow();
        await ledger.Server.Database.WriteAsync(writing => EventStore.AddAsync(writing, new(EventKind.SignedIn, "home", day)), TestContext.Current.CancellationToken);
        await ledger.SealAsync();

        await ledger.Server.Service<EventPurge>().PurgeAsync();

        var report = await ledger.AuditAsync();
        (report.Ok, report.Events, report.Purged).ShouldBe((true, ledger.There + 1, 50L), string.Join(' ', report.Findings));
        (await ledger.Server.Service<EventPurge>().PurgeAsync()).ShouldBe(0);
        await ledger.Server.Database.WriteAsync(writing => EventStore.AddAsync(writing, new(EventKind.SignedIn, "home", day)), TestContext.Current.CancellationToken);
        await ledger.SealAsync();
        (await ledger.AuditAsync()).Events.ShouldBe(ledger.There + 2);
        await ledger.TamperAsync("DELETE FROM events WHERE id = (SELECT min(id) FROM events)");
        (await ledger.AuditAsync()).Findings.ShouldHaveSingleItem().Fault.ShouldBe("deleted");
    }

    [Fact]
    public async Task is_exported_a_line_an_event()
    {
        await using var server = await TestServer.StartAsync();
        await new Browser(server).RegisterAsync("ada");
        await CommandRun.Beside(server, "apps", "create", "shop", "--rp-id", "localhost", "--origin", Tenant.Origin);

        var all = await CommandRun.Beside(server, "audit", "export");
        all.Lines.Select(line => JsonNode.Parse(line)!["type"]!.GetValue<string>()).ShouldBe(["signing_key_made", "registered", "app_created", "key_created", "key_created"]);
        JsonNode.Parse(all.Lines[1])!["performedBy"]!.GetValue<string>().ShouldStartWith("user:");
        (await CommandRun.Beside(server, "audit", "export", "--app", "home")).Lines.Length.ShouldBe(1);
    }
}
