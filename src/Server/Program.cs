using System.Diagnostics;
using Keystile.Server;
using Keystile.Server.Admin.Invitations;
using Keystile.Server.Commands;
using Keystile.Server.Observability;
using Keystile.Storage;
using Microsoft.AspNetCore.Connections;

const int ConfigurationError = 78; // EX_CONFIG of sysexits.h

if (CommandLine.Asks(args)) return await CommandLine.RunAsync(args);

var started = Stopwatch.GetTimestamp();
try
{
    await using var app = await ServerHost.BuildAsync(args, TimeProvider.System);
    await app.StartAsync();
    var options = app.Services.GetRequiredService<ServerOptions>();
    app.Logger.Started(options.Origin, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    if (await app.Services.GetRequiredService<OperatorLinks>().OfferFirstAsync() is { } link)
    {
        // Not by the log: logs are kept, copied and sent away, and the link is a secret.
        await Console.Out.WriteLineAsync($"The console has no operator yet. Within 24 hours, open {link.Url}");
    }
    await app.WaitForShutdownAsync();
    return 0;
}
catch (IOException taken) when (taken.InnerException is AddressInUseException)
{
    return await RefuseAsync("Another program listens on that address already; stop it, or set KEYSTILE_URLS to a free one, such as http://localhost:5171, and KEYSTILE_PUBLIC_URL with it.");
}
catch (Exception refusal) when (refusal is WrongSettingException or DatabaseRefusedException or DatabaseUnavailableException)
{
    return await RefuseAsync(refusal.Message);
}

static async Task<int> RefuseAsync(string reason)
{
    await Console.Error.WriteLineAsync("keystile: " + reason);
    return ConfigurationError;
}
