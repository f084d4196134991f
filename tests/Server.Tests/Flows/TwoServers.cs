using System.Net;
using Keystile.Storage.Tests;

namespace Keystile.Server.Tests;

public sealed class Two_servers_on_one_PostgreSQL
{
    private static readonly string s_rootKey = "KEYSTILE_MASTER_KEY=" + new string('7', 64);

    [Fact]
    public async Task are_one_to_a_person_and_open_one_session_for_1000_answers_that_are_the_same()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = "KEYSTILE_DATABASE=" + await postgres.NewDatabaseAsync();
        await using var first = await TestServer.StartAsync(database, s_rootKey);
        await using var second = await TestServer.StartAsync(database, s_rootKey);
        var signingUp = new Browser(first);
        var (passkey, registered) = await signingUp.RegisterAsync("Ada");
        (await new Browser(second) { Cookie = signingUp.Cookie }.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        (await new Browser(second).SignInAsync(passkey, "ada"))["user"]["id"]!.GetValue<string>().ShouldBe(registered["user"]["id"]!.GetValue<string>());

        var begun = await new Browser(first).BeginAuthenticationAsync();
        var made = Browser.Sign(begun, passkey);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => new Browser(i % 2 == 0 ? first : second).CompleteAuthenticationAsync(begun, made)));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.ShouldAllBe(answer => (int)answer.Status < 500);
    }
}
