using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

/// <summary>What the README of samples/connect says, done: started by its one command, in a real browser.</summary>
public sealed class The_connect_sample(Stage stage)
{
    [Fact]
    public async Task signs_up_with_Google_adds_a_passkey_and_signs_in_with_either()
    {
        var (keystile, google, shop) = (KeystileServer.FreePort(), KeystileServer.FreePort(), KeystileServer.FreePort());
        await using var sample = await Started.ByNodeAsync($"Open http://localhost:{shop}", ["start.js", "--keystile", $"{keystile}", "--google", $"{google}", "--shop", $"{shop}"],
            Path.Combine(Repository.Root, "samples", "connect"), new() { ["KEYSTILE_PROGRAM"] = Repository.Program });
        await using var ada = await stage.VisitAsync(at: $"http://localhost:{shop}");
        var page = ada.Page;

        await page.GetByRole(AriaRole.Link, new() { Name = "Continue with Google" }).ClickAsync();
        await page.GetByLabel("E-mail").FillAsync("ada@gmail.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(page.GetByText("Signed in as ada@gmail.example")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByText("Your passkey is ready.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Listitem)).ToHaveTextAsync("Passkey of the shop");
        (await ada.Authenticator.PasskeysAsync()).Count.ShouldBe(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByText("Signed in as ada@gmail.example")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Continue with Google" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Listitem)).ToHaveTextAsync("Passkey of the shop");
    }
}
