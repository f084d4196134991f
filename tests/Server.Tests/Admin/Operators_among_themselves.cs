using System.Net;
using System.Text.Json.Nodes;
using Keystile.Storage;
using Keystile.Storage.Tests;

namespace Keystile.Server.Tests;

public sealed class Operators_among_themselves
{
    [Fact]
    public async Task invite_each_other_and_see_who_is_who()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await OperatorsBrowser.InviteAsync(server, root, "viewer", "vera");
        var list = (await root.GetAsync("/admin/api/operators"))["items"].AsArray();
        list.Select(item => item!["username"]!.GetValue<string>()).ShouldBe(["root", "vera"]);
        list[1]!["role"]!.GetValue<string>().ShouldBe("viewer");
        list[1]!["invitedBy"]!.GetValue<string>().ShouldBe("root");
        (await OperatorsBrowser.KindsAsync(server, "admin")).ShouldBe(["Registered", "OperatorJoined", "OperatorInvited", "Registered", "OperatorJoined"]);
    }

    [Fact]
    public async Task let_a_viewer_look_and_change_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var (vera, _) = await OperatorsBrowser.InviteAsync(server, root, "viewer", "vera");
        await OperatorsBrowser.CreateAppAsync(root);
        (await vera.GetAsync("/admin/api/apps")).Status.ShouldBe(HttpStatusCode.OK);
        (await vera.GetAsync("/admin/api/events")).Status.ShouldBe(HttpStatusCode.OK);
        (await vera.PatchAsync("/admin/api/apps/shop", new JsonObject { ["name"] = "Mine" })).ShouldBeProblem(403, "owners_only");
        (await vera.PostAsync("/admin/api/invitations", new JsonObject { ["role"] = "owner" })).ShouldBeProblem(403, "owners_only");
        (await vera.PostAsync("/admin/api/apps/shop/keys", new JsonObject { ["kind"] = "secret" })).ShouldBeProblem(403, "owners_only");
    }

    [Fact]
    public async Task remove_each_other_at_once_and_one_owner_stays()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var (olga, _) = await OperatorsBrowser.InviteAsync(server, root, "owner", "olga");
        var ids = (await root.GetAsync("/admin/api/operators"))["items"].AsArray().Select(item => item!["id"]!.GetValue<string>()).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(_ => new[] { root.DeleteAsync("/admin/api/operators/" + ids[1]), olga.DeleteAsync("/admin/api/operators/" + ids[0]) }));

        (await server.CountAsync("operators WHERE role = 'owner'")).ShouldBe(1);
    }

    [Fact]
    public async Task keep_their_last_owner()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        await OperatorsBrowser.InviteAsync(server, root, "viewer", "vera");
        var id = (await root.GetAsync("/admin/api/operator"))["id"].GetValue<string>();
        (await root.DeleteAsync("/admin/api/operators/" + id)).ShouldBeProblem(409, "last_owner");
        (await root.PatchAsync("/admin/api/operators/" + id, new JsonObject { ["role"] = "viewer" })).ShouldBeProblem(409, "last_owner");
    }

    [Fact]
    public async Task end_the_session_of_who_was_removed_at_once()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var (vera, passkey) = await OperatorsBrowser.InviteAsync(server, root, "owner", "vera");
        var id = (await vera.GetAsync("/admin/api/operator"))["id"].GetValue<string>();
        (await root.DeleteAsync("/admin/api/operators/" + id)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await vera.GetAsync("/admin/api/apps")).ShouldBeProblem(401, "not_signed_in");
        (await OperatorsBrowser.SignInAsync(vera, passkey)).ShouldBeProblem(400, "unknown_credential");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task withdraw_the_links_of_who_was_removed_or_is_no_owner_any_more(bool removed)
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var (olga, _) = await OperatorsBrowser.InviteAsync(server, root, "owner", "olga");
        var id = (await olga.GetAsync("/admin/api/operator"))["id"].GetValue<string>();
        var body = new JsonObject { ["role"] = "owner" };
        var backDoor = (await olga.PostAsync("/admin/api/invitations", body))["link"].GetValue<string>();
        var another = (await root.PostAsync("/admin/api/invitations", body.DeepClone()))["link"].GetValue<string>();
        var begun = await OperatorsBrowser.BeginAsync(new Browser(server), backDoor, "olga2");

        var answer = removed ? await root.DeleteAsync("/admin/api/operators/" + id) : await root.PatchAsync("/admin/api/operators/" + id, new JsonObject { ["role"] = "viewer" });

        answer.Message.IsSuccessStatusCode.ShouldBeTrue(answer.Text);
        (await OperatorsBrowser.CompleteAsync(new Browser(server), begun, Browser.Create(begun))).ShouldBeProblem(404, "invitation_not_found");
        (await OperatorsBrowser.BeginAsync(new Browser(server), backDoor, "olga2")).ShouldBeProblem(404, "invitation_not_found");
        await OperatorsBrowser.JoinAsync(server, another, "vera");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task take_no_link_from_who_is_being_removed_or_demoted_as_it_is_made(bool removed)
    {
        await using var cluster = await PostgresServer.StartAsync();
        await using var server = await TestServer.StartAsync("KEYSTILE_DATABASE=" + await cluster.NewDatabaseAsync());
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var (olga, _) = await OperatorsBrowser.InviteAsync(server, root, "owner", "olga");
        var id = (await olga.GetAsync("/admin/api/operator"))["id"].GetValue<Guid>();
        var (withdrawn, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var leaving = server.Database.WriteAsync(async writing =>
        {
            var done = await (removed ? OperatorStore.TryRemoveAsync(writing, id) : OperatorStore.TrySetRoleAsync(writing, id, OperatorRole.Viewer));
            withdrawn.TrySetResult();
            await gate.Task;
            return done;
        }, TestContext.Current.CancellationToken);
        await withdrawn.Task;

        var inviting = olga.PostAsync("/admin/api/invitations", new JsonObject { ["role"] = "owner" });
        while (!inviting.IsCompleted && await cluster.ExecuteAsync("SELECT count(*) FROM pg_locks WHERE NOT granted") is 0L) await Task.Delay(20, TestContext.Current.CancellationToken);
        gate.SetResult();

        (await leaving).ShouldBeTrue();
        if (removed) (await inviting).ShouldBeProblem(401, "not_signed_in");
        else (await inviting).ShouldBeProblem(403, "owners_only");
        (await root.GetAsync("/admin/api/invitations"))["items"].AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task withdraw_a_link()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var invited = await root.PostAsync("/admin/api/invitations", new JsonObject { ["role"] = "viewer" });
        var link = invited["link"].GetValue<string>();
        var id = (await root.GetAsync("/admin/api/invitations"))["items"][0]!["id"]!.GetValue<string>();
        (await root.DeleteAsync("/admin/api/invitations/" + id)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await OperatorsBrowser.BeginAsync(new Browser(server), link, "vera")).ShouldBeProblem(404, "invitation_not_found");
    }
}
