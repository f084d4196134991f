using System.Net;

namespace Keystile.Server.Tests;

public sealed class The_accounts_sessions
{
    [Fact]
    public async Task are_listed_with_device_and_the_one_that_asks_marked()
    {
        await using var server = await TestServer.StartAsync();
        var here = new Browser(server) { Headers = { ["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0" } };
        var (passkey, _) = await here.RegisterAsync("ada");
        await new Browser(server).SignInAsync(passkey);
        await new Browser(server).RegisterAsync("eve");

        var list = await here.GetAsync("/api/sessions");

        list.Json!["next"].ShouldBeNull();
        var items = list["items"].AsArray();
        items.Count.ShouldBe(2);
        items.Single(item => item!["current"]!.GetValue<bool>())!["device"]!.GetValue<string>().ShouldBe("Firefox on Windows");
        list.Text.ShouldNotContain("hash", Case.Insensitive);
    }

    [Fact]
    public async Task end_one_by_one()
    {
        await using var server = await TestServer.StartAsync();
        var (here, elsewhere) = (new Browser(server), new Browser(server));
        var (passkey, _) = await here.RegisterAsync("ada");
        await elsewhere.SignInAsync(passkey);

        (await here.DeleteAsync($"/api/sessions/{await IdOf(elsewhere)}")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await elsewhere.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        var answer = await here.DeleteAsync($"/api/sessions/{await IdOf(here)}");
        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer.Header("Set-Cookie")!.ShouldStartWith("keystile=;");
        (await server.CountAsync("sessions")).ShouldBe(0);
    }

    [Fact]
    public async Task end_all_but_the_one_that_asks()
    {
        await using var server = await TestServer.StartAsync();
        var (here, eve) = (new Browser(server), new Browser(server));
        var (passkey, _) = await here.RegisterAsync("ada");
        await eve.RegisterAsync("eve");
        for (var i = 0; i < 3; i++) await new Browser(server).SignInAsync(passkey);

        (await here.DeleteAsync("/api/sessions")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await here.GetAsync("/api/sessions"))["items"].AsArray().ShouldHaveSingleItem()!["current"]!.GetValue<bool>().ShouldBeTrue();
        (await eve.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task of_another_account_are_not_there_and_go_on()
    {
        await using var server = await TestServer.StartAsync();
        var (ada, eve) = (new Browser(server), new Browser(server));
        await ada.RegisterAsync("ada");
        await eve.RegisterAsync("eve");

        (await eve.DeleteAsync($"/api/sessions/{await IdOf(ada)}")).ShouldBeProblem(404, "not_found");

        (await ada.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<string> IdOf(Browser browser) => (await browser.GetAsync("/api/session"))["session"]["id"]!.GetValue<string>();
}
