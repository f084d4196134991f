using System.Net;
using System.Text.Json.Nodes;
using Keystile.Storage;

namespace Keystile.Server.Tests.Events;

public sealed class What_an_account_does
{
    [Fact]
    public async Task is_recorded_act_by_act_with_who_by_what_and_where()
    {
        await using var server = await TestServer.StartAsync();
        var ada = new Browser(server) { Headers = { ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0" } };
        var (passkey, registered) = await ada.RegisterAsync("ada");
        await ada.SignInAsync(passkey);
        var (_, connected) = await ada.ConnectAsync();
        await ada.StepUpAsync(passkey, "tidy up");
        var second = connected["passkey"]["id"]!.GetValue<string>();
        await ada.PatchAsync($"/api/passkeys/{second}", new JsonObject { ["name"] = "Spare" });
        await ada.DeleteAsync($"/api/passkeys/{second}");
        await ada.PatchAsync("/api/account", new JsonObject { ["displayName"] = "Ada L." });
        await ada.DeleteAsync("/api/sessions");
        await ada.DeleteAsync("/api/session");
        await ada.SignInAsync(passkey);
        await ada.DeleteAsync("/api/account");

        var events = await Recorded.OfAsync(server);
        events.Names().ShouldBe([
            "registered", "signed_in", "passkey_connected", "stepped_up", "passkey_renamed", "passkey_deleted", "account_changed", "sessions_ended", "session_ended",
            "signed_in", "account_deleted",
        ]);
        var user = Guid.Parse(registered["user"]["id"]!.GetValue<string>());
        events.ShouldAllBe(one => one.UserId == user && one.SessionId != null && one.Device == "Firefox on Linux" && one.Actor == EventActor.User && Math.Abs((one.At - server.Clock.GetUtcNow()).TotalMilliseconds) < 1);
        events[0].CredentialId.ShouldBe(Guid.Parse(registered["passkey"]["id"]!.GetValue<string>()));
        events[1].CredentialId.ShouldBe(events[0].CredentialId);
        events[2].CredentialId.ShouldBe(Guid.Parse(second));
        events[3].Detail.ShouldBe("tidy up");
        events[5].CredentialId.ShouldBe(Guid.Parse(second));
        events[6].Detail.ShouldBe("displayName");
    }

    [Fact]
    public async Task of_another_session_names_the_session_that_it_ended()
    {
        await using var server = await TestServer.StartAsync();
        var (ada, elsewhere) = (new Browser(server), new Browser(server));
        var (passkey, _) = await ada.RegisterAsync("ada");
        await elsewhere.SignInAsync(passkey);
        var other = (await elsewhere.GetAsync("/api/session"))["session"]["id"]!.GetValue<string>();

        (await ada.DeleteAsync($"/api/sessions/{other}")).Status.ShouldBe(HttpStatusCode.NoContent);

        var ended = await Recorded.LastAsync(server);
        (ended.Kind, ended.SessionId).ShouldBe((EventKind.SessionEnded, Guid.Parse(other)));
        await ada.DeleteAsync($"/api/sessions/{other}");
        (await Recorded.LastAsync(server)).ShouldBe(ended);
    }

    [Fact]
    public async Task with_a_refresh_token_used_twice_is_an_alarm()
    {
        await using var server = await TestServer.StartAsync();
        var (_, registered) = await new Browser(server).RegisterAsync("ada");
        var refresh = new JsonObject { ["refreshToken"] = registered["session"]["refreshToken"]!.GetValue<string>() };
        await new Browser(server).PostAsync("/api/session/refresh", refresh);
        (await Recorded.OfAsync(server)).Names().ShouldBe(["registered"]);

        await new Browser(server).PostAsync("/api/session/refresh", refresh);

        var alarm = await Recorded.LastAsync(server);
        (alarm.Kind, alarm.UserId).ShouldBe((EventKind.RefreshTokenReused, Guid.Parse(registered["user"]["id"]!.GetValue<string>())));
    }

    [Theory]
    [InlineData(0x1d, "signed_in", "sign_count_regressed")] // a synced passkey: let pass
    [InlineData(0x05, "signed_in", "sign_count_regressed")] // bound to one device: refused
    public async Task with_a_passkey_whose_counter_stands_still_is_an_alarm(byte flags, string first, string alarm)
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var begun = await browser.BeginRegistrationAsync("ada");
        var made = Browser.Create(begun, scenario => (scenario.SignCount, scenario.Flags) = (6, (byte)(scenario.Flags | flags)));
        (await browser.CompleteRegistrationAsync(begun, made)).Status.ShouldBe(HttpStatusCode.Created);
        foreach (var _ in (string[])[first, alarm])
        {
            var again = await browser.BeginAuthenticationAsync();
            await browser.CompleteAuthenticationAsync(again, Browser.Sign(again, made.Credential, scenario => (scenario.SignCount, scenario.Flags) = (7, flags)));
        }

        (await Recorded.OfAsync(server)).Names().Where(name => name == alarm).ShouldHaveSingleItem();
        (await Recorded.OfAsync(server)).Names().ElementAt(1).ShouldBe(first);
    }
}
