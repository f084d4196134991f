using Keystile.Server.Events.Sealing;

namespace Keystile.Server.Events;

/// <summary>What records, seals and forgets events.</summary>
internal static class EventServices
{
    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSingleton<Refusals>().AddSingleton<AuditKey>().AddSingleton<Checkpoint>().AddSingleton<EventPurge>()
        .AddSingleton<Sealer>().AddHostedService(provider => provider.GetRequiredService<Sealer>());
}
