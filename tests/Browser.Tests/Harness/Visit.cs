using System.Text.Json;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

/// <summary>One person at the page, with one authenticator: what they see and what they do.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private const string WithoutAutofill = """
        {
          const ask = PublicKeyCredential.getClientCapabilities.bind(PublicKeyCredential);
          PublicKeyCredential.getClientCapabilities = async () => ({ ...await ask(), conditionalGet: false });
        }
        """;

    private readonly List<string> _faults = [];

    private Visit(IPage page, VirtualAuthenticator authenticator) => (Page, Authenticator) = (page, authenticator);

    public IPage Page { get; }

    public VirtualAuthenticator Authenticator { get; }

    public ILocator Username => Page.GetByLabel("Username");

    public ILocator SignInButton => Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" });

    public ILocator CreateButton => Page.GetByRole(AriaRole.Button, new() { Name = "Create a passkey" });

    public ILocator CancelButton => Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" });

    public ILocator SignOutButton => Button("Sign out");

    /// <summary>What the page says of a failure; none where it says nothing.</summary>
    public ILocator Alert => Page.Locator(".note[role=alert]:not(:empty)");

    /// <summary>What the page says calmly; none where it says nothing.</summary>
    public ILocator Status => Page.Locator(".note[role=status]:not(:empty)");

    public ILocator Card(string name) => Cards.Filter(new() { Has = Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true }) });

    /// <summary>A button of this very name.</summary>
    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>The passkeys on the account page, or the one of this name.</summary>
    public ILocator Cards => Page.Locator("section", new() { Has = Page.GetByRole(AriaRole.Heading, new() { Name = "Passkeys", Exact = true }) }).Locator(".items > li");

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    /// <summary>What the browser's console complained of, but for answers that a test provoked.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public static async Task<Visit> OpenAsync(IBrowserContext context, string origin, AuthenticatorKind kind, bool autofill = true)
    {
        var page = await context.NewPageAsync();
        if (!autofill) await page.AddInitScriptAsync(WithoutAutofill);
        var visit = new Visit(page, await VirtualAuthenticator.PlugInAsync(page, kind));
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) visit._faults.Add(message.Text);
        };
        page.PageError += (_, error) => visit._faults.Add(error);
        await page.GotoAsync(origin);
        return visit;
    }

    /// <summary>From the next page on, a press of the sign-in button opens the dialog at once. A busy browser is late to say that it can use a passkey here, and the page then says so and waits for a second press.</summary>
    public Task PreferDialogAsync() => Page.AddInitScriptAsync("""
        {
          const ask = PublicKeyCredential.getClientCapabilities.bind(PublicKeyCredential);
          PublicKeyCredential.getClientCapabilities = async () => ({ ...await ask(), immediateGet: false });
        }
        """);

    /// <summary>Signs up and waits until the page says so.</summary>
    public async Task SignUpAsync(string username)
    {
        await Username.FillAsync(username);
        await CreateButton.ClickAsync();
        await ExpectSignedInAsync(username, "Your passkey is ready.");
    }

    /// <summary>Signs in here with a passkey that lives in another person's browser, as if it were synced.</summary>
    public async Task SignInWithAsync(Visit other)
    {
        foreach (var passkey in await other.Authenticator.PasskeysAsync()) await Authenticator.AddAsync(passkey);
        await SignInButton.ClickAsync();
        await Expect(SignOutButton).ToBeVisibleAsync();
    }

    /// <summary>Plugs in a security key and makes a second passkey on it.</summary>
    public async Task<VirtualAuthenticator> AddSecurityKeyAsync()
    {
        var key = await VirtualAuthenticator.PlugInAsync(Page, AuthenticatorKind.SecurityKey);
        await Button("Add a passkey").ClickAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Create a passkey" }).ClickAsync();
        await Expect(Page.GetByText("Your new passkey is ready:")).ToBeVisibleAsync();
        return key;
    }

    /// <summary>Lets the server's begin answers pass only after a change, as if the app's settings were others.</summary>
    public Task ChangeOptionsAsync(string ceremony, Action<JsonNode> change) => Page.RouteAsync($"**/api/webauthn/{ceremony}/begin", async route =>
    {
        var answer = await route.FetchAsync();
        var body = JsonNode.Parse(await answer.TextAsync())!;
        change(body["publicKey"]!);
        await route.FulfillAsync(new() { Response = answer, Body = body.ToJsonString() });
    });

    /// <summary>The options of the next sign-in by a button.</summary>
    public async Task<Task<JsonElement>> NextOptionsAsync()
    {
        var next = new TaskCompletionSource<JsonElement>();
        await Page.RouteAsync("**/authenticate/begin", async route =>
        {
            var answer = await route.FetchAsync();
            if (route.Request.PostData?.Contains("conditional", StringComparison.Ordinal) != true) next.TrySetResult((await answer.JsonAsync())!.Value.GetProperty("publicKey"));
            await route.FulfillAsync(new() { Response = answer });
        });
        return next.Task;
    }

    /// <summary>A second tab of the same person's browser, in front of the first.</summary>
    public Task<Visit> OpenTabAsync() => OpenAsync(Page.Context, Page.Url, AuthenticatorKind.Platform);

    /// <summary>Signs out, and goes on as someone this browser does not know.</summary>
    public async Task SignOutAsync()
    {
        await SignOutButton.ClickAsync();
        await Button("Use a different account").ClickAsync();
        await ExpectSignInPageAsync();
    }

    public Task ExpectSignInPageAsync() => Expect(Heading).ToHaveTextAsync("Sign in or create an account");

    /// <summary>Waits for the account page of this person, and for what it says first.</summary>
    public async Task ExpectSignedInAsync(string name, string? news = null)
    {
        await Expect(Heading).ToHaveTextAsync(name);
        await Expect(SignOutButton).ToBeVisibleAsync();
        if (news is not null) await Expect(Page.Locator("#news")).ToContainTextAsync(news);
    }

    /// <summary>Waits for the account page or for a calm word; true for the word.</summary>
    public async Task<bool> SignedInOrToldAsync(string word)
    {
        var told = Status.Filter(new() { HasText = word });
        await Expect(SignOutButton.Or(told).First).ToBeVisibleAsync();
        return await told.IsVisibleAsync();
    }

    /// <summary>For a test whose very point is what the console complains of.</summary>
    public void ForgiveFaults() => _faults.Clear();

    /// <summary>Runs <c>navigator.credentials.create()</c> in the page, outside of what the page itself does.</summary>
    public Task<string> CreateAsync(string optionsJson) => Page.EvaluateAsync<string>(
        "async json => JSON.stringify(await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(json)) }))", optionsJson);

    /// <summary>Runs <c>navigator.credentials.get()</c> in the page.</summary>
    public Task<string> GetAsync(string optionsJson) => Page.EvaluateAsync<string>(
        "async json => JSON.stringify(await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(json)) }))", optionsJson);

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        Faults.ShouldBeEmpty();
    }
}
