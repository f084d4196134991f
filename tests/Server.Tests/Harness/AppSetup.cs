using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Tests;

/// <summary>Changes an app's settings as an operator does, and lets the running server see it at once.</summary>
internal static class AppSetup
{
    public static async Task ConfigureAsync(this TestServer server, string app, Func<AppSettings, AppSettings> change)
    {
        await server.Database.WriteAsync(async writing =>
        {
            var row = (await AppStore.FindAsync(writing, app))!;
            var settings = System.Text.Json.JsonSerializer.Serialize(change(AppSettings.TryParse(row.Settings)!), AppSettingsJson.Default.AppSettings);
            return await AppStore.UpdateAsync(writing, row with { Settings = settings });
        });
        await server.Service<AppDirectory>().RefreshHomeAsync(server.Database);
    }
}
