using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

/// <summary>The console from the link that the first start prints to a ceremony in the playground, each state judged by axe-core and by our own measure of contrast.</summary>
public sealed class The_console(Stage stage)
{
    [Theory]
    [InlineData("desk", ColorScheme.Light)]
    [InlineData("desk", ColorScheme.Dark)]
    [InlineData("phone", ColorScheme.Light)]
    public async Task takes_the_first_operator_from_the_link_to_the_playground(string screen, ColorScheme scheme)
    {
        await using var server = await KeystileServer.StartAsync();
        await using var people = await stage.VisitAsync(at: server.Origin);
        await people.SignUpAsync("ada");
        await using var grace = await stage.VisitAsync(Screens.Of(screen, scheme), at: server.FirstLink);
        var look = new Look(grace, screen, scheme);

        await grace.Page.GetByLabel("Your name").FillAsync("grace");
        await look.AtAsync("console-join");
        await grace.Button("Create a passkey").ClickAsync();
        await ExpectTitleAsync(grace, "Overview");
        await look.AtAsync("console-overview");
        grace.Page.Url.ShouldNotContain("join");

        await GoAsync(grace, server, "apps", "Apps");
        await grace.Button("New app").First.ClickAsync();
        await grace.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create app" }).ClickAsync();
        await Expect(grace.Page.GetByText("Please fill this in.")).ToBeVisibleAsync();
        await look.AtAsync();
        await grace.Page.GetByLabel("App ID").FillAsync("shop");
        await grace.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("The Shop");
        await grace.Page.GetByLabel("RP ID", new() { Exact = true }).FillAsync("localhost");
        await grace.Page.GetByLabel("Origin", new() { Exact = true }).FillAsync(server.Origin);
        await grace.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create app" }).ClickAsync();
        await Expect(grace.Page.GetByText("The Shop is ready")).ToBeVisibleAsync();
        await Expect(grace.Page.GetByText("shop:secret:")).ToBeVisibleAsync();
        await look.AtAsync();
        await grace.Button("Go to the app").ClickAsync();
        await ExpectTitleAsync(grace, "The Shop");
        await look.AtAsync();

        await GoAsync(grace, server, "apps/shop/keys", "The Shop");
        await grace.Button("New key").ClickAsync();
        await grace.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Expect(grace.Page.GetByText("The key is ready")).ToBeVisibleAsync();
        await grace.Button("Done").ClickAsync();
        await Expect(grace.Page.Locator("tbody tr")).ToHaveCountAsync(3);
        await look.AtAsync("console-keys");

        await GoAsync(grace, server, "apps/shop/settings", "The Shop");
        await grace.Page.GetByLabel("Origins", new() { Exact = true }).FillAsync("https://example.org");
        await grace.Button("Save").First.ClickAsync();
        await Expect(grace.Page.GetByText("Saved.")).ToBeVisibleAsync();
        await grace.Page.GetByLabel("Origins", new() { Exact = true }).FillAsync("example.org");
        await grace.Button("Save").First.ClickAsync();
        await Expect(grace.Page.GetByText("is no origin a browser would write")).ToBeVisibleAsync();
        await look.AtAsync("console-settings");
        await grace.Page.ReloadAsync();
        await Expect(grace.Page.GetByText("Browsers will refuse this")).ToBeVisibleAsync();
        await look.AtAsync();

        await GoAsync(grace, server, "apps/home/users", "localhost");
        await grace.Page.GetByRole(AriaRole.Link, new() { Name = "ada", Exact = true }).ClickAsync();
        await ExpectTitleAsync(grace, "ada");
        await look.AtAsync("console-user");
        await grace.Button("Lock").First.ClickAsync();
        await grace.Dialog.GetByRole(AriaRole.Button, new() { Name = "Lock" }).ClickAsync();
        await Expect(grace.Page.GetByText("Locked", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(grace.Page.GetByText("Signed in nowhere")).ToBeVisibleAsync();

        await GoAsync(grace, server, "events?kind=account_locked", "Events");
        await Expect(grace.Page.GetByText("An account was locked.")).ToBeVisibleAsync();
        await look.AtAsync("console-events");

        await GoAsync(grace, server, "apps/shop/webhooks", "The Shop");
        await Expect(grace.Page.GetByText("No webhooks")).ToBeVisibleAsync();
        await look.AtAsync();
        // Loopback is no place for a webhook, so this one fails as soon as something happens.
        await server.RunAsync("webhooks", "add", "shop", "--url", "http://localhost:9/keystile");
        await server.RunAsync("webhooks", "add", "shop", "--url", "https://shop.example/keystile", "--kind", "key_deleted");
        for (var patience = 200; patience > 0 && await grace.Page.GetByText("private_address").CountAsync() == 0; patience--)
        {
            await grace.Page.ReloadAsync();
            await Expect(grace.Page.Locator("tbody tr")).ToHaveCountAsync(2);
        }
        await Expect(grace.Page.GetByText("Failing")).ToBeVisibleAsync();
        await Expect(grace.Page.GetByText("none yet")).ToBeVisibleAsync();
        await look.AtAsync("console-webhooks");
        await grace.Button("Send again to http://localhost:9/keystile").ClickAsync();
        await look.AtAsync();
        await grace.Dialog.GetByLabel("Since").FillAsync("2026-01-01T08:00");
        await grace.Dialog.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await Expect(grace.Page.GetByText("Events are on their way to http://localhost:9/keystile.")).ToBeVisibleAsync();
        await look.AtAsync();

        await GoAsync(grace, server, "operators", "Operators");
        await grace.Button("Invite").ClickAsync();
        await grace.Dialog.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await Expect(grace.Page.GetByText("The invitation is ready")).ToBeVisibleAsync();
        await look.AtAsync();
        await grace.Button("Done").ClickAsync();
        await Expect(grace.Page.GetByRole(AriaRole.Heading, new() { Name = "Open invitations" })).ToBeVisibleAsync();
        await look.AtAsync("console-operators");

        await GoAsync(grace, server, "apps/home/playground", "localhost");
        await grace.Button("Create a passkey").ClickAsync();
        await Expect(grace.Page.GetByRole(AriaRole.Heading, new() { Name = "Accepted" })).ToBeVisibleAsync();
        await Expect(grace.Page.GetByText("7.1.8", new() { Exact = true })).ToBeVisibleAsync();
        await grace.Button("Sign in").ClickAsync();
        await Expect(grace.Page.GetByText("7.2.21", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(grace.Page.GetByText("Your app would sign this person in.")).ToBeVisibleAsync();
        await look.AtAsync("console-playground");
        await grace.Button("Forget the test passkey").ClickAsync();
        await Expect(grace.Page.GetByText("Forgotten here")).ToBeVisibleAsync();

        await grace.Button("Sign out").ClickAsync();
        await ExpectTitleAsync(grace, "Keystile console");
        await look.AtAsync("console-sign-in");
        await grace.SignInButton.ClickAsync();
        await ExpectTitleAsync(grace, "localhost");
        await grace.Page.GotoAsync(server.FirstLink);
        await ExpectTitleAsync(grace, "This link leads nowhere");
        await look.AtAsync();
    }

    [Fact]
    public async Task asks_for_the_passkey_again_before_what_matters_and_then_does_it()
    {
        await using var server = await KeystileServer.StartAsync();
        await using var grace = await stage.VisitAsync(at: server.FirstLink);
        await grace.Page.GetByLabel("Your name").FillAsync("grace");
        await grace.Button("Create a passkey").ClickAsync();
        await ExpectTitleAsync(grace, "Overview");
        await server.AgeSessionsAsync("grace");

        await GoAsync(grace, server, "operators", "Operators");
        await grace.Button("Invite").ClickAsync();
        await grace.Dialog.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await Expect(grace.Page.GetByText("Let’s make sure it’s you")).ToBeVisibleAsync();
        await grace.Button("Confirm with a passkey").ClickAsync();
        await Expect(grace.Page.GetByText("The invitation is ready")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task shows_a_viewer_everything_and_no_button_that_changes()
    {
        var link = System.Text.Json.JsonDocument.Parse(await stage.Server.RunAsync("admin", "invite", "--role", "viewer", "--json")).RootElement.GetProperty("link").GetString()!;
        await using var vera = await stage.VisitAsync(at: link);
        await vera.Page.GetByLabel("Your name").FillAsync("vera");
        await vera.Button("Create a passkey").ClickAsync();
        await ExpectTitleAsync(vera, "Overview");
        await GoAsync(vera, stage.Server, "apps", "Apps");
        await Expect(vera.Button("New app")).ToHaveCountAsync(0);
        await GoAsync(vera, stage.Server, "apps/home/settings", "localhost");
        await Expect(vera.Button("Save")).ToHaveCountAsync(0);
        await Expect(vera.Page.GetByLabel("Passkeys a user may have")).ToBeDisabledAsync();
        await GoAsync(vera, stage.Server, "operators", "Operators");
        await Expect(vera.Button("Invite")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task speaks_German_to_whom_it_should()
    {
        await using var server = await KeystileServer.StartAsync();
        await using var grace = await stage.VisitAsync(new() { Locale = "de-DE" }, at: server.FirstLink);
        await grace.Page.GetByLabel("Ihr Name").FillAsync("grace");
        await grace.Button("Passkey erstellen").ClickAsync();
        await ExpectTitleAsync(grace, "Übersicht");
        await Expect(grace.Page.GetByRole(AriaRole.Heading, new() { Name = "Anmeldungen im Verlauf" })).ToBeVisibleAsync();
    }

    private static async Task GoAsync(Visit visit, KeystileServer server, string path, string title)
    {
        await visit.Page.GotoAsync($"{server.Origin}/admin#/{path}");
        await ExpectTitleAsync(visit, title);
    }

    private static Task ExpectTitleAsync(Visit visit, string title) => Expect(visit.Heading).ToHaveTextAsync(title);
}
