using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server.Apps;

/// <summary>Follows the settings of the home app, which another process may change: every few seconds, so that no request has to ask.</summary>
internal sealed class HomeRefresh(Database database, AppDirectory apps, TimeProvider time, ILogger<HomeRefresh> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryRefreshAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task TryRefreshAsync()
    {
        try
        {
            await apps.RefreshHomeAsync(database);
        }
        catch (DatabaseUnavailableException outage)
        {
            log.DatabaseUnavailable(outage);
        }
        catch (InvalidDataException unreadable)
        {
            log.AppUnreadable(unreadable.Message);
        }
    }
}
