using Keystile.Server.Accounts;
using Keystile.Server.Admin;
using Keystile.Server.Apps;
using Keystile.Server.Attestation;
using Keystile.Server.Ceremonies;
using Keystile.Server.Conformance;
using Keystile.Server.Docs;
using Keystile.Server.External;
using Keystile.Server.Mail;
using Keystile.Server.Events;
using Keystile.Server.Observability;
using Keystile.Server.OpenApi;
using Keystile.Server.Passwordless;
using Keystile.Server.Protection;
using Keystile.Server.Recovery;
using Keystile.Server.Rotation;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Server.Webhooks;
using Keystile.Server.WellKnown;
using Keystile.Storage;

namespace Keystile.Server;

/// <summary>Puts the server together: settings, keys and database first, so that a wrong setting stops it before it listens.</summary>
internal static class ServerHost
{
    // Watching for changed files means watching the working folder, where the database writes all day.
    private const string NoReload = "--hostBuilder:reloadConfigOnChange=false";

    public static async Task<WebApplication> BuildAsync(string[] args, TimeProvider time, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder([NoReload, .. args]);
        builder.Configuration.Sources.Insert(0, Log.Defaults);
        var options = new SettingsReader(builder.Configuration).Read();
        builder.AddTelemetry();
        var root = RootKey.Load(options);
        var database = await Database.OpenAsync(options.Database, time);
        var metadata = builder.Services.AddMetadata(options);

        builder.WebHost.UseUrls(options.Urls).ConfigureKestrel(Edge.Configure);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new UtcTimeConverter());
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, AdminJson.Default);
        });
        builder.Services
            .AddSingleton(options).AddSingleton(time).AddSingleton(root)
            .AddSingleton(_ => database) // by a factory, so that the container closes it
            .AddSingleton(await AppDirectory.OpenAsync(database, options, metadata, time))
            .AddSingleton(await SigningKeys.OpenAsync(database, root, time))
            .AddSingleton(await LookupKeys.OpenAsync(database, root))
            .AddSingleton(await SecurityEpoch.OpenAsync(database))
            .AddSingleton<Admission>().AddEvents().AddSingleton<ChallengeTokens>().AddSingleton<AccessTokens>().AddSingleton<Decoys>().AddSingleton<RateLimiter>()
            .AddSingleton<SessionCookie>().AddSingleton<RefreshTokens>().AddSingleton<SessionService>().AddSingleton<SessionReader>().AddSingleton<SessionRefresh>()
            .AddSingleton<Challenges>().AddSingleton<Registrar>().AddSingleton<Authenticator>().AddSingleton<Connector>().AddSingleton<StepUp>()
            .AddSingleton<ApiKeys>().AddSingleton<Cors>().AddPasswordless().AddMail(options).AddRecovery().AddExternal().AddWebhooks()
            .AddHostedService<Housekeeping>().AddHostedService<KeyRotation>().AddHostedService<HomeRefresh>().AddHostedService<EpochRefresh>();
        builder.Services.AddConsole();
        builder.Services.AddConformance(options);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseProxies(options);
        app.UseSecurityHeaders(options);
        app.UseProblems(app.Logger);
        app.UseAllowedHosts(options);
        app.UseAdmission();
        app.UsePages();
        app.UseSingleSlashes();
        app.UseRouting();
        app.UseRequestNames();
        app.UseAppNaming();
        app.MapHealth();
        app.MapWellKnown();
        app.MapErrorPages();
        app.MapRegister();
        app.MapAuthenticate();
        app.MapConnect();
        app.MapStepUp();
        app.MapSession();
        app.MapSessionRefresh();
        app.MapSessionList();
        app.MapPasskeys();
        app.MapIdentities();
        app.MapAccount();
        app.MapRecovery();
        app.MapPasswordless();
        app.MapExternal();
        app.MapConsole();
        app.MapOpenApi();
        app.MapEvents();
        app.MapConformance(options);
        if (!options.RateLimits) app.Logger.RateLimitsOff();
        if (options.Conformance) app.Logger.ConformanceOn();
        return app;
    }
}
