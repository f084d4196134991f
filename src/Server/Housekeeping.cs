using Keystile.Server.Events;
using Keystile.Server.Events.Sealing;
using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server;

/// <summary>Forgets what no longer matters, a little at a time so that nobody waits for it: challenges spent an hour past their expiry, sessions that ran out, links and dead letters.</summary>
internal sealed class Housekeeping(Database database, Refusals refusals, EventPurge events, TimeProvider time, ILogger<Housekeeping> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private const int Portion = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryPurgeAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the rest can wait for the next start.
        }
    }

    private async Task TryPurgeAsync(CancellationToken stopping)
    {
        try
        {
            await PurgeAsync(stopping);
        }
        catch (DatabaseUnavailableException outage)
        {
            log.DatabaseUnavailable(outage);
        }
    }

    /// <summary>One round: what was counted is recorded, and portions are deleted until one comes back less than full.</summary>
    public async Task PurgeAsync(CancellationToken stopping)
    {
        await refusals.FlushAsync();
        var now = time.GetUtcNow();
        var spent = await PurgeAsync("spent", writing => ChallengeLedger.PurgeAsync(writing, now, Portion), stopping);
        var sessions = await PurgeAsync("sessions", writing => SessionStore.PurgeAsync(writing, now, Portion), stopping);
        await PurgeAsync("mail", writing => MailOutbox.PurgeAsync(writing, now, Portion), stopping);
        await PurgeAsync("links", writing => AccountLinkStore.PurgeAsync(writing, now, Portion), stopping);
        await events.PurgeAsync();
        if (spent + sessions > 0) log.Purged(spent, sessions);
        if (Meters.WantsMail) Meters.TellMail(await database.ReadAsync(MailOutbox.CountAsync, stopping));
    }

    private async Task<int> PurgeAsync(string what, Func<Transaction, ValueTask<int>> purge, CancellationToken stopping)
    {
        int all = 0, portion;
        do all += portion = await database.WriteAsync(purge, stopping);
        while (portion == Portion);
        Meters.CountPurged(what, all);
        return all;
    }
}
