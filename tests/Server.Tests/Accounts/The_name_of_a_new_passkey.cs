using System.Net;
using Keystile.Server.Accounts;
using Keystile.Storage.Tests;

namespace Keystile.Server.Tests;

public sealed class The_name_of_a_new_passkey
{
    private const string GooglePasswordManager = "ea9b8d664d011d213ce4b6b48cb575d4";

    [Fact]
    public async Task is_its_providers_with_a_number_for_a_second()
    {
        await using var server = await TestServer.StartAsync();
        var ada = new Browser(server);
        var begun = await ada.BeginRegistrationAsync("ada");
        var registered = await ada.CompleteRegistrationAsync(begun, Browser.Create(begun, Google));
        registered["passkey"]["name"]!.GetValue<string>().ShouldBe("Google Password Manager");

        var names = new[] { await ConnectAsync(ada), await ConnectAsync(ada) };

        names.ShouldBe(["Google Password Manager (2)", "Google Password Manager (3)"]);
    }

    [Fact]
    public async Task is_where_it_was_made_when_its_AAGUID_says_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var ada = new Browser(server) { Headers = { ["User-Agent"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1" } };
        var begun = await ada.BeginRegistrationAsync("ada");
        var registered = await ada.CompleteRegistrationAsync(begun, Browser.Create(begun, made => made.Aaguid = new byte[16]));
        registered["passkey"]["name"]!.GetValue<string>().ShouldBe("Passkey on iPhone (Safari)");
        (await ada.ConnectAsync()).Answer["passkey"]["name"]!.GetValue<string>().ShouldBe("Passkey on iPhone (Safari) (2)");
    }

    [Fact]
    public async Task is_the_persons_own_where_one_was_given_taken_or_not()
    {
        await using var server = await TestServer.StartAsync();
        var ada = new Browser(server);
        await ada.RegisterAsync("ada");
        foreach (var time in new[] { 1, 2 })
        {
            var begun = await ada.BeginConnectAsync();
            var body = Browser.Body(begun, Browser.Create(begun, Google).Json);
            body["name"] = "Mine";
            (await ada.PostAsync("/api/webauthn/connect/verify", body))["passkey"]["name"]!.GetValue<string>().ShouldBe("Mine", $"time {time}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task is_no_ones_twice_when_several_are_added_at_once(bool onPostgres)
    {
        await using var postgres = onPostgres ? await PostgresServer.StartAsync() : null;
        await using var server = postgres is null ? await TestServer.StartAsync() : await TestServer.StartAsync("KEYSTILE_DATABASE=" + await postgres.NewDatabaseAsync());
        var ada = new Browser(server);
        await ada.RegisterAsync("ada");
        var begun = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ada.BeginConnectAsync()));
        var answers = await Task.WhenAll(begun.Select(one => ada.CompleteConnectAsync(one, Browser.Create(one, Google))));
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        answers.Select(answer => answer["passkey"]["name"]!.GetValue<string>()).ShouldBeUnique();
    }

    [Fact]
    public void stays_within_what_a_name_may_have()
    {
        var longest = new string('n', PasskeyNames.Longest);
        PasskeyNames.Among(longest, [longest]).ShouldBe(new string('n', PasskeyNames.Longest - 4) + " (2)");
        PasskeyNames.Among("Mine", ["Mine", "Mine (2)"]).ShouldBe("Mine (3)");
    }

    private static void Google(Authenticator.RegistrationScenario made) => made.Aaguid = Convert.FromHexString(GooglePasswordManager);

    private static async Task<string> ConnectAsync(Browser browser)
    {
        var begun = await browser.BeginConnectAsync();
        return (await browser.CompleteConnectAsync(begun, Browser.Create(begun, Google)))["passkey"]["name"]!.GetValue<string>();
    }
}
