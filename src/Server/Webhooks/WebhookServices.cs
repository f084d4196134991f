namespace Keystile.Server.Webhooks;

/// <summary>What sends an app's events to its own servers.</summary>
internal static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) =>
        services.AddSingleton<WebhookSecrets>().AddSingleton<WebhookSender>().AddHostedService<WebhookDispatcher>();
}
