using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server.Background;

/// <summary>Work that comes round again and again beside the requests. A database that is away is waited for.</summary>
internal abstract class Periodic(TimeSpan interval, TimeProvider time, ILogger log) : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the rest can wait for the next start.
        }
    }

    /// <summary>One round.</summary>
    protected abstract Task RunAsync(CancellationToken stopping);

    private async Task TryAsync(CancellationToken stopping)
    {
        try
        {
            await RunAsync(stopping);
        }
        catch (DatabaseUnavailableException outage)
        {
            log.DatabaseUnavailable(outage);
        }
    }
}
