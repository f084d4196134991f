using Keystile.Server.Background;
using Keystile.Server.Events;
using Keystile.Server.Events.Sealing;
using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server;

/// <summary>Forgets what no longer matters, a little at a time so that nobody waits for it: challenges spent an hour past their expiry, sessions that ran out, links and dead letters. One server at a time.</summary>
internal sealed class Housekeeping(Database database, Refusals refusals, EventPurge events, TimeProvider time, ILogger<Housekeeping> log) : Periodic(TimeSpan.FromMinutes(1), time, log)
{
    private const int Portion = 1000;

    private readonly TimeProvider _time = time;
    private readonly ILogger _log = log;

    protected override Task RunAsync(CancellationToken stopping) => PurgeAsync(stopping);

    /// <summary>One round: what was counted is recorded, and portions are deleted until one comes back less than full.</summary>
    public async Task PurgeAsync(CancellationToken stopping)
    {
        await refusals.FlushAsync();
        var now = _time.GetUtcNow();
        var spent = await PurgeAsync("spent", writing => ChallengeLedger.PurgeAsync(writing, now, Portion), stopping);
        var sessions = await PurgeAsync("sessions", writing => SessionStore.PurgeAsync(writing, now, Portion), stopping);
        await PurgeAsync("mail", writing => MailOutbox.PurgeAsync(writing, now, Portion), stopping);
        await PurgeAsync("links", writing => AccountLinkStore.PurgeAsync(writing, now, Portion), stopping);
        Meters.CountPurged("events", await events.PurgeAsync());
        if (spent + sessions > 0) _log.Purged(spent, sessions);
        if (Meters.WantsMail) Meters.TellMail(await database.ReadAsync(MailOutbox.CountAsync, stopping));
    }

    private async Task<int> PurgeAsync(string what, Func<Transaction, ValueTask<int>> purge, CancellationToken stopping)
    {
        int all = 0, portion;
        // Where another server is at it, there is nothing left to do.
        do all += portion = await database.WriteAsync(async writing => await writing.TryLeadAsync(Job.Housekeeping) ? await purge(writing) : 0, stopping);
        while (portion == Portion);
        Meters.CountPurged(what, all);
        return all;
    }
}
