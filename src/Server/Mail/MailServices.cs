namespace Keystile.Server.Mail;

/// <summary>Mail, for whoever has something to tell an account.</summary>
internal static class MailServices
{
    public static IServiceCollection AddMail(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<Mailer>();
        if (options.Mail is not null) services.AddHostedService<MailDispatcher>();
        return services;
    }
}
