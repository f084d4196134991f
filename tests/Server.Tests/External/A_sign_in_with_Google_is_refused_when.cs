using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class A_sign_in_with_Google_is_refused_when
{
    [Fact]
    public async Task another_browser_began_it()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var (eve, ada) = (new ProviderVisit(server), new ProviderVisit(server));
        // Eve signs in as herself and has Ada's browser finish: Ada would do her business in Eve's account (login CSRF).
        var back = await Google.SignInAsync(await eve.StartAsync(), "eve@gmail.example");

        (await ada.GoAsync(back)).Header("Location").ShouldBe("/?error=external_state_invalid");
        await ada.StartAsync();
        (await ada.GoAsync(back)).Header("Location").ShouldBe("/?error=external_state_invalid");

        ada.Session.ShouldBeNull();
        (await eve.GoAsync(back)).Header("Location").ShouldBe("/");
    }

    [Fact]
    public async Task it_was_finished_before_even_with_every_cookie()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);
        var back = await Google.SignInAsync(await visit.StartAsync(), "ada@gmail.example");
        var copy = visit.Clone();

        var answers = await Task.WhenAll(visit.GoAsync(back), copy.GoAsync(back));

        answers.Select(answer => answer.Header("Location")).ShouldBe(["/", "/?error=external_state_invalid"], ignoreOrder: true);
        (await server.CountAsync("sessions")).ShouldBe(1);
    }

    [Fact]
    public async Task it_took_longer_than_ten_minutes()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);
        var back = await Google.SignInAsync(await visit.StartAsync(), "ada@gmail.example");

        server.Clock.Advance(TimeSpan.FromMinutes(10));

        (await visit.GoAsync(back)).Header("Location").ShouldBe("/?error=external_state_invalid");
    }

    public static TheoryData<string, string, string> Spoiled => new()
    {
        { "state=", "state=x", "/?error=external_state_invalid" },
        { "home~", "shop~", "/?error=external_state_invalid" },
        { "home~external_", "home~verify_", "/?error=external_state_invalid" },
        { "home~", "", "/?error=external_state_invalid" },
        { "&iss=", "&state=again&iss=", "/?error=external_state_invalid" },
        { "&iss=", "&code=again&iss=", "/?error=external_state_invalid" },
        { "&iss=", "&iss=again&iss=", "/?error=external_state_invalid" },
        { "&iss=", "&not=", "/?error=provider_answer_refused" },
        { "&iss=http", "&iss=https", "/?error=provider_answer_refused" },
        { "code=", "code=x", "/?error=provider_unavailable" },
        { "code=", "nocode=", "/?error=external_denied" },
        { "&iss=", "&error=access_denied&iss=", "/?error=external_denied" },
        { "/google/", "/github/", "/?error=external_state_invalid" },
    };

    [Theory]
    [MemberData(nameof(Spoiled))]
    public async Task the_address_of_the_way_back_is_not_the_one_it_was(string part, string changed, string end)
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        await Tenant.AddAsync(server);
        var visit = new ProviderVisit(server);
        var back = Uri.UnescapeDataString(await Google.SignInAsync(await visit.StartAsync(), "ada@gmail.example"));
        back.ShouldContain(part);

        (await visit.GoAsync(back.Replace(part, changed, StringComparison.Ordinal))).Header("Location").ShouldBe(end);

        visit.Session.ShouldBeNull();
        (await server.CountAsync("users")).ShouldBe(0);
    }

    [Fact]
    public async Task its_account_is_locked()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);
        await visit.SignInAsync("ada@gmail.example");
        var user = (await visit.Browser.GetAsync("/api/session"))["user"]["id"]!.GetValue<Guid>();
        await server.Database.WriteAsync(writing => UserStore.LockAsync(writing, "home", user, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);

        (await new ProviderVisit(server).SignInAsync("ada@gmail.example")).ShouldBe("/?error=account_locked");
        (await visit.Browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
    }

    [Fact]
    public async Task the_app_takes_no_new_accounts_but_those_it_has_sign_in()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        await new ProviderVisit(server).SignInAsync("ada@gmail.example");
        await server.ConfigureAsync("home", settings => settings with { SignUp = false });

        (await new ProviderVisit(server).SignInAsync("eve@gmail.example")).ShouldBe("/?error=sign_up_off");
        (await new ProviderVisit(server).SignInAsync("ada@gmail.example")).ShouldBe("/");
    }

    [Fact]
    public async Task the_client_secret_is_another()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        var wrong = google.Provider(server) with { ClientSecret = server.Service<Keystile.Server.External.ProviderSecrets>().Seal("home", "google", "wrong") };
        await server.ConfigureAsync("home", settings => settings with { IdentityProviders = [wrong] });
        (await new ProviderVisit(server).SignInAsync("ada@gmail.example")).ShouldBe("/?error=provider_unavailable");
    }

    [Fact]
    public async Task the_provider_does_not_answer()
    {
        await using var server = await TestServer.StartAsync();
        await server.ConfigureAsync("home", settings => settings with { IdentityProviders = [new() { Key = "google", Name = "Google", Issuer = "http://127.0.0.1:9", ClientId = "shop" }] });
        (await new ProviderVisit(server).GoAsync("/api/external/google/start?returnTo=/account")).Header("Location").ShouldBe("/account?error=provider_unavailable");
        (await new ProviderVisit(server).GoAsync("/api/external/yahoo/start")).ShouldBeProblem(404, "unknown_provider");
        (await new ProviderVisit(server).GoAsync("/api/external/google/start?app=nobody")).ShouldBeProblem(404, "unknown_provider");
    }
}
