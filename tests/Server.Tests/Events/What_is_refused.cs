using System.Net;
using System.Text.Json.Nodes;
using Keystile.Server.Events;
using Keystile.Storage;

namespace Keystile.Server.Tests.Events;

public sealed class What_is_refused
{
    [Fact]
    public async Task is_recorded_once_a_challenge_with_the_reason()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var begun = await browser.BeginAuthenticationAsync();
        var spoiled = Browser.Sign(begun, passkey, scenario => scenario.RpId = "elsewhere.example");
        foreach (var _ in Enumerable.Range(0, 10)) (await browser.CompleteAuthenticationAsync(begun, spoiled)).Status.ShouldBe(HttpStatusCode.BadRequest);

        var refused = (await Recorded.OfAsync(server)).Skip(1).ShouldHaveSingleItem();
        (refused.Kind, refused.Detail, refused.UserId).ShouldBe((EventKind.SignInRefused, "rp_id_mismatch", null));

        await server.Service<Refusals>().FlushAsync();
        var counted = await Recorded.LastAsync(server);
        (counted.Kind, counted.Detail, counted.Times, counted.Actor).ShouldBe((EventKind.RequestsRefused, "rp_id_mismatch", 9, EventActor.System));
        await server.Service<Refusals>().FlushAsync();
        (await Recorded.LastAsync(server)).ShouldBe(counted);
    }

    [Fact]
    public async Task is_recorded_for_every_ceremony()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var none = await browser.BeginRegistrationAsync("ada");
        await browser.CompleteRegistrationAsync(none, Browser.Create(none, scenario => scenario.Origin = "https://elsewhere.example"));
        var (passkey, _) = await browser.RegisterAsync("ada");
        var connect = await browser.BeginConnectAsync();
        await browser.CompleteConnectAsync(connect, Browser.Create(connect, scenario => scenario.Origin = "https://elsewhere.example"));
        var stepUp = await browser.BeginStepUpAsync();
        await browser.CompleteStepUpAsync(stepUp, Browser.Sign(stepUp, passkey, scenario => scenario.Origin = "https://elsewhere.example"));

        var events = await Recorded.OfAsync(server);
        events.Names().ShouldBe(["registration_refused", "registered", "connect_refused", "step_up_refused"]);
        events.Where(one => one.Detail is not null).ShouldAllBe(one => one.Detail == "origin_not_allowed");
        events.Skip(2).ShouldAllBe(one => one.UserId != null && one.SessionId != null);
    }

    [Fact]
    public async Task in_a_flood_is_counted_and_does_not_fill_the_disk()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (passkey, _) = await site.RegisterAsync();
        for (var i = 0; i < Refusals.MostPerMinute * 3; i++)
        {
            var begun = await site.BeginSignInAsync();
            (await site.CompleteSignInAsync(begun, Site.Sign(begun, passkey, scenario => scenario.RpId = "elsewhere.example"))).ShouldBeProblem(400, "signin_complete_error");
        }

        var events = await Recorded.OfAsync(server, "shop");
        events.Count.ShouldBeInRange(Refusals.MostPerMinute, Refusals.MostPerMinute + 2);
        events.Skip(1).ShouldAllBe(one => one.Kind == EventKind.SignInRefused && one.Detail == "rp_id_mismatch");
        await server.Service<Refusals>().FlushAsync();
        (await Recorded.LastAsync(server, "shop")).Times.ShouldBe(Refusals.MostPerMinute * 3 - events.Count + 1);
    }

    [Fact]
    public async Task where_a_browser_sends_a_secret_is_an_alarm_of_the_key_and_only_of_one_that_exists()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var page = new Browser(server) { Origin = Tenant.Origin, Headers = { ["ApiSecret"] = shop.SecretKey[..^1] + (shop.SecretKey[^1] == 'A' ? "E" : "A") } };
        (await page.PostAsync("/signin/verify", new JsonObject())).ShouldBeProblem(403, "secret_from_browser");
        (await Recorded.OfAsync(server, "shop")).ShouldBeEmpty();

        page.Headers["ApiSecret"] = shop.SecretKey;
        (await page.PostAsync("/signin/verify", new JsonObject())).ShouldBeProblem(403, "secret_from_browser");

        var alarm = await Recorded.LastAsync(server, "shop");
        (alarm.Kind, alarm.KeyId).ShouldBe((EventKind.SecretFromBrowser, Tenant.KeyId(shop.SecretKey)));
    }
}
