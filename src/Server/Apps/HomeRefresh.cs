using Keystile.Server.Background;
using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server.Apps;

/// <summary>Follows the settings of the home app, which another process may change: every few seconds, so that no request has to ask.</summary>
internal sealed class HomeRefresh(Database database, AppDirectory apps, TimeProvider time, ILogger<HomeRefresh> log) : Periodic(TimeSpan.FromSeconds(2), time, log)
{
    private readonly ILogger _log = log;

    protected override async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await apps.RefreshHomeAsync(database);
        }
        catch (InvalidDataException unreadable)
        {
            _log.AppUnreadable(unreadable.Message);
        }
    }
}
