using System.Net;
using System.Text.Json.Nodes;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class Keystile_providers
{
    [Fact]
    public async Task adds_one_that_the_running_server_offers_and_keeps_its_secret_sealed()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await Tenant.AddAsync(server);

        var added = await AddAsync(server, "home", "google", "--issuer", google.Issuer, "--client-id", "shop", "--client-secret-file", "-");

        added.ExitCode.ShouldBe(0, added.Errors);
        added.Output.ShouldContain("/api/external/google/callback");
        await server.Service<Keystile.Server.Apps.AppDirectory>().RefreshHomeAsync(server.Database);
        (await new ProviderVisit(server).SignInAsync("ada@gmail.example")).ShouldBe("/");
        (await File.ReadAllTextAsync(server.DatabaseFile, System.Text.Encoding.Latin1, TestContext.Current.CancellationToken)).ShouldNotContain(Google.ClientSecret);
        (await CommandRun.Beside(server, "apps", "show", "home")).Output.ShouldNotContain(Google.ClientSecret);
        (await CommandRun.Beside(server, "providers", "list", "home")).Output.ShouldBe($"google  {google.Issuer}  shop  Google\n");
        // The sealed secret opens nothing in another app's settings.
        var provider = google.Provider(server);
        await server.ConfigureAsync("shop", settings => settings with { IdentityProviders = [provider], ReturnUrls = ["https://shop.localhost/"] });
        (await new ProviderVisit(server).GoAsync("/api/external/google/start?app=shop&codeChallenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")).Status.ShouldBe(HttpStatusCode.InternalServerError);

        (await CommandRun.Beside(server, "providers", "remove", "home", "google")).ExitCode.ShouldBe(0);
        (await CommandRun.Beside(server, "providers", "remove", "home", "google")).ExitCode.ShouldBe(1);
        (await CommandRun.Beside(server, "providers", "list", "home")).Output.ShouldBeEmpty();
        (await Person.EventsAsync(server, EventKind.AppChanged)).Select(change => (change.Actor, change.Detail)).ShouldBe([(EventActor.Operator, "providers"), (EventActor.Operator, "providers")]);
    }

    [Fact]
    public async Task prints_JSON_where_it_is_asked_to()
    {
        await using var server = await TestServer.StartAsync();

        var added = await AddAsync(server, "home", "acme", "--issuer", "https://id.example", "--client-id", "shop", "--client-secret-file", "-", "--json");

        added.Output.ShouldBe($$"""{"key":"acme","redirectUri":"{{server.Service<ServerOptions>().Origin}}/api/external/acme/callback"}""" + "\n", added.Errors);
        (await CommandRun.Beside(server, "providers", "list", "home", "--json")).Output.ShouldBe("""[{"key":"acme","name":"acme","issuer":"https://id.example","clientId":"shop","scopes":["openid","email","profile"]}]""" + "\n");
        (await CommandRun.Beside(server, "providers", "remove", "home", "acme", "--json")).Output.ShouldBe("""{"id":"acme","done":"removed"}""" + "\n");
        (await CommandRun.Beside(server, "providers", "remove", "home", "acme", "--json")).ShouldSatisfyAllConditions(again => again.ExitCode.ShouldBe(1), again => again.Output.ShouldBeEmpty());
        (await CommandRun.Beside(server, "providers", "list", "home", "--json")).Output.ShouldBe("[]\n");
    }

    [Fact]
    public async Task refuses_what_could_not_work()
    {
        await using var server = await TestServer.StartAsync();
        (await AddAsync(server, "nowhere", "google", "--client-id", "shop")).Errors.ShouldContain("there is no app nowhere");
        (await AddAsync(server, "home", "acme", "--client-id", "shop")).Errors.ShouldContain("--issuer");
        (await AddAsync(server, "home", "acme", "--client-id", "shop", "--issuer", "http://id.example")).Errors.ShouldContain("is no issuer");
        (await AddAsync(server, "home", "Ac/me", "--client-id", "shop", "--issuer", "https://id.example")).Errors.ShouldContain("the key of an identity provider");
        (await AddAsync(server, "home", "google", "--client-id", "")).Errors.ShouldContain("client id");
        (await AddAsync(server, "home", "google", "--client-id", "shop", "--scope", "email")).Errors.ShouldContain("openid");
        (await AddAsync(server, "home", "google", "--client-id", "shop", "--client-secret-file", "nowhere.txt")).ExitCode.ShouldBe(2);
        (await CommandRun.Beside(server, "apps", "set", "home", "--set", """tokenIssuer={"issuer":"https://id.example","audience":"shop","jwksUrl":"http://id.example/jwks"}""")).Errors.ShouldContain("jwksUrl");
        (await CommandRun.Beside(server, "apps", "set", "home", "--set", "returnUrls=javascript:alert(1)")).Errors.ShouldContain("returnUrls");
        (await CommandRun.Beside(server, "apps", "set", "home", "--set", "connectWithinSeconds=5")).Errors.ShouldContain("connectWithinSeconds");
        (await CommandRun.Beside(server, "apps", "set", "home", "--set", "connectWithinSeconds=60")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task alone_brings_in_a_secret()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        (await AddAsync(server, "home", "acme", "--client-id", "shop", "--issuer", "https://id.example", "--client-secret-file", "-")).ExitCode.ShouldBe(0);
        var sealedOnes = (await root.GetAsync("/admin/api/apps/home"))["settings"]["identityProviders"]!.AsArray();
        var readable = sealedOnes.DeepClone().AsArray();
        readable[0]!["clientSecret"] = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY";
        var elsewhere = sealedOnes.DeepClone().AsArray();
        elsewhere[0]!["key"] = "another";

        foreach (var providers in new[] { readable, elsewhere })
        {
            (await root.PatchAsync("/admin/api/apps/home", new JsonObject { ["settings"] = new JsonObject { ["identityProviders"] = providers.DeepClone() } })).ShouldBeProblem(400, "invalid_app");
            (await CommandRun.Beside(server, "apps", "set", "home", "--set", $"identityProviders={providers.ToJsonString()}")).Errors.ShouldContain("keystile providers add");
            (await CommandRun.Beside(server, "apps", "create", "shop", "--rp-id", "shop.example", "--origin", "https://shop.example", "--set", $"identityProviders={providers.ToJsonString()}")).Errors.ShouldContain("keystile providers add");
        }
        sealedOnes[0]!["name"] = "Acme";
        (await root.PatchAsync("/admin/api/apps/home", new JsonObject { ["settings"] = new JsonObject { ["identityProviders"] = sealedOnes.DeepClone() } })).Status.ShouldBe(HttpStatusCode.OK);
        (await CommandRun.Beside(server, "providers", "list", "home")).Output.ShouldEndWith("Acme\n");
    }

    private static Task<CommandRun> AddAsync(TestServer server, string app, string provider, params string[] options) =>
        CommandRun.Of(Google.ClientSecret + "\n", ["providers", "add", app, provider, .. options], server.DatabaseFile);
}
