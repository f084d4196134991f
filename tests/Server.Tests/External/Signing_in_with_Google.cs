using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

public sealed class Signing_in_with_Google
{
    [Fact]
    public async Task is_offered_where_the_app_has_it()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        (await new Browser(server).GetAsync("/api/external"))["items"].AsArray().ShouldBeEmpty();
        await google.AddToAsync(server);

        var item = (await new Browser(server).GetAsync("/api/external"))["items"].AsArray().ShouldHaveSingleItem()!;

        item["provider"]!.GetValue<string>().ShouldBe("google");
        item["name"]!.GetValue<string>().ShouldBe("Google");
        item["startUrl"]!.GetValue<string>().ShouldBe(TestServer.Origin + "/api/external/google/start");
    }

    [Theory]
    [InlineData]
    [InlineData("--userinfo")]
    public async Task makes_an_account_that_connects_a_passkey_and_signs_in_with_either(params string[] options)
    {
        await using var google = await Google.StartAsync(options);
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);

        (await visit.SignInAsync("ada@gmail.example")).ShouldBe("/");

        var ada = visit.Browser;
        var session = await ada.GetAsync("/api/session");
        session["user"]["displayName"]!.GetValue<string>().ShouldBe("ada");
        session["user"]["username"]!.GetValue<string>().ShouldBe("ada@gmail.example");
        session["session"]["amr"]!.AsArray().Select(method => method!.GetValue<string>()).ShouldBe(["fed"]);
        session["session"]["acr"].ShouldBeNull();
        (await ada.GetAsync("/api/account"))["emailVerified"].GetValue<bool>().ShouldBeTrue();
        var (passkey, _) = await ada.ConnectAsync();
        (await ada.BeginConnectAsync()).ShouldBeProblem(403, "step_up_required");

        var byPasskey = await new Browser(server).SignInAsync(passkey);
        byPasskey["user"]["id"]!.GetValue<Guid>().ShouldBe(session["user"]["id"]!.GetValue<Guid>());
        var again = new ProviderVisit(server);
        await again.SignInAsync("ada@gmail.example");
        (await again.Browser.GetAsync("/api/session"))["user"]["id"]!.GetValue<Guid>().ShouldBe(session["user"]["id"]!.GetValue<Guid>());
        (await server.CountAsync("users")).ShouldBe(1);
        (await server.CountAsync("identities")).ShouldBe(1);
    }

    /// <summary>There is no username then: people are shown their address as their name, and go by it.</summary>
    [Fact]
    public async Task makes_an_account_that_signs_in_and_recovers_by_the_name_it_is_shown()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);
        await visit.SignInAsync("ada@gmail.example");
        var ada = visit.Browser;
        var name = (await ada.GetAsync("/api/session"))["user"]["username"]!.GetValue<string>();
        var codes = (await ada.PostAsync("/api/recovery/codes", new JsonObject()))["codes"].AsArray().Select(code => code!.GetValue<string>()).ToArray();
        var (passkey, _) = await ada.ConnectAsync();

        var begun = await new Browser(server).BeginAuthenticationAsync(name.ToUpperInvariant());
        begun["publicKey"]["allowCredentials"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>().ShouldBe(Base64Text.Url(passkey.Id));
        (await new Browser(server).SignInAsync(passkey, name))["user"]["username"]!.GetValue<string>().ShouldBe(name);
        (await Person.RedeemCodeAsync(new Browser(server), codes[0], name))["user"]["username"]!.GetValue<string>().ShouldBe(name);

        // Nobody takes that for a username any more.
        var eve = new Browser(server);
        var late = await eve.BeginRegistrationAsync(name);
        (await eve.CompleteRegistrationAsync(late, Browser.Create(late))).ShouldBeProblem(409, "username_taken");
        await Person.SignUpAsync(server, "eve", eve);
        (await eve.PatchAsync("/api/account", new JsonObject { ["username"] = name })).ShouldBeProblem(409, "username_taken");
    }

    [Fact]
    public async Task recovers_by_the_name_it_is_shown_though_another_had_that_for_a_username_before()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var eve = await Person.SignUpAsync(server, "ada@gmail.example");
        var visit = new ProviderVisit(server);
        await visit.SignInAsync("ada@gmail.example");
        var codes = (await visit.Browser.PostAsync("/api/recovery/codes", new JsonObject()))["codes"].AsArray().Select(code => code!.GetValue<string>()).ToArray();
        var (passkey, _) = await visit.Browser.ConnectAsync();

        (await new Browser(server).SignInAsync(eve.Passkey, "ada@gmail.example"))["user"]["id"]!.GetValue<Guid>().ShouldBe(eve.Id);
        (await Person.RedeemCodeAsync(new Browser(server), codes[0], "ada@gmail.example"))["user"]["displayName"]!.GetValue<string>().ShouldBe("ada");
        (await new Browser(server).SignInAsync(passkey))["user"]["displayName"]!.GetValue<string>().ShouldBe("ada");
    }

    [Fact]
    public async Task finishes_in_two_tabs_at_once()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);
        var (first, second) = (await visit.StartAsync(), await visit.StartAsync("?returnTo=/account"));

        (await visit.GoAsync(await Google.SignInAsync(first, "ada@gmail.example"))).Header("Location").ShouldBe("/");
        (await visit.GoAsync(await Google.SignInAsync(second, "ada@gmail.example"))).Header("Location").ShouldBe("/account");
    }

    [Fact]
    public async Task that_the_person_gives_up_says_so_and_signs_nobody_in()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);

        (await visit.SignInAsync("cancel", "?returnTo=/account")).ShouldBe("/account?error=external_denied");

        visit.Session.ShouldBeNull();
        (await server.CountAsync("users")).ShouldBe(0);
    }
}
