using System.Net;
using System.Text.Json.Nodes;
using Keystile.Server.Admin.Invitations;

namespace Keystile.Server.Tests;

public sealed class The_first_operator
{
    [Fact]
    public async Task follows_the_link_makes_a_passkey_and_is_an_owner()
    {
        await using var server = await TestServer.StartAsync();
        var link = await OperatorsBrowser.FirstLinkAsync(server);
        link.ShouldStartWith("http://localhost:5170/admin/join#");
        var offer = await new Browser(server).PostAsync("/admin/api/invitation", new JsonObject { ["invitation"] = OperatorsBrowser.Token(link) });
        offer["role"].GetValue<string>().ShouldBe("owner");

        var (root, _) = await OperatorsBrowser.JoinAsync(server, link, "root");
        root.Cookie.ShouldNotBeNull().ShouldStartWith("keystile-admin=");
        var me = await root.GetAsync("/admin/api/operator");
        me["username"].GetValue<string>().ShouldBe("root");
        me["role"].GetValue<string>().ShouldBe("owner");
        (await server.CountAsync("operators")).ShouldBe(1);
        (await OperatorsBrowser.KindsAsync(server, "admin")).ShouldContain("OperatorJoined");
    }

    [Fact]
    public async Task is_one_of_two_hundred_who_follow_the_link_at_once()
    {
        await using var server = await TestServer.StartAsync();
        var link = await OperatorsBrowser.FirstLinkAsync(server);
        var begun = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i => (Browser: new Browser(server), Begun: await OperatorsBrowser.BeginAsync(new Browser(server), link, $"root {i}"))));

        var answers = await Task.WhenAll(begun.Select(one => OperatorsBrowser.CompleteAsync(one.Browser, one.Begun, Browser.Create(one.Begun))));

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != HttpStatusCode.Created)) answer.ShouldBeProblem(404, "invitation_not_found");
        (await server.CountAsync("operators")).ShouldBe(1);
        (await server.CountAsync("users")).ShouldBe(1);
        (await server.CountAsync("operator_invitations")).ShouldBe(0);
        (await OperatorsBrowser.BeginAsync(new Browser(server), link, "late")).ShouldBeProblem(404, "invitation_not_found");
        (await new Browser(server).PostAsync("/admin/api/invitation", new JsonObject { ["invitation"] = OperatorsBrowser.Token(link) })).ShouldBeProblem(404, "invitation_not_found");
    }

    [Fact]
    public async Task is_offered_no_second_link_once_there_is_one()
    {
        await using var server = await TestServer.StartAsync();
        await OperatorsBrowser.FirstAsync(server);
        (await server.Service<OperatorLinks>().OfferFirstAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task gets_a_fresh_link_at_every_start_and_the_one_before_leads_nowhere()
    {
        await using var server = await TestServer.StartAsync();
        var first = await OperatorsBrowser.FirstLinkAsync(server);
        var second = await OperatorsBrowser.FirstLinkAsync(server);
        (await OperatorsBrowser.BeginAsync(new Browser(server), first, "root")).ShouldBeProblem(404, "invitation_not_found");
        await OperatorsBrowser.JoinAsync(server, second, "root");
    }

    [Fact]
    public async Task comes_within_a_day()
    {
        await using var server = await TestServer.StartAsync();
        var link = await OperatorsBrowser.FirstLinkAsync(server);
        server.Clock.Advance(OperatorLinks.Lifetime);
        (await OperatorsBrowser.BeginAsync(new Browser(server), link, "root")).ShouldBeProblem(404, "invitation_not_found");
    }

    [Fact]
    public async Task leaves_no_trace_of_the_link_in_database_or_log()
    {
        await using var server = await TestServer.StartAsync();
        var link = await OperatorsBrowser.FirstLinkAsync(server);
        await OperatorsBrowser.BeginAsync(new Browser(server), link, "root");
        var token = OperatorsBrowser.Token(link);
        server.Log.Lines.ShouldNotContain(line => line.Contains(token, StringComparison.Ordinal));
        (await File.ReadAllBytesAsync(server.DatabaseFile + "-wal", TestContext.Current.CancellationToken)).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(token)).ShouldBe(-1);
    }

    [Fact]
    public async Task cannot_be_made_with_an_answer_to_another_link()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var invited = await root.PostAsync("/admin/api/invitations", new JsonObject { ["role"] = "viewer" });
        var browser = new Browser(server);
        var begun = await OperatorsBrowser.BeginAsync(browser, invited["link"].GetValue<string>(), "eve");
        await root.DeleteAsync("/admin/api/invitations/" + invited["invitation"]!["id"]!.GetValue<string>());
        await root.PostAsync("/admin/api/invitations", new JsonObject { ["role"] = "owner" });

        (await OperatorsBrowser.CompleteAsync(browser, begun, Browser.Create(begun))).ShouldBeProblem(404, "invitation_not_found");
        (await server.CountAsync("operators")).ShouldBe(1);
    }
}
