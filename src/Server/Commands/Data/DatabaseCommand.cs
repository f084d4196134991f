using Keystile.Storage;

namespace Keystile.Server.Commands.Data;

/// <summary>A verb that touches data: it opens the server's own database, beside a running server or without one.</summary>
internal static class DatabaseCommand
{
    /// <summary>Runs the verb. 0 done, 1 what was asked does not hold, 78 no database to ask.</summary>
    /// <param name="work">Returns why what was asked does not hold; null where it was done.</param>
    public static Task<int> RunAsync(Func<Database, Task<string?>> work) => RunAsync((database, _) => work(database));

    /// <summary>The same for a verb that needs the server's settings or its root key.</summary>
    public static async Task<int> RunAsync(Func<Database, ServerOptions, Task<string?>> work)
    {
        try
        {
            var options = new SettingsReader(new ConfigurationBuilder().AddEnvironmentVariables().Build()).Read();
            await using var database = await Database.OpenAsync(options.Database, TimeProvider.System);
            if (await work(database, options) is not { } refusal) return 0;
            await Console.Error.WriteLineAsync("keystile: " + refusal);
            return 1;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync("keystile: " + unreadable.Message);
            return 2;
        }
        catch (Exception refusal) when (refusal is WrongSettingException or DatabaseRefusedException or DatabaseUnavailableException)
        {
            await Console.Error.WriteLineAsync("keystile: " + refusal.Message);
            return 78; // EX_CONFIG of sysexits.h
        }
    }
}
