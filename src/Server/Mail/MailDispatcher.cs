using Keystile.Server.Observability;
using Keystile.Server.Recovery;
using Keystile.Storage;

namespace Keystile.Server.Mail;

/// <summary>Carries the outbox to the mail server. Each mail goes out at least once while it is of use; what failed comes later, what cannot be becomes a dead letter.</summary>
internal sealed class MailDispatcher(ServerOptions options, Mailer mailer, RecoveryLinks links, Database database, TimeProvider time, ILogger<MailDispatcher> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromHours(1);

    /// <summary>Longer than an attempt can take: another server may try the mail then, because this one must have died.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const int Portion = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Poll;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (await TryRoundAsync(stoppingToken))
                {
                    pause = Poll;
                    await mailer.WaitAsync(Poll, stoppingToken);
                    continue;
                }
                await Task.Delay(pause, stoppingToken);
                if (pause < LongestPause) pause *= 2;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the outbox is durable.
        }
    }

    private async Task<bool> TryRoundAsync(CancellationToken stopping)
    {
        try
        {
            return await RoundAsync(stopping);
        }
        catch (DatabaseUnavailableException outage)
        {
            log.DatabaseUnavailable(outage);
            return false;
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // A mail that breaks us is claimed already: the others go out, and the server goes on.
            log.MailBroke(bug);
            return false;
        }
    }

    /// <summary>Sends what is due. False where the mail server is not to be had, so that it is not asked again at once.</summary>
    private async Task<bool> RoundAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var due = await database.ReadAsync(reading => MailOutbox.ListDueAsync(reading, now, Portion), stopping);
        foreach (var late in due.Where(mail => mail.ExpiresAt <= now)) await BuryAsync(late, "expired");
        await using var server = new SmtpConnection(options.Mail!);
        foreach (var mail in due.Where(mail => mail.ExpiresAt > now))
        {
            var parcel = mailer.Open(mail);
            if (parcel?.Ask is null && !server.IsOpen && await server.OpenAsync(stopping) is { Kind: not DeliveryKind.Done } shut)
            {
                log.MailServerUnavailable(shut.Code);
                return false;
            }
            if (!await database.WriteAsync(writing => MailOutbox.TryClaimAsync(writing, mail, now + Lease), stopping)) continue;
            if (parcel?.Ask is { } ask) await links.AnswerAsync(mail, ask);
            else await SendAsync(server, mail, parcel?.Letter, stopping);
        }
        if (due.Count == Portion) mailer.Hurry();
        return true;
    }

    private async Task SendAsync(SmtpConnection server, MailRow mail, Letter? letter, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        if (letter?.ToMessage(options.Mail!.From, mail.Id, now) is not { } message)
        {
            await BuryAsync(mail, "unreadable");
            return;
        }
        var delivery = await server.SendAsync(message, stopping);
        switch (delivery.Kind)
        {
            case DeliveryKind.Done:
                await database.WriteAsync(writing => MailOutbox.RemoveAsync(writing, mail), CancellationToken.None);
                break;
            case DeliveryKind.Later:
                log.MailDelayed(mail.AppId, delivery.Code, mail.Attempts + 1);
                await database.WriteAsync(writing => MailOutbox.DeferAsync(writing, mail, now + Backoff(mail.Attempts)), stopping);
                break;
            default:
                await BuryAsync(mail, delivery.Code);
                break;
        }
    }

    private async Task BuryAsync(MailRow mail, string failure)
    {
        log.MailGivenUp(mail.AppId, failure, mail.Attempts);
        await database.WriteAsync(writing => MailOutbox.BuryAsync(writing, mail, time.GetUtcNow(), failure));
    }

    /// <summary>10 seconds, and three times as long after each attempt, up to an hour.</summary>
    private static TimeSpan Backoff(int attempts)
    {
        var wait = TimeSpan.FromSeconds(10) * Math.Pow(3, Math.Min(attempts, 6));
        return wait < LongestBackoff ? wait : LongestBackoff;
    }
}
