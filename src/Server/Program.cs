using System.Diagnostics;
using Keystile.Server;
using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Observability;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Server.WellKnown;
using Keystile.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HostFiltering;

const int ConfigurationError = 78; // EX_CONFIG of sysexits.h
var started = Stopwatch.GetTimestamp();
var builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration.Sources.Insert(0, Log.Defaults);
try
{
    var options = new SettingsReader(builder.Configuration).Read();
    var root = RootKey.Load(options);
    var time = TimeProvider.System;
    await using var database = await Database.OpenAsync(options.Database, time);

    builder.WebHost.UseUrls(options.Urls).ConfigureKestrel(Edge.Configure);
    builder.Services.Configure<HostFilteringOptions>(filter => (filter.AllowedHosts, filter.IncludeFailureMessage) = ([.. options.AllowedHosts], false));
    builder.Services.ConfigureHttpJsonOptions(json =>
    {
        json.SerializerOptions.Converters.Add(new UtcTimeConverter());
        json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default);
    });
    builder.Services
        .AddSingleton(options).AddSingleton(time).AddSingleton(database).AddSingleton(root)
        .AddSingleton(await AppDirectory.OpenAsync(database, options, time))
        .AddSingleton(await SigningKeys.OpenAsync(database, root, time))
        .AddSingleton<ChallengeTokens>().AddSingleton<AccessTokens>().AddSingleton<Decoys>().AddSingleton<RateLimiter>()
        .AddSingleton<SessionCookie>().AddSingleton<RefreshTokens>().AddSingleton<SessionService>().AddSingleton<SessionReader>().AddSingleton<SessionRefresh>()
        .AddSingleton<Challenges>().AddSingleton<Registrar>().AddSingleton<Authenticator>()
        .AddHostedService<Housekeeping>();

    await using var app = builder.Build();
    var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Keystile");
    app.UseProxies(options);
    app.UseSecurityHeaders(options);
    app.UseProblems(log);
    app.UseHostFiltering();
    app.UsePages();
    app.UseRouting();
    app.MapHealth();
    app.MapWellKnown();
    app.MapRegister();
    app.MapAuthenticate();
    app.MapSession();

    await app.StartAsync();
    log.Started(options.Origin, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    if (!options.RateLimits) log.RateLimitsOff();
    await app.WaitForShutdownAsync();
    return 0;
}
catch (IOException taken) when (taken.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync("keystile: Another program listens on that address already; stop it, or set KEYSTILE_URLS to a free one, such as http://localhost:5171, and KEYSTILE_PUBLIC_URL with it.");
    return ConfigurationError;
}
catch (Exception refusal) when (refusal is WrongSettingException or DatabaseRefusedException)
{
    await Console.Error.WriteLineAsync("keystile: " + refusal.Message);
    return ConfigurationError;
}
