using System.Net;
using System.Text.Json.Nodes;
using Keystile.Authenticator;
using Keystile.Storage;

namespace Keystile.Server.Tests;

/// <summary>An account with a passkey, and what its owner does to get it back.</summary>
internal sealed record Person(Browser Browser, SoftCredential Passkey, Guid Id)
{
    public static async Task<Person> SignUpAsync(TestServer server, string username = "ada", Browser? browser = null)
    {
        browser ??= new Browser(server);
        var (passkey, answer) = await browser.RegisterAsync(username);
        return new(browser, passkey, answer["user"]["id"]!.GetValue<Guid>());
    }

    /// <summary>The same with an address that was proven.</summary>
    public static async Task<Person> SignUpAsync(TestServer server, MailServer mail, string email, string username = "ada", Browser? browser = null)
    {
        var person = await SignUpAsync(server, username, browser);
        await person.ProveAsync(mail, email);
        return person;
    }

    public async Task ProveAsync(MailServer mail, string email)
    {
        var asked = await Browser.PatchAsync("/api/account", new JsonObject { ["email"] = email });
        asked.Status.ShouldBe(HttpStatusCode.OK, asked.Text);
        var proven = await Browser.PostAsync("/api/account/email/verify", new JsonObject { ["token"] = (await mail.TakeAsync(email)).Token });
        proven.Status.ShouldBe(HttpStatusCode.OK, proven.Text);
    }

    public async Task<string[]> MakeCodesAsync()
    {
        var made = await Browser.PostAsync("/api/recovery/codes", new JsonObject());
        made.Status.ShouldBe(HttpStatusCode.OK, made.Text);
        return [.. made["codes"].AsArray().Select(code => code!.GetValue<string>())];
    }

    public static Task<Answer> RedeemCodeAsync(Browser browser, string code, string username = "ada") =>
        browser.PostAsync("/api/recovery/redeem", new JsonObject { ["username"] = username, ["code"] = code });

    public static Task<Answer> AskForLinkAsync(Browser browser, string email) => browser.PostAsync("/api/recovery/link", new JsonObject { ["email"] = email });

    public static Task<Answer> RedeemLinkAsync(Browser browser, string token) => browser.PostAsync("/api/recovery/link/redeem", new JsonObject { ["token"] = token });

    /// <summary>A browser in a recovery session of this account.</summary>
    public async Task<Browser> RecoverAsync(TestServer server)
    {
        var browser = new Browser(server);
        var answer = await RedeemCodeAsync(browser, (await MakeCodesAsync())[0]);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return browser;
    }

    public static async Task<IReadOnlyList<EventRow>> EventsAsync(TestServer server, EventKind kind) =>
        [.. (await server.Database.ReadAsync(reading => EventStore.ListAsync(reading, "home", 1000))).Where(row => row.Kind == kind)];
}
