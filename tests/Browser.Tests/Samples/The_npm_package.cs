using System.Globalization;
using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

/// <summary>The SDK as npm packs it, in a fresh project of Vite's: typed, built, and at work on an origin of its own.</summary>
public sealed class The_npm_package(Stage stage)
{
    private static readonly string s_sdk = Path.Combine(Repository.Root, "sdk");
    private static readonly string s_npm = Path.Combine(Repository.Root, "tests", "Browser.Tests", "npm");

    [Fact]
    public async Task installs_builds_and_runs_in_a_fresh_Vite_project()
    {
        var folder = Directory.CreateTempSubdirectory("keystile-vite-");
        try
        {
            var port = KeystileServer.FreePort();
            var origin = $"http://localhost:{port}";
            var app = JsonDocument.Parse(await stage.Server.RunAsync("apps", "create", "vite", "--rp-id", "localhost", "--origin", origin, "--json")).RootElement;
            await BuildAsync(folder.FullName, app.GetProperty("publicKey").GetString()!);

            var vite = Path.Combine("node_modules", "vite", "bin", "vite.js");
            await using var site = await Started.ByNodeAsync("Local:", [vite, "preview", "--host", "localhost", "--strictPort", "--port", port.ToString(CultureInfo.InvariantCulture)], folder.FullName, []);
            await using var ada = await stage.VisitAsync(at: origin);
            await ada.Button("Create a passkey").ClickAsync();
            await Expect(ada.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Hello ada-vite");
            await ada.Page.ReloadAsync();
            await ada.Button("Who am I?").ClickAsync();
            await Expect(ada.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("ada-vite with Passkey on Linux (Chrome), Bearer");
            await ada.Button("Sign in").ClickAsync();
            await Expect(ada.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Welcome back ada-vite, on this device");
            await ada.Button("Create a passkey").ClickAsync();
            await Expect(ada.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("username_taken: Dieser Benutzername ist vergeben. Melde dich an, wenn es deiner ist, oder wähle einen anderen.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task BuildAsync(string folder, string key)
    {
        await Started.RunAsync("npm", ["pack", "--silent", "--pack-destination", folder], s_sdk);
        foreach (var file in new[] { "package.json", "package-lock.json", "site/index.html", "site/main.ts" }) File.Copy(Path.Combine(s_npm, file), Path.Combine(folder, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(folder, ".env"), $"VITE_KEYSTILE={stage.Origin}\nVITE_KEY={key}\n", TestContext.Current.CancellationToken);
        await Started.RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder);
        var package = Path.GetFileName(Directory.GetFiles(folder, "*.tgz").ShouldHaveSingleItem());
        await Started.RunAsync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "./" + package], folder);
        await Started.RunAsync("node", [Path.Combine(s_sdk, "node_modules", "typescript", "bin", "tsc"), "--strict", "--noEmit", "--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler", "--types", "", "main.ts"], folder);
        await Started.RunAsync("node", [Path.Combine("node_modules", "vite", "bin", "vite.js"), "build", "--logLevel", "warn"], folder);
    }
}
