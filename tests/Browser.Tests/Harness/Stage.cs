using Keystile.Server.Tests;

[assembly: AssemblyFixture(typeof(Keystile.Browser.Tests.Stage))]

namespace Keystile.Browser.Tests;

/// <summary>One server and one Chromium for all tests; each test visits as a person of its own.</summary>
public sealed class Stage : IAsyncLifetime
{
    // Without these, Chromium asks addresses outside for updates, or refuses to run as root or without a graphics card.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    // Milliseconds; a machine may be busy with other suites.
    private const float Patience = 20_000;

    private readonly MailServer _mail = MailServer.Start();
    private KeystileServer _server = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public string Origin => _server.Origin;

    internal KeystileServer Server => _server;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _server = await KeystileServer.StartAsync(_mail.Settings);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("KEYSTILE_CHROMIUM") ?? "/usr/bin/chromium",
            Args = Flags,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        await _mail.DisposeAsync();
    }

    /// <summary>The link to a page in the newest mail to an address, as soon as it has come.</summary>
    internal async Task<string> LinkToAsync(string address, string page)
    {
        for (var patience = 200; patience > 0; patience--, await Task.Delay(100))
        {
            var links = _mail.Inbox.Where(mail => mail.Message.To.Mailboxes.Any(box => box.Address == address)).Select(mail => mail.Link);
            if (links.LastOrDefault(link => link.AbsolutePath == page) is { } found) return found.ToString();
        }
        throw new TimeoutException($"No mail to {address} leads to {page}.");
    }

    /// <summary>Opens the page in an empty browser profile with one authenticator.</summary>
    /// <param name="profile">Screen, colours, motion.</param>
    /// <param name="kind">A phone's or laptop's own authenticator unless told otherwise.</param>
    /// <param name="autofill">A simulated finger touches whatever asks: where autofill is on, nobody gets to press a button while the authenticator holds a passkey.</param>
    /// <param name="at">The address to open; the server's own front page unless told otherwise.</param>
    internal async Task<Visit> VisitAsync(BrowserNewContextOptions? profile = null, AuthenticatorKind? kind = null, bool autofill = false, string? at = null)
    {
        var context = await _browser.NewContextAsync(profile ?? new());
        context.SetDefaultTimeout(Patience);
        return await Visit.OpenAsync(context, at ?? Origin, kind ?? AuthenticatorKind.Platform, autofill);
    }
}
