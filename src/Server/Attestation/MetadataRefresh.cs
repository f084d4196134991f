using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server.Attestation;

/// <summary>Looks at the metadata file before the first request and every minute, fetches what is due, and has stored passkeys judged again when another issue is in force.</summary>
internal sealed class MetadataRefresh(MetadataFile file, MetadataFetch fetch, AttestationReviews reviews, TimeProvider time, ILogger<MetadataRefresh> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        file.Refresh();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whatever changed while the server was down, issue or policy, counts for stored passkeys as well.
        var pending = true;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                pending |= file.Refresh() | await fetch.RefreshAsync(stoppingToken);
                if (pending) pending = !await TryReviewAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the next start judges them all again.
        }
    }

    private async Task<bool> TryReviewAsync(CancellationToken stopping)
    {
        try
        {
            await reviews.RunAsync(stopping);
            return true;
        }
        catch (DatabaseUnavailableException outage)
        {
            log.DatabaseUnavailable(outage);
            return false;
        }
    }
}
