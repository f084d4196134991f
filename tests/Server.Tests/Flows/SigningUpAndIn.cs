using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class A_person
{
    [Fact]
    public async Task signs_up_and_is_signed_in()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);

        var (passkey, answer) = await browser.RegisterAsync("Ada");

        answer["user"]["username"]!.GetValue<string>().ShouldBe("Ada");
        answer["passkey"]["credentialId"]!.GetValue<string>().ShouldBe(Authenticator.Base64Text.Url(passkey.Id));
        answer["passkey"]["current"]!.GetValue<bool>().ShouldBeTrue();
        answer["session"]["tokenType"]!.GetValue<string>().ShouldBe("Bearer");
        answer.Header("Set-Cookie")!.ShouldStartWith("keystile=");
        answer.Header("Set-Cookie")!.ShouldContain("; httponly", Case.Insensitive);
        answer.Header("Set-Cookie")!.ShouldContain("; samesite=lax", Case.Insensitive);
        var me = await browser.GetAsync("/api/session");
        me["user"]["id"]!.GetValue<string>().ShouldBe(answer["user"]["id"]!.GetValue<string>());
        me["session"]["acr"]!.GetValue<string>().ShouldBe("phr");
        me["session"]["stepUp"].ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ada")]
    [InlineData("  ADA ")]
    public async Task signs_in_again_by_name_or_by_whatever_passkey_is_picked(string? name)
    {
        await using var server = await TestServer.StartAsync();
        var (passkey, registered) = await new Browser(server).RegisterAsync("Ada");
        var browser = new Browser(server);

        var answer = await browser.SignInAsync(passkey, name);

        answer["user"]["id"]!.GetValue<string>().ShouldBe(registered["user"]["id"]!.GetValue<string>());
        answer["passkey"]["lastUsedAt"].ShouldNotBeNull();
        var signals = answer["signals"].AsArray();
        signals.Select(signal => signal!["type"]!.GetValue<string>()).ShouldBe(["allAcceptedCredentials", "currentUserDetails"]);
        signals[0]!["allAcceptedCredentialIds"]!.AsArray().Select(id => id!.GetValue<string>()).ShouldBe([Authenticator.Base64Text.Url(passkey.Id)]);
        signals[1]!["name"]!.GetValue<string>().ShouldBe("Ada");
        (await browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task signs_out_and_the_session_is_over_on_the_server()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (_, registered) = await browser.RegisterAsync("ada");
        var stolen = new Browser(server) { Cookie = browser.Cookie };
        var copied = new Browser(server) { Bearer = registered["session"]["accessToken"]!.GetValue<string>() };
        (await copied.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);

        var answer = await browser.DeleteAsync("/api/session");

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer.Header("Clear-Site-Data").ShouldNotBeNull();
        answer.Header("Set-Cookie")!.ShouldContain("max-age=0", Case.Insensitive);
        (await stolen.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await copied.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        var refresh = await new Browser(server).PostAsync("/api/session/refresh", new JsonObject { ["refreshToken"] = registered["session"]["refreshToken"]!.GetValue<string>() });
        refresh.ShouldBeProblem(401, "invalid_refresh_token");
    }

    [Fact]
    public async Task whose_answer_was_lost_hears_what_was_made_and_nothing_is_made_twice()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var begun = await browser.BeginRegistrationAsync("ada");
        var made = Browser.Create(begun);
        var first = await browser.CompleteRegistrationAsync(begun, made);
        browser.Cookie = null;

        var second = await browser.CompleteRegistrationAsync(begun, made);

        second.Status.ShouldBe(HttpStatusCode.OK, second.Text);
        second["user"]["id"]!.GetValue<string>().ShouldBe(first["user"]["id"]!.GetValue<string>());
        second["passkey"]["id"]!.GetValue<string>().ShouldBe(first["passkey"]["id"]!.GetValue<string>());
        browser.Cookie.ShouldBeNull();
        (await server.CountAsync("users")).ShouldBe(1);
        (await server.CountAsync("sessions")).ShouldBe(1);
    }

    [Fact]
    public async Task with_two_tabs_may_complete_both_ceremonies()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var (passkey, _) = await browser.RegisterAsync("ada");
        var firstTab = await browser.BeginAuthenticationAsync();
        var secondTab = await browser.BeginAuthenticationAsync("ada");

        (await browser.CompleteAuthenticationAsync(firstTab, Browser.Sign(firstTab, passkey))).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.CompleteAuthenticationAsync(secondTab, Browser.Sign(secondTab, passkey))).Status.ShouldBe(HttpStatusCode.OK);
    }
}
