using Keystile.Server.Protection;
using Keystile.Storage;

namespace Keystile.Server.WellKnown;

/// <summary>For whoever restarts or routes: alive is the process, ready is the database too. Neither tells more.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.NoContent());
        routes.MapGet("/health/ready", Ready);
    }

    private static async Task<IResult> Ready(Database database, CancellationToken cancelled)
    {
        try
        {
            await database.ReadAsync(SecurityEpochStore.FindAsync, cancelled).AsTask().WaitAsync(Patience, cancelled);
            return Results.NoContent();
        }
        catch (TimeoutException)
        {
            return Problem.DatabaseUnavailable;
        }
    }
}
