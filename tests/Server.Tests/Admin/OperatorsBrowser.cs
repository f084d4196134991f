using System.Net;
using System.Text.Json.Nodes;
using Keystile.Authenticator;
using Keystile.Server.Admin.Invitations;
using Keystile.Storage;

namespace Keystile.Server.Tests;

/// <summary>An operator at the console, with a passkey at hand.</summary>
internal static class OperatorsBrowser
{
    /// <summary>The first operator, by the link that the server prints.</summary>
    public static async Task<(Browser Browser, SoftCredential Passkey)> FirstAsync(TestServer server, string username = "root") =>
        await JoinAsync(server, await FirstLinkAsync(server), username);

    public static async Task<string> FirstLinkAsync(TestServer server) => (await server.Service<OperatorLinks>().OfferFirstAsync()).ShouldNotBeNull().Url;

    public static async Task<(Browser Browser, SoftCredential Passkey)> JoinAsync(TestServer server, string link, string username)
    {
        var browser = new Browser(server);
        var begun = await BeginAsync(browser, link, username);
        begun.Status.ShouldBe(HttpStatusCode.OK, begun.Text);
        var made = Browser.Create(begun);
        var joined = await CompleteAsync(browser, begun, made);
        joined.Status.ShouldBe(HttpStatusCode.Created, joined.Text);
        return (browser, made.Credential);
    }

    /// <summary>Another operator, invited by the first.</summary>
    public static async Task<(Browser Browser, SoftCredential Passkey)> InviteAsync(TestServer server, Browser owner, string role, string username)
    {
        var invited = await owner.PostAsync("/admin/api/invitations", new JsonObject { ["role"] = role });
        invited.Status.ShouldBe(HttpStatusCode.Created, invited.Text);
        return await JoinAsync(server, invited["link"].GetValue<string>(), username);
    }

    public static Task<Answer> BeginAsync(Browser browser, string link, string username) =>
        browser.PostAsync("/admin/api/webauthn/register/begin", new JsonObject { ["invitation"] = Token(link), ["username"] = username });

    public static Task<Answer> CompleteAsync(Browser browser, Answer begun, MadeRegistration made) =>
        browser.PostAsync("/admin/api/webauthn/register/complete", Browser.Body(begun, made.Json));

    public static string Token(string link) => link.Split('#')[1];

    public static async Task<Answer> SignInAsync(Browser browser, SoftCredential passkey, Action<AssertionScenario>? spoil = null)
    {
        var begun = await browser.PostAsync("/admin/api/webauthn/authenticate/begin", new JsonObject());
        begun.Status.ShouldBe(HttpStatusCode.OK, begun.Text);
        return await browser.PostAsync("/admin/api/webauthn/authenticate/complete", Browser.Body(begun, Browser.Sign(begun, passkey, spoil).Json));
    }

    public static async Task StepUpAsync(Browser browser, SoftCredential passkey)
    {
        var begun = await browser.PostAsync("/admin/api/webauthn/stepup/begin", new JsonObject());
        var raised = await browser.PostAsync("/admin/api/webauthn/stepup/complete", Browser.Body(begun, Browser.Sign(begun, passkey).Json));
        raised.Status.ShouldBe(HttpStatusCode.OK, raised.Text);
    }

    /// <summary>An app made at the console.</summary>
    public static async Task<Answer> CreateAppAsync(Browser owner, string id = "shop", string rpId = "localhost", params string[] origins)
    {
        var created = await owner.PostAsync("/admin/api/apps", new JsonObject
        {
            ["id"] = id,
            ["rpId"] = rpId,
            ["name"] = "Shop",
            ["origins"] = new JsonArray([.. (origins.Length > 0 ? origins : [Tenant.Origin]).Select(origin => JsonValue.Create(origin))]),
        });
        created.Status.ShouldBe(HttpStatusCode.Created, created.Text);
        return created;
    }

    public static async Task<IReadOnlyList<string>> KindsAsync(TestServer server, string app) => [.. (await EventsAsync(server, app)).Select(row => row.Kind.ToString()).Reverse()];

    /// <summary>The app's events, newest first.</summary>
    public static async Task<IReadOnlyList<EventRow>> EventsAsync(TestServer server, string app) =>
        await server.Database.ReadAsync(reading => EventStore.ListAsync(reading, app, 100), TestContext.Current.CancellationToken);
}
