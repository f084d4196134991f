using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server.Attestation;

/// <summary>Looks at the metadata file before the first request and every minute, fetches what is due, and has stored passkeys judged again when another issue is in force.</summary>
internal sealed class MetadataRefresh(MetadataFile file, MetadataFetch fetch, AttestationReviews reviews, TimeProvider time, ILogger<MetadataRefresh> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Whatever changed while the server was down, issue or policy, counts for stored passkeys as well.
    private bool _isReviewDue = true;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        file.Refresh();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do await RunAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the next start judges them all again.
        }
    }

    /// <summary>One round. A review that another server does not let us do, or the database, stays due.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        _isReviewDue |= file.Refresh() | await fetch.RefreshAsync(stopping);
        if (_isReviewDue) _isReviewDue = !await TryReviewAsync(stopping);
    }

    private async Task<bool> TryReviewAsync(CancellationToken stopping)
    {
        try
        {
            return await reviews.TryRunAsync(stopping);
        }
        catch (DatabaseUnavailableException outage)
        {
            log.DatabaseUnavailable(outage);
            return false;
        }
    }
}
