using System.Net;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

/// <summary>Somebody who signs up at an app that the console made.</summary>
internal static class PeopleOf
{
    public static async Task<(Browser Browser, SoftCredential Passkey, string Id, string PasskeyId)> JoinAsync(TestServer server, Answer created, string username)
    {
        var shop = new Tenant("shop", created["publicKey"].GetValue<string>(), created["secretKey"].GetValue<string>());
        var browser = shop.Browser(server);
        var begun = await browser.BeginRegistrationAsync(username);
        var made = Browser.Create(begun, scenario => scenario.Origin = Tenant.Origin);
        var registered = await browser.CompleteRegistrationAsync(begun, made);
        registered.Status.ShouldBe(HttpStatusCode.Created, registered.Text);
        return (browser, made.Credential, registered["user"]["id"]!.GetValue<string>(), registered["passkey"]["id"]!.GetValue<string>());
    }

    public static async Task<Answer> SignInAsync(Browser browser, SoftCredential passkey)
    {
        var begun = await browser.BeginAuthenticationAsync();
        return await browser.CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey, scenario => scenario.Origin = Tenant.Origin));
    }
}
