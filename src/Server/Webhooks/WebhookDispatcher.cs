using System.Collections.Concurrent;
using System.Security.Cryptography;
using Keystile.Server.Background;
using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server.Webhooks;

/// <summary>Carries sealed events to the webhooks of their apps: each webhook by itself, in order, one batch at a time and by one server at a time, and each event at least once.</summary>
internal sealed class WebhookDispatcher(Database database, WebhookSender sender, TimeProvider time, ILogger<WebhookDispatcher> log)
    : Periodic(TimeSpan.FromSeconds(1), time, log)
{
    /// <summary>Longer than an attempt can take: another server may try then, because this one must have died.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(5), LongestBackoff = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(3);
    private static readonly TimeSpan BetweenSkips = TimeSpan.FromMinutes(1);

    private const int MostAtOnce = 32, MostInBatch = 100, MostLookedAt = 1000;

    private readonly TimeProvider _time = time;
    private readonly ILogger _log = log;
    private readonly ConcurrentDictionary<Guid, Task> _running = [];
    private long _skippedTo;
    private DateTimeOffset _skippedAt;

    protected override async Task RunAsync(CancellationToken stopping)
    {
        if (await database.ReadAsync(EventSealStore.FindLastAsync, stopping) is not { UpTo: var horizon }) return;
        var now = _time.GetUtcNow();
        foreach (var (id, task) in _running) if (task.IsCompleted) _running.TryRemove(id, out _);
        var room = MostAtOnce - _running.Count;
        var pending = room > 0 ? await database.ReadAsync(reading => WebhookFeed.ListPendingAsync(reading, now, horizon, room), stopping) : [];
        foreach (var webhook in pending.Where(webhook => !_running.ContainsKey(webhook.Id))) _running[webhook.Id] = DeliverAsync(webhook, horizon, stopping);
        if (horizon == _skippedTo || now - _skippedAt < BetweenSkips) return;
        await database.WriteAsync(async writing => await writing.TryLeadAsync(Job.Webhooks) ? await WebhookFeed.SkipAsync(writing, now, horizon) : 0, stopping);
        (_skippedTo, _skippedAt) = (horizon, now);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_running.Values);
    }

    /// <summary>Sends batch after batch until nothing is left or one fails. Never throws: nobody waits for it.</summary>
    private async Task DeliverAsync(WebhookRow webhook, long horizon, CancellationToken stopping)
    {
        try
        {
            for (var next = webhook; next is not null;) next = await TryBatchAsync(next, horizon, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server stops; the cursor is durable.
        }
        catch (DatabaseUnavailableException outage)
        {
            _log.DatabaseUnavailable(outage);
        }
        catch (Exception bug)
        {
            _log.WebhookBroke(webhook.Id, webhook.AppId, bug);
        }
    }

    /// <summary>Returns the webhook where it stands after a batch that arrived, if there may be more.</summary>
    private async Task<WebhookRow?> TryBatchAsync(WebhookRow webhook, long horizon, CancellationToken stopping)
    {
        var lease = _time.GetUtcNow() + Lease;
        if (!await database.WriteAsync(writing => WebhookStore.TryClaimAsync(writing, webhook, lease), stopping)) return null;
        var batch = await WebhookBatch.ReadAsync(database, webhook, horizon, MostInBatch, MostLookedAt);
        WebhookAnswer answer;
        try
        {
            answer = batch.Events.Count == 0 ? new(true, webhook.LastStatus ?? "") : await sender.SendAsync(webhook, batch.Events, stopping);
        }
        catch (OperationCanceledException)
        {
            // Nobody shall have to wait for the lease to run out.
            await FinishAsync(webhook with { NextAttemptAt = _time.GetUtcNow() }, lease);
            throw;
        }
        if (!answer.Arrived) return await FailAsync(webhook, answer.Status, lease);
        var after = webhook with { Cursor = batch.Cursor, Failures = 0, FailingSince = null, NextAttemptAt = _time.GetUtcNow(), LastStatus = answer.Status };
        return await FinishAsync(after, lease) && batch.MayBeMore ? after : null;
    }

    private async Task<WebhookRow?> FailAsync(WebhookRow webhook, string status, DateTimeOffset lease)
    {
        var now = _time.GetUtcNow();
        var since = webhook.FailingSince ?? now;
        var after = webhook with { Failures = webhook.Failures + 1, FailingSince = since, NextAttemptAt = now + Backoff(webhook.Failures), LastStatus = status };
        if (now - since >= Patience) after = after with { DisabledAt = now };
        var isMine = await FinishAsync(after, lease);
        if (isMine && after.DisabledAt is not null) _log.WebhookDisabled(webhook.Id, webhook.AppId, status);
        else if (isMine) _log.WebhookDelayed(webhook.Id, webhook.AppId, status, after.Failures);
        return null;
    }

    /// <summary>Also where the server stops: what arrived is not sent again then.</summary>
    private Task<bool> FinishAsync(WebhookRow after, DateTimeOffset lease) => database.WriteAsync(async writing =>
    {
        var isMine = await WebhookStore.TryFinishAsync(writing, after, lease);
        if (isMine && after.DisabledAt is { } now) await EventStore.AddAsync(writing, new(EventKind.WebhookDisabled, after.AppId, now) { Actor = EventActor.System, Detail = after.Id.ToString() });
        return isMine;
    });

    /// <summary>5 seconds, twice as long after each attempt, up to an hour; each between three quarters and the whole of that, so that not all come back at once.</summary>
    internal static TimeSpan Backoff(int failures)
    {
        var wait = FirstBackoff * Math.Pow(2, Math.Min(failures, 10));
        return (wait < LongestBackoff ? wait : LongestBackoff) * (RandomNumberGenerator.GetInt32(750, 1001) / 1000.0);
    }
}
