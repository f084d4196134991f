using Keystile.Storage;

namespace Keystile.Server.Tests;

/// <summary>The same routes as in <see cref="Who_may_do_what"/>, asked by whoever holds a key, or a session of another app.</summary>
public sealed class Who_may_do_what_with_which_key
{
    private static readonly string?[] s_refusals = ["not_signed_in", "invalid_api_key", "api_key_locked", "api_key_scope", "app_locked", "internal_error"];

    private static int s_people;

    private enum Needs { Nothing, Session, PublicKey, SecretKey, Operator }

    /// <summary>The passkey service, by the beginning of its addresses; the first that fits counts. The account API needs a session where the other table answers nobody 401.</summary>
    private static readonly (string Route, Needs Needs)[] s_service =
    [
        ("POST /register/token", Needs.SecretKey),
        ("POST /register/", Needs.PublicKey),
        ("POST /signin/begin", Needs.PublicKey),
        ("POST /signin/complete", Needs.PublicKey),
        ("POST /signin/", Needs.SecretKey),
        ("POST /alias", Needs.SecretKey),
        ("GET /alias/", Needs.SecretKey),
        ("GET /credentials/", Needs.SecretKey),
        ("POST /credentials/", Needs.SecretKey),
        ("GET /users/", Needs.SecretKey),
        ("POST /users/", Needs.SecretKey),
        ("GET /auth-configs", Needs.SecretKey),
        ("POST /auth-configs", Needs.SecretKey),
        ("GET /events", Needs.SecretKey),
        ("POST /magic-links/", Needs.SecretKey),
    ];

    /// <summary>Who asks, and why each kind of route refuses him; null: it does not.</summary>
    private static readonly (string Caller, string? Nothing, string? Session, string? PublicKey, string? SecretKey)[] s_callers =
    [
        ("nobody", null, "not_signed_in", "invalid_api_key", "invalid_api_key"),
        ("a user of the app without a key", null, null, "invalid_api_key", "invalid_api_key"),
        ("a user of another app", null, "not_signed_in", "invalid_api_key", "invalid_api_key"),
        ("a public key", null, "not_signed_in", null, "invalid_api_key"),
        ("a secret key", null, "not_signed_in", "invalid_api_key", null),
        ("a user of another app with the app's public key", null, "not_signed_in", null, "invalid_api_key"),
        ("a locked public key", "api_key_locked", "api_key_locked", "api_key_locked", "invalid_api_key"),
        ("a locked secret key", "api_key_locked", "api_key_locked", "invalid_api_key", "api_key_locked"),
        ("a public key in the secret's place", "invalid_api_key", "invalid_api_key", "invalid_api_key", "invalid_api_key"),
        ("a made-up key", "invalid_api_key", "invalid_api_key", "invalid_api_key", "invalid_api_key"),
        ("the public key of a locked app", "app_locked", "app_locked", "app_locked", "invalid_api_key"),
    ];

    [Fact]
    public async Task is_what_the_server_does()
    {
        await using var server = await TestServer.StartAsync();
        var (shop, other, closed) = (await Tenant.AddAsync(server), await Tenant.AddAsync(server, "other"), await Tenant.AddAsync(server, "closed"));
        await server.Database.WriteAsync(writing => AppStore.LockAsync(writing, "closed", server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        var locked = (await LockedAsync(server, ApiKeyKind.Public), await LockedAsync(server, ApiKeyKind.Secret));
        foreach (var (route, anonymous, _, _) in Who_may_do_what.Table.Where(row => !row.Route.StartsWith("GET /health", StringComparison.Ordinal)))
        {
            var needs = NeedsOf(route, anonymous);
            // A new person for each route: some of them end the session or the account.
            var (ada, eve) = (await SignUpAsync(server, new Browser(server)), await SignUpAsync(server, other.Browser(server)));
            foreach (var (caller, nothing, session, publicKey, secretKey) in s_callers)
            {
                var expected = needs switch { Needs.Nothing => nothing, Needs.Session => session, Needs.PublicKey => publicKey, _ => secretKey };
                var browser = caller switch
                {
                    "nobody" => new Browser(server),
                    "a user of the app without a key" => ada,
                    "a user of another app" => new Browser(server) { Bearer = eve.Bearer },
                    "a public key" => shop.Browser(server),
                    "a secret key" => shop.Backend(server),
                    "a user of another app with the app's public key" => With(shop.Browser(server), eve.Bearer!),
                    "a locked public key" => (shop with { PublicKey = locked.Item1 }).Browser(server),
                    "a locked secret key" => (shop with { SecretKey = locked.Item2 }).Backend(server),
                    "a public key in the secret's place" => (shop with { SecretKey = shop.PublicKey }).Backend(server),
                    "a made-up key" => (shop with { PublicKey = "shop:public:" + new string('A', 43) }).Browser(server),
                    _ => closed.Browser(server),
                };
                var answer = await Who_may_do_what.SendAsync(browser, route, Path(route));
                if (needs == Needs.Operator)
                {
                    // No key and no app's session is worth anything at the console; what it shows to nobody it may show to anybody.
                    if (anonymous == 401) ((int)answer.Status).ShouldBeOneOf([401, 403], $"{route} by {caller}");
                    continue;
                }
                var code = answer.Code;
                if (expected is null) s_refusals.ShouldNotContain(code, $"{route} by {caller}");
                else code.ShouldBe(expected, $"{route} by {caller}");
            }
        }
    }

    private static Needs NeedsOf(string route, int anonymous)
    {
        foreach (var (beginning, needs) in s_service)
        {
            if (route.StartsWith(beginning, StringComparison.Ordinal)) return needs;
        }
        if (route.Contains(" /admin/", StringComparison.Ordinal)) return Needs.Operator;
        route.Split(' ')[1].ShouldMatch("^/(api|docs|\\.well-known|openapi)/|^/api/", $"{route} is in neither table");
        return anonymous == 401 ? Needs.Session : Needs.Nothing;
    }

    private static async Task<Browser> SignUpAsync(TestServer server, Browser browser)
    {
        browser.Origin = browser.Headers.ContainsKey("ApiKey") ? Tenant.Origin : TestServer.Origin;
        var begun = await browser.BeginRegistrationAsync($"person {++s_people}");
        var registered = await browser.CompleteRegistrationAsync(begun, Browser.Create(begun, made => made.Origin = browser.Origin));
        browser.Bearer = registered["session"]["accessToken"]!.GetValue<string>();
        return browser;
    }

    /// <summary>With ids that nobody has.</summary>
    private static string Path(string route) => System.Text.RegularExpressions.Regex.Replace(route.Split(' ')[1], @"\{[^}]*\}", Guid.Empty.ToString());

    private static Browser With(Browser browser, string bearer)
    {
        browser.Bearer = bearer;
        return browser;
    }

    private static async Task<string> LockedAsync(TestServer server, ApiKeyKind kind)
    {
        var key = await Tenant.AddKeyAsync(server, "shop", kind);
        await server.Database.WriteAsync(writing => ApiKeyStore.LockAsync(writing, "shop", Tenant.KeyId(key), server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        return key;
    }
}
