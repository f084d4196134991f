using Keystile.Server.Accounts;
using Keystile.Server.Apps;

namespace Keystile.Server.Recovery;

/// <summary>The ways back into an account whose passkeys are lost.</summary>
internal static class RecoveryServices
{
    public static IServiceCollection AddRecovery(this IServiceCollection services) =>
        services.AddSingleton<RecoveryCodes>().AddSingleton<RecoverySessions>().AddSingleton<RecoveryLinks>().AddSingleton<AskingBrowser>()
            .AddSingleton<AppPages>().AddSingleton<Notices>().AddSingleton<EmailChange>();

    public static void MapRecovery(this IEndpointRouteBuilder routes)
    {
        routes.MapRecoveryCodes();
        routes.MapRecoveryLinks();
        routes.MapEmail();
    }
}
