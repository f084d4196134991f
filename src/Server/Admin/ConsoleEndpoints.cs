using Keystile.Server.Accounts;
using Keystile.Server.Admin.Apps;
using Keystile.Server.Admin.Events;
using Keystile.Server.Admin.Invitations;
using Keystile.Server.Admin.Playground;
using Keystile.Server.Admin.Users;
using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Sessions;

namespace Keystile.Server.Admin;

/// <summary>The console's API, below <c>/admin/api</c>. Operators are accounts of an app like any other, so the account API serves them too, under that name.</summary>
internal static class ConsoleEndpoints
{
    public static IServiceCollection AddConsole(this IServiceCollection services) =>
        services.AddSingleton<Operators>().AddSingleton<OperatorLinks>().AddSingleton<OperatorRegistrar>().AddSingleton<PlaygroundRun>();

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        var console = routes.MapGroup("/admin").WithMetadata(OfTheConsole.Instance);
        console.MapAuthenticate();
        console.MapStepUp();
        console.MapConnect();
        console.MapSession();
        console.MapSessionList();
        console.MapPasskeys();
        console.MapOperatorSignUp();
        console.MapOperators();
        console.MapInvitations();
        console.MapApps();
        console.MapKeys();
        console.MapWebhooks();
        console.MapUsers();
        console.MapUserPasskeys();
        console.MapEvents();
        console.MapSignIns();
        console.MapPlayground();
    }
}
