using System.Globalization;
using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

/// <summary>samples/vanilla as its README starts it, against a server of its own.</summary>
public sealed class The_vanilla_sample(Stage stage)
{
    [Fact]
    public async Task registers_and_signs_in_with_one_page_and_four_calls()
    {
        var port = KeystileServer.FreePort();
        await using var page = await Started.ByNodeAsync("Open http://localhost:", ["serve.mjs"], Path.Combine(Repository.Root, "samples", "vanilla"), new(stage.Server.Environment)
        {
            ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["KEYSTILE"] = stage.Origin,
            ["KEYSTILE_PROGRAM"] = Repository.Program,
        });
        await using var ada = await stage.VisitAsync(autofill: true, at: $"http://localhost:{port}");
        await Axe.ShouldFindNothingAsync(ada.Page, atLeast: 3);
        await ada.Page.GetByLabel("Username").FillAsync("ada-vanilla");
        await ada.Button("Register").ClickAsync();
        await Expect(ada.Page.GetByText("Hello ada-vanilla, signed in with")).ToBeVisibleAsync();

        await ada.Page.ReloadAsync();
        await ada.Button("Sign in").ClickAsync();
        await Expect(ada.Page.GetByText("Hello ada-vanilla, signed in with")).ToBeVisibleAsync();

        await ada.Page.GetByLabel("Username").FillAsync("ada-vanilla");
        await ada.Authenticator.ForgetAllAsync();
        await ada.Button("Register").ClickAsync();
        await Expect(ada.Page.GetByText("(username_taken)")).ToBeVisibleAsync();
    }
}
