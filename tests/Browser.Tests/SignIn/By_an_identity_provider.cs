using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

/// <summary>Keystile's own pages with a button of a provider's, which samples/connect's stand-in for Google plays.</summary>
public sealed class By_an_identity_provider(Stage stage)
{
    private const string Address = "ada@gmail.example";

    [Fact]
    public async Task people_sign_up_get_a_passkey_and_sign_in_with_either()
    {
        await using var server = await KeystileServer.StartAsync();
        await using var provider = await StartGoogleAsync(server);
        await using var ada = await stage.VisitAsync(at: server.Origin);
        // Nothing is made unasked: the person adds the passkey.
        await ada.Authenticator.TouchAsync(false);

        await ada.Button("Continue with Google").ClickAsync();
        await ada.Page.GetByLabel("E-mail").FillAsync(Address);
        await ada.Button("Continue").ClickAsync();
        await Expect(ada.SignOutButton).ToBeVisibleAsync();
        await Expect(ada.Cards).ToHaveCountAsync(0);

        await ada.Authenticator.TouchAsync(true);
        await ada.Button("Create a passkey").First.ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create a passkey" }).ClickAsync();
        await Expect(ada.Cards).ToHaveCountAsync(1);

        await ada.SignOutAsync();
        await ada.SignInButton.ClickAsync();
        await Expect(ada.Cards).ToHaveCountAsync(1);

        // Greeted by the name that the account goes by, which is its address.
        await ada.SignOutButton.ClickAsync();
        await ada.Button($"Sign in as {Address}").ClickAsync();
        await Expect(ada.Cards).ToHaveCountAsync(1);

        await ada.SignOutAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Continue with Google" }).ClickAsync();
        await Expect(ada.Cards).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task which_is_unlinked_again_once_a_passkey_opens_the_account()
    {
        await using var server = await KeystileServer.StartAsync();
        await using var provider = await StartGoogleAsync(server);
        await using var ada = await stage.VisitAsync(at: server.Origin);
        await ada.Authenticator.TouchAsync(false);
        await ada.Button("Continue with Google").ClickAsync();
        await ada.Page.GetByLabel("E-mail").FillAsync(Address);
        await ada.Button("Continue").ClickAsync();
        await Expect(ada.Button("Unlink Google")).ToBeVisibleAsync();
        await new Look(ada, "desk", ColorScheme.Light).AtAsync("account-provider", whole: true);

        await UnlinkAsync(ada);
        await Expect(ada.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Create a passkey first.");
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await ada.Authenticator.TouchAsync(true);
        await ada.Button("Create a passkey").First.ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create a passkey" }).ClickAsync();
        await Expect(ada.Cards).ToHaveCountAsync(1);
        await UnlinkAsync(ada);
        await ada.Button("Continue with a passkey").ClickAsync();

        await Expect(ada.Page.GetByText("Google is unlinked.")).ToBeVisibleAsync();
        await Expect(ada.Button("Unlink Google")).ToHaveCountAsync(0);
        await Expect(ada.SignOutButton).ToBeVisibleAsync();
    }

    private static async Task UnlinkAsync(Visit ada)
    {
        await ada.Button("Unlink Google").ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Unlink", Exact = true }).ClickAsync();
    }

    private static async Task<Started> StartGoogleAsync(KeystileServer server)
    {
        var port = KeystileServer.FreePort();
        var provider = await Started.ByNodeAsync("Google's stand-in answers", ["google.js", "--port", $"{port}", "--redirect", $"{server.Origin}/api/external/google/callback"],
            Path.Combine(Repository.Root, "samples", "connect"), []);
        await server.AddProviderAsync("google", $"http://localhost:{port}", "shop", "a secret & = % for the tests");
        return provider;
    }
}
