using System.Net;
using System.Text.Json.Nodes;
using Keystile.Server.Events.Sealing;
using Keystile.Server.Tests.Webhooks;
using Microsoft.AspNetCore.WebUtilities;

namespace Keystile.Server.Tests.Secrets;

/// <summary>What backends, operators and identity providers do with a server, and the secrets between them.</summary>
internal static class SecretsOfBackends
{
    /// <summary>A backend registers somebody, has a sign-in verified and a magic link sent. Its secret key is used rightly, wrongly, and by a browser.</summary>
    public static async Task<IEnumerable<Secret>> ServeAsync(TestServer server, MailServer mail)
    {
        var site = await Site.AddAsync(server);
        var registering = await site.RegisterTokenAsync();
        var registration = await site.BeginRegistrationAsync(registering);
        var made = Site.Create(registration);
        var registered = Site.Token(await site.CompleteRegistrationAsync(registration, made));
        var signIn = await site.BeginSignInAsync();
        var assertion = Site.Sign(signIn, made.Credential);
        var signedIn = Site.Token(await site.CompleteSignInAsync(signIn, assertion));
        (await site.VerifyAsync(signedIn)).Status.ShouldBe(HttpStatusCode.OK);
        (await site.VerifyAsync(signedIn)).Status.ShouldBe(HttpStatusCode.BadRequest);
        var link = new JsonObject { ["emailAddress"] = "bob@example.com", ["urlTemplate"] = "https://shop.example/magic?token=$TOKEN", ["userId"] = "u-1" };
        (await site.Backend.PostAsync("/magic-links/send", link)).Status.ShouldBe(HttpStatusCode.NoContent);
        var sent = await mail.TakeAsync("bob@example.com");

        var secret = site.Tenant.SecretKey;
        (await new Browser(server) { Origin = Tenant.Origin, Headers = { ["ApiSecret"] = secret } }.BeginAuthenticationAsync()).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await new Browser(server) { Origin = null, Headers = { ["ApiSecret"] = secret[..^1] } }.PostAsync("/signin/verify", new JsonObject())).Status.ShouldBe(HttpStatusCode.Unauthorized);
        return
        [
            .. Secret.Of("secret key", secret), .. Secret.Of("tail of the secret key", secret.Split(':')[2]),
            .. new[] { registering, registered, signedIn, registration["session"].GetValue<string>(), signIn["session"].GetValue<string>() }.SelectMany(token => Secret.OfSigned("token of the service", token)),
            .. Secret.Of("challenge of a sign-in of the service", signIn["data"]["challenge"]!.GetValue<string>()), new("signature of a sign-in of the service", assertion.Signature),
            .. SecretsOfPeople.Tokens(sent.Message),
        ];
    }

    /// <summary>A webhook is told of events.</summary>
    public static async Task<IEnumerable<Secret>> HookAsync(TestServer server, Receiver receiver)
    {
        var (_, secret) = await receiver.HookAsync(server);
        await server.Service<Sealer>().SealAsync();
        await receiver.EventsAsync(1);
        return [.. Secret.Of("secret of a webhook", secret), .. Secret.Of("bare secret of a webhook", secret["whsec_".Length..])];
    }

    /// <summary>The first operator comes by a link, makes an app, and invites a second, who does not come.</summary>
    public static async Task<IEnumerable<Secret>> OperateAsync(TestServer server)
    {
        var link = await OperatorsBrowser.FirstLinkAsync(server);
        var (root, _) = await OperatorsBrowser.JoinAsync(server, link, "root");
        var invited = await root.PostAsync("/admin/api/invitations", new JsonObject { ["role"] = "viewer" });
        var created = await OperatorsBrowser.CreateAppAsync(root, "store");
        return
        [
            .. Secret.Of("link of the first operator", OperatorsBrowser.Token(link)), .. Secret.Of("link of the second operator", OperatorsBrowser.Token(invited["link"].GetValue<string>())),
            .. Secret.OfSession("cookie of an operator", SecretsOfPeople.Cookie(root)), .. Secret.Of("secret key of a new app", created["secretKey"].GetValue<string>()),
        ];
    }

    /// <summary>Somebody signs in at an identity provider.</summary>
    public static async Task<IEnumerable<Secret>> VisitAsync(TestServer server, Google google)
    {
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);
        var begun = await visit.GoAsync("/api/external/google/start");
        var there = begun.Header("Location")!;
        var back = await Google.SignInAsync(there, "ada@gmail.example");
        (await visit.GoAsync(back)).Status.ShouldBe(HttpStatusCode.Redirect);
        return
        [
            .. Secret.Of("client secret", Google.ClientSecret), .. Secret.Of("cookie of an attempt", begun.Header("Set-Cookie")!.Split(';')[0].Split('=', 2)[1]),
            .. Secret.Of("state", Query(there, "state")), .. Secret.Of("nonce", Query(there, "nonce")), .. Secret.Of("code", Query(back, "code")), .. Secret.OfSession("cookie after a visit", visit.Session!),
        ];
    }

    private static string Query(string url, string name) => QueryHelpers.ParseQuery(new Uri(url).Query)[name].ToString();
}
