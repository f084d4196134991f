using System.Text;
using System.Text.Json.Nodes;
using Keystile.Server.Tests.Events;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.Storage.Tests;

namespace Keystile.Server.Tests;

public sealed class The_key_of_access_tokens
{
    [Fact]
    public async Task is_published_a_day_before_it_signs_and_a_day_after_and_its_private_half_is_not_kept()
    {
        await using var server = await TestServer.StartAsync();
        var keys = server.Service<SigningKeys>();
        var browser = new Browser(server);
        var (passkey, registered) = await browser.RegisterAsync("ada");
        var first = KidOf(registered);
        (await PublishedAsync(server)).ShouldBe([first]);

        server.Clock.Advance(SigningKeys.Life - TimeSpan.FromDays(2) - TimeSpan.FromMinutes(1));
        await keys.RefreshAsync();
        (await PublishedAsync(server)).ShouldBe([first]);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await keys.RefreshAsync();
        var published = await PublishedAsync(server);
        published.Length.ShouldBe(2);
        var second = published.Single(kid => kid != first);
        KidOf(await browser.SignInAsync(passkey)).ShouldBe(first);

        server.Clock.Advance(SigningKeys.PublishedBefore - TimeSpan.FromSeconds(1));
        await keys.RefreshAsync();
        var last = await browser.SignInAsync(passkey);
        KidOf(last).ShouldBe(first);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        KidOf(await browser.SignInAsync(passkey)).ShouldBe(second);
        (await WithAsync(server, last)).ShouldBe(200);

        (await server.CountAsync("signing_keys WHERE length(wrapped_key) = 0")).ShouldBe(0);
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        await keys.RefreshAsync();
        (await server.CountAsync($"signing_keys WHERE length(wrapped_key) = 0 AND kid = '{first}'")).ShouldBe(1);
        (await PublishedAsync(server)).ShouldBe([second, first]);
        keys.Find(Encoding.ASCII.GetBytes(TokenOf(last).Split('.')[0])).ShouldNotBeNull();

        server.Clock.Advance(SigningKeys.Overlap);
        await keys.RefreshAsync();
        (await PublishedAsync(server)).ShouldBe([second]);
        (await server.Database.ReadAsync(reading => EventSealStore.ListEventsAsync(reading, long.MinValue, long.MaxValue, 100), TestContext.Current.CancellationToken)).Select(one => one.Row).Where(row => row.AppId is null).Names()
            .ShouldBe(["signing_key_made", "signing_key_made", "signing_key_retired"]);
    }

    [Fact]
    public async Task is_made_at_once_where_all_others_ran_out_while_the_server_stood_still()
    {
        await using var server = await TestServer.StartAsync();
        server.Clock.Advance(TimeSpan.FromDays(400));
        await server.Service<SigningKeys>().RefreshAsync();
        var (_, registered) = await new Browser(server).RegisterAsync("ada");
        (await PublishedAsync(server)).ShouldBe([KidOf(registered)]);
    }

    [Fact]
    public async Task is_the_same_on_every_server_and_made_by_one_of_them()
    {
        await using var postgres = await PostgresServer.StartAsync();
        string[] settings = ["KEYSTILE_DATABASE=" + await postgres.NewDatabaseAsync(), "KEYSTILE_MASTER_KEY=" + new string('7', 64)];
        var clock = new TestClock();
        await using var first = await TestServer.StartAsync(clock, settings);
        await using var second = await TestServer.StartAsync(clock, settings);
        (await PublishedAsync(first)).ShouldHaveSingleItem().ShouldBe((await PublishedAsync(second)).Single());

        clock.Advance(SigningKeys.Life - TimeSpan.FromDays(2));
        foreach (var _ in (int[])[1, 2]) await Task.WhenAll(first.Service<SigningKeys>().RefreshAsync(), second.Service<SigningKeys>().RefreshAsync());
        (await PublishedAsync(first)).Length.ShouldBe(2);
        (await PublishedAsync(second)).ShouldBe(await PublishedAsync(first));
        clock.Advance(SigningKeys.PublishedBefore);
        var (passkey, registered) = await new Browser(first).RegisterAsync("ada");
        KidOf(await new Browser(second).SignInAsync(passkey)).ShouldBe(KidOf(registered));
    }

    private static string TokenOf(Answer answer) => answer["session"]["accessToken"]!.GetValue<string>();

    private static string KidOf(Answer answer) => JsonNode.Parse(Authenticator.Base64Text.FromUrl(TokenOf(answer).Split('.')[0]))!["kid"]!.GetValue<string>();

    internal static async Task<string[]> PublishedAsync(TestServer server) =>
        [.. (await new Browser(server).GetAsync("/.well-known/jwks.json"))["keys"].AsArray().Select(key => key!["kid"]!.GetValue<string>())];

    private static async Task<int> WithAsync(TestServer server, Answer answer) => (int)(await new Browser(server) { Bearer = TokenOf(answer) }.GetAsync("/api/session")).Status;
}
