using System.Globalization;
using Keystile.Server.Events.Sealing;
using Keystile.Storage;

namespace Keystile.Server.Tests.Events;

public sealed class A_seal_whose_events_are_all_over
{
    // The first event of all is the server's own, kept for good, and so is its seal.
    private const string Entries = "SELECT sum(length(entries)) FROM event_seals WHERE number > 1 AND number < (SELECT max(number) FROM event_seals)";
    private const string Standing = "SELECT count(*) FROM event_seals WHERE count = 0";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task loses_its_entries_and_one_stands_for_all_its_neighbours(bool onPostgres)
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres);
        await FillAndLetTimePassAsync(ledger);
        await PurgeAsync(ledger);

        (await ledger.NumbersAsync(Standing)).ShouldBe([1]);
        (await ledger.NumbersAsync(Entries)).ShouldBe([0]);
        (await ledger.AuditAsync()).ShouldSatisfyAllConditions(report => report.Ok.ShouldBeTrue(string.Join(' ', report.Findings)), report => (report.Events, report.Purged).ShouldBe((ledger.There + 1, 50)));
        await FillAndLetTimePassAsync(ledger);
        (await ledger.AuditAsync()).Ok.ShouldBeTrue();
        await PurgeAsync(ledger);

        (await ledger.NumbersAsync(Standing)).ShouldBe([1]);
        (await ledger.NumbersAsync("SELECT count(*) FROM event_seals")).ShouldBe([3], "the first, the one that stands for the others, and that of the newest event");
        (await ledger.AuditAsync()).ShouldSatisfyAllConditions(report => report.Ok.ShouldBeTrue(string.Join(' ', report.Findings)), report => (report.Events, report.Purged).ShouldBe((ledger.There + 1, 101)));
    }

    [Theory]
    [InlineData("DELETE FROM event_seals WHERE count = 0", "seal_missing")]
    [InlineData("UPDATE event_seals SET sealed_at = sealed_at + 1 WHERE count = 0", "seal_altered")]
    [InlineData("UPDATE event_seals SET hash = zeroblob(32) WHERE count = 0", "seal_altered")]
    [InlineData("UPDATE event_seals SET purged = x'00000000000000010000000000000032' WHERE count = 0", "seal_altered")]
    [InlineData("UPDATE event_seals SET purged = x'' WHERE count = 0", "seal_altered")]
    [InlineData("DELETE FROM event_seals WHERE number = 1", "seal_missing")]
    public async Task is_named_where_it_is_missing_or_not_ours(string sql, string fault)
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres: false);
        await FillAndLetTimePassAsync(ledger);
        await PurgeAsync(ledger);
        (await ledger.TamperAsync(sql)).ShouldBe(1);
        (await ledger.AuditAsync()).Findings.Select(finding => finding.Fault).ShouldContain(fault);
    }

    [Fact]
    public async Task cannot_be_feigned_by_who_has_no_key()
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres: false);
        await ledger.FillAsync(60);
        await ledger.TamperAsync("DELETE FROM events WHERE id >= (SELECT upto FROM event_seals WHERE number = 1) AND id < (SELECT upto FROM event_seals WHERE number = 4)");
        await ledger.TamperAsync("DELETE FROM event_seals WHERE number IN (2, 3)");
        await ledger.TamperAsync("UPDATE event_seals SET count = 0, entries = x'', purged = x'00000000000000020000000000000032' WHERE number = 4");

        (await ledger.AuditAsync()).Findings.ShouldBe([new("seal_missing", 2), new("seal_missing", 3), new("seal_altered", 4)], ignoreOrder: true);
    }

    [Fact]
    public async Task shows_events_that_somebody_put_there_since()
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres: false);
        await FillAndLetTimePassAsync(ledger);
        await PurgeAsync(ledger);
        await ledger.TamperAsync("INSERT INTO events (id, app_id, at, kind, actor, times) SELECT 7, app_id, at, kind, actor, times FROM events WHERE id = (SELECT max(id) FROM events)");
        (await ledger.AuditAsync()).Findings.ShouldBe([new("inserted", 7)]);
    }

    [Fact]
    public async Task stays_as_evidence_where_it_is_not_as_we_sealed_it()
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres: false);
        await FillAndLetTimePassAsync(ledger);
        await ledger.TamperAsync("UPDATE event_seals SET sealed_at = sealed_at + 1 WHERE number = 3");
        await PurgeAsync(ledger);

        (await ledger.NumbersAsync("SELECT number FROM event_seals WHERE number < 5 AND count > 0 ORDER BY number")).ShouldBe([1, 3]);
        (await ledger.AuditAsync()).Findings.ShouldBe([new("seal_altered", 3)]);
    }

    [Fact]
    public async Task stands_for_no_neighbour_that_is_not_as_we_left_it()
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres: false);
        await FillAndLetTimePassAsync(ledger);
        await PurgeAsync(ledger);
        var stood = (await ledger.NumbersAsync("SELECT number FROM event_seals WHERE count = 0"))[0];
        await ledger.TamperAsync("UPDATE event_seals SET sealed_at = sealed_at + 1 WHERE count = 0");
        await FillAndLetTimePassAsync(ledger);
        await PurgeAsync(ledger);

        (await ledger.AuditAsync()).Findings.ShouldContain(new AuditFinding("seal_altered", stood));
    }

    [Fact]
    public async Task leaves_a_checkpoint_of_its_stretch_good_and_another_hash_at_its_end_bad()
    {
        await using var ledger = await Ledger.OpenAsync(onPostgres: false);
        await FillAndLetTimePassAsync(ledger);
        await PurgeAsync(ledger);
        var stands = (await ledger.NumbersAsync("SELECT number FROM event_seals WHERE count = 0"))[0];

        (await AuditAsync(ledger, 2)).ShouldBeEmpty();
        (await AuditAsync(ledger, stands)).ShouldBe([new("seal_altered", stands)]);
        (await AuditAsync(ledger, stands + 100)).ShouldBe([new("cut", stands + 100)]);
    }

    private static async Task<IReadOnlyList<AuditFinding>> AuditAsync(Ledger ledger, long number) =>
        (await new Audit(ledger.Server.Database, ledger.Server.Service<AuditKey>().Accepted).RunAsync([(number, new byte[32])])).Findings;

    private static async Task FillAndLetTimePassAsync(Ledger ledger)
    {
        await ledger.FillAsync(50);
        ledger.Server.Clock.Advance(TimeSpan.FromDays(366));
        var now = ledger.Server.Clock.GetUtcNow();
        await ledger.Server.Database.WriteAsync(writing => EventStore.AddAsync(writing, new(EventKind.SignedIn, "home", now) { Detail = now.ToString(CultureInfo.InvariantCulture) }), TestContext.Current.CancellationToken);
        await ledger.SealAsync();
    }

    private static async Task PurgeAsync(Ledger ledger) => (await ledger.Server.Service<EventPurge>().PurgeAsync()).ShouldBeGreaterThanOrEqualTo(50);
}
