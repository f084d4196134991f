using System.Net;
using System.Text.Json.Nodes;
using Keystile.Server.Tests.Events;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class A_magic_link
{
    private const string Email = "ada@example.com";

    [Fact]
    public async Task comes_by_mail_in_the_backends_own_address_and_is_verified_once()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var site = await Site.AddAsync(server);

        (await SendAsync(site, new() { ["userId"] = 7 })).Status.ShouldBe(HttpStatusCode.NoContent);

        var arrived = await mail.TakeAsync(Email);
        arrived.Link.GetLeftPart(UriPartial.Path).ShouldBe("https://shop.example/magic");
        arrived.Message.TextBody!.ShouldContain("60 minutes");
        var token = arrived.Link.Query["?token=".Length..];
        var verified = await site.VerifyAsync(token);
        verified["type"].GetValue<string>().ShouldBe("magic_link");
        verified["userId"].GetValue<string>().ShouldBe("7");
        (await site.VerifyAsync(token)).ShouldBeProblem(400, "invalid_token");
        var events = await Recorded.OfAsync(server, "shop");
        events.Names().ShouldBe(["magic_link_sent", "token_verified"]);
        events.ShouldAllBe(one => one.Actor == EventActor.ApiKey && one.KeyId == Tenant.KeyId(site.Backend.Headers["ApiSecret"]));
        events[1].Detail.ShouldBe("magic_link");
        server.Log.Lines.ShouldAllBe(line => !line.Contains(token, StringComparison.Ordinal) && !line.Contains(Email, StringComparison.Ordinal));
    }

    [Fact]
    public async Task lives_as_long_as_the_backend_says()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var site = await Site.AddAsync(server);
        (await SendAsync(site, new() { ["timeToLive"] = 120 })).Status.ShouldBe(HttpStatusCode.NoContent);
        var token = (await mail.TakeAsync(Email)).Link.Query["?token=".Length..];
        server.Clock.Advance(TimeSpan.FromSeconds(120));
        (await site.VerifyAsync(token)).ShouldBeProblem(403, "expired_token");
    }

    [Theory]
    [InlineData("emailAddress", "\"ada\"", 400, "invalid_email")]
    [InlineData("emailAddress", "\"ada@example.com, eve@example.com\"", 400, "invalid_email")]
    [InlineData("emailAddress", "null", 400, "invalid_email")]
    [InlineData("urlTemplate", "\"https://shop.example/magic\"", 400, "invalid_request")]
    [InlineData("urlTemplate", "\"http://shop.example/magic?token=$TOKEN\"", 400, "invalid_request")]
    [InlineData("urlTemplate", "\"javascript:$TOKEN\"", 400, "invalid_request")]
    [InlineData("urlTemplate", "\"/magic?token=$TOKEN\"", 400, "invalid_request")]
    [InlineData("urlTemplate", "\"https://$TOKEN.example/\"", 400, "invalid_request")]
    [InlineData("urlTemplate", "\"https://user:$TOKEN@shop.example/\"", 400, "invalid_request")]
    [InlineData("urlTemplate", "\"https:\\\\\\\\shop.example/magic?token=$TOKEN\"", 400, "invalid_request")]
    [InlineData("urlTemplate", "\"https:shop.example?token=$TOKEN\"", 400, "invalid_request")]
    [InlineData("urlTemplate", "\"  https://shop.example/magic?token=$TOKEN\"", 400, "invalid_request")]
    [InlineData("urlTemplate", "null", 400, "invalid_request")]
    [InlineData("userId", "null", 400, "invalid_request")]
    [InlineData("timeToLive", "0", 400, "invalid_request")]
    [InlineData("timeToLive", "604801", 400, "invalid_request")]
    public async Task is_refused_where_a_member_is_not_right(string member, string value, int status, string code)
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        (await SendAsync(await Site.AddAsync(server), new() { [member] = JsonNode.Parse(value) })).ShouldBeProblem(status, code);
        (await server.CountAsync("mail_outbox")).ShouldBe(0);
    }

    [Fact]
    public async Task is_refused_where_no_mail_server_is_set_or_the_app_sends_none()
    {
        await using (var silent = await TestServer.StartAsync()) (await SendAsync(await Site.AddAsync(silent), [])).ShouldBeProblem(403, "mail_not_set");
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        var site = await Site.AddAsync(server);
        (await CommandRun.Beside(server, "apps", "set", "shop", "--set", "magicLinks=false")).ExitCode.ShouldBe(0);
        (await SendAsync(site, [])).ShouldBeProblem(403, "magic_links_off");
    }

    [Fact]
    public async Task goes_to_one_address_five_times_in_ten_minutes()
    {
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync([.. mail.Settings, "KEYSTILE_RATE_LIMITS=on"]);
        var site = await Site.AddAsync(server);
        for (var i = 0; i < 5; i++) (await SendAsync(site, [])).Status.ShouldBe(HttpStatusCode.NoContent);
        (await SendAsync(site, [])).ShouldBeProblem(429, "rate_limited");
        (await SendAsync(site, new() { ["emailAddress"] = "eve@example.com" })).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    private static Task<Answer> SendAsync(Site site, JsonObject but)
    {
        var body = new JsonObject { ["emailAddress"] = Email, ["urlTemplate"] = "https://shop.example/magic?token=$TOKEN", ["userId"] = "u-1" };
        foreach (var (member, value) in but) body[member] = value?.DeepClone();
        return site.Backend.PostAsync("/magic-links/send", body);
    }
}
