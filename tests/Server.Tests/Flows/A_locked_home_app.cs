using System.Net;
using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Tests;

/// <summary>The home app has no key that would be refused, and is locked all the same.</summary>
public sealed class A_locked_home_app
{
    [Fact]
    public async Task lets_nobody_begin_or_finish_says_why_and_uses_nothing_up()
    {
        await using var server = await TestServer.StartAsync(new TestClock(rounds: false));
        var ada = await Person.SignUpAsync(server);
        var code = (await ada.MakeCodesAsync())[0];
        var browser = new Browser(server);
        var (signIn, signUp) = (await browser.BeginAuthenticationAsync(), await browser.BeginRegistrationAsync("eve"));
        await LockAsync(server, server.Clock.GetUtcNow());

        (await browser.BeginAuthenticationAsync("ada")).ShouldBeProblem(403, "app_locked");
        (await browser.BeginRegistrationAsync("bob")).ShouldBeProblem(403, "app_locked");
        (await browser.CompleteAuthenticationAsync(signIn, Browser.Sign(signIn, ada.Passkey))).ShouldBeProblem(403, "app_locked");
        (await browser.CompleteRegistrationAsync(signUp, Browser.Create(signUp))).ShouldBeProblem(403, "app_locked");
        (await Person.RedeemCodeAsync(browser, code)).ShouldBeProblem(403, "app_locked");
        (await ada.Browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await browser.GetAsync("/.well-known/jwks.json")).Status.ShouldBe(HttpStatusCode.OK);

        await LockAsync(server, null);
        (await ada.Browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        (await Person.RedeemCodeAsync(browser, code)).Status.ShouldBe(HttpStatusCode.OK);
        await new Browser(server).SignInAsync(ada.Passkey);
    }

    /// <summary>For a moment after the lock a server has not heard of it; the database has.</summary>
    [Fact]
    public async Task is_no_copied_passkey_to_whoever_signs_in_at_that_moment()
    {
        await using var server = await TestServer.StartAsync(new TestClock(rounds: false));
        var ada = await Person.SignUpAsync(server);
        var begun = await new Browser(server).BeginAuthenticationAsync();
        await server.Database.WriteAsync(writing => AppStore.LockAsync(writing, App.Home, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);

        (await new Browser(server).CompleteAuthenticationAsync(begun, Browser.Sign(begun, ada.Passkey))).ShouldBeProblem(403, "app_locked");

        (await Person.EventsAsync(server, EventKind.SignCountRegressed)).ShouldBeEmpty();
        (await Person.EventsAsync(server, EventKind.SignInRefused)).ShouldHaveSingleItem().Detail.ShouldBe("app_locked");
    }

    private static async Task LockAsync(TestServer server, DateTimeOffset? at)
    {
        await server.Database.WriteAsync(writing => AppStore.LockAsync(writing, App.Home, at), TestContext.Current.CancellationToken);
        await server.Service<AppDirectory>().RefreshHomeAsync(server.Database);
    }
}
