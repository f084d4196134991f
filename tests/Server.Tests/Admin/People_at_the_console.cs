using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class People_at_the_console
{
    private const string Users = "/admin/api/apps/shop/users";

    [Fact]
    public async Task are_found_by_a_part_of_a_name_and_a_page_at_a_time()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var created = await OperatorsBrowser.CreateAppAsync(root);
        for (var i = 0; i < 52; i++) await PeopleOf.JoinAsync(server, created, $"user{i:00}");
        await PeopleOf.JoinAsync(server, created, "Gr\u00E4fin_%");

        var page = await root.GetAsync(Users);
        page["items"].AsArray().Count.ShouldBe(50);
        var rest = await root.GetAsync($"{Users}?after={page["next"].GetValue<string>()}");
        rest["items"].AsArray().Count.ShouldBe(3);
        rest.Json!["next"].ShouldBeNull();

        Names(await root.GetAsync($"{Users}?search=SER07")).ShouldBe(["user07"]);
        Names(await root.GetAsync($"{Users}?search={Uri.EscapeDataString("Gr\u00C4F")}")).ShouldBe(["Gr\u00E4fin_%"]);
        Names(await root.GetAsync($"{Users}?search=%25")).ShouldBe(["Gr\u00E4fin_%"]);
        Names(await root.GetAsync($"{Users}?search=_")).ShouldBe(["Gr\u00E4fin_%"]);
        Names(await root.GetAsync($"{Users}?search={page["items"][3]!["id"]!.GetValue<string>()}")).Count.ShouldBe(1);
        Names(await root.GetAsync($"{Users}?search=nobody")).ShouldBeEmpty();
    }

    [Fact]
    public async Task are_shown_with_their_passkeys_and_sessions_and_the_reader_is_recorded()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var created = await OperatorsBrowser.CreateAppAsync(root);
        var ada = await PeopleOf.JoinAsync(server, created, "ada");
        var shown = await root.GetAsync($"{Users}/{ada.Id}");
        shown["user"]["username"]!.GetValue<string>().ShouldBe("ada");
        shown["passkeys"].AsArray().ShouldHaveSingleItem()!["algorithm"]!.GetValue<string>().ShouldBe("ES256");
        shown["sessions"].AsArray().Count.ShouldBe(1);

        var read = (await OperatorsBrowser.EventsAsync(server, "shop"))[0];
        read.Kind.ShouldBe(Keystile.Storage.EventKind.PersonalDataRead);
        read.Operator.ShouldBe("root");
        read.UserId.ToString().ShouldBe(ada.Id);
    }

    [Fact]
    public async Task are_locked_out_at_once_and_let_in_again()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var ada = await PeopleOf.JoinAsync(server, await OperatorsBrowser.CreateAppAsync(root), "ada");
        (await ada.Browser.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);

        (await root.PatchAsync($"{Users}/{ada.Id}", new JsonObject { ["locked"] = true }))["user"]["lockedAt"].ShouldNotBeNull();
        (await ada.Browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await PeopleOf.SignInAsync(ada.Browser, ada.Passkey)).ShouldBeProblem(403, "account_locked");
        await root.PatchAsync($"{Users}/{ada.Id}", new JsonObject { ["locked"] = false });
        (await PeopleOf.SignInAsync(ada.Browser, ada.Passkey)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task are_locked_out_at_any_time_and_let_in_again_only_after_a_fresh_proof()
    {
        await using var server = await TestServer.StartAsync();
        var (root, own) = await OperatorsBrowser.FirstAsync(server);
        var ada = await PeopleOf.JoinAsync(server, await OperatorsBrowser.CreateAppAsync(root), "ada");
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        string[] paths = [$"{Users}/{ada.Id}", $"{Users}/{ada.Id}/passkeys/{ada.PasskeyId}"];
        foreach (var path in paths) (await root.PatchAsync(path, new JsonObject { ["locked"] = true })).Message.IsSuccessStatusCode.ShouldBeTrue(path);
        foreach (var path in paths) (await root.PatchAsync(path, new JsonObject { ["locked"] = false })).ShouldBeProblem(403, "step_up_required");
        (await PeopleOf.SignInAsync(ada.Browser, ada.Passkey)).ShouldBeProblem(403, "account_locked");
        await OperatorsBrowser.StepUpAsync(root, own);
        foreach (var path in paths) (await root.PatchAsync(path, new JsonObject { ["locked"] = false })).Message.IsSuccessStatusCode.ShouldBeTrue(path);
        (await PeopleOf.SignInAsync(ada.Browser, ada.Passkey)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task lose_a_passkey_for_a_while_or_for_good()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var ada = await PeopleOf.JoinAsync(server, await OperatorsBrowser.CreateAppAsync(root), "ada");
        var passkey = $"{Users}/{ada.Id}/passkeys/{ada.PasskeyId}";
        (await root.PatchAsync(passkey, new JsonObject { ["locked"] = true })).Status.ShouldBe(HttpStatusCode.NoContent);
        (await ada.Browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await PeopleOf.SignInAsync(ada.Browser, ada.Passkey)).ShouldBeProblem(403, "passkey_disabled");
        (await root.PatchAsync(passkey, new JsonObject { ["locked"] = false })).Status.ShouldBe(HttpStatusCode.NoContent);
        (await PeopleOf.SignInAsync(ada.Browser, ada.Passkey)).Status.ShouldBe(HttpStatusCode.OK);
        (await root.DeleteAsync(passkey)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await PeopleOf.SignInAsync(ada.Browser, ada.Passkey)).ShouldBeProblem(400, "unknown_credential");
        (await root.DeleteAsync(passkey)).ShouldBeProblem(404, "not_found");
    }

    [Fact]
    public async Task are_signed_out_everywhere_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var ada = await PeopleOf.JoinAsync(server, await OperatorsBrowser.CreateAppAsync(root), "ada");
        (await root.DeleteAsync($"{Users}/{ada.Id}/sessions")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await ada.Browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await root.DeleteAsync($"{Users}/{ada.Id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await root.GetAsync($"{Users}/{ada.Id}")).ShouldBeProblem(404, "not_found");
    }

    [Fact]
    public async Task are_never_the_operators_themselves()
    {
        await using var server = await TestServer.StartAsync();
        var (root, _) = await OperatorsBrowser.FirstAsync(server);
        var id = (await root.GetAsync("/admin/api/operator"))["id"].GetValue<string>();
        (await root.GetAsync("/admin/api/apps/admin")).ShouldBeProblem(404, "not_found");
        (await root.PatchAsync("/admin/api/apps/admin", new JsonObject { ["name"] = "x" })).ShouldBeProblem(404, "not_found");
        (await root.GetAsync("/admin/api/apps/admin/users")).ShouldBeProblem(404, "not_found");
        (await root.GetAsync($"/admin/api/apps/admin/users/{id}")).ShouldBeProblem(404, "not_found");
        (await root.PatchAsync($"/admin/api/apps/admin/users/{id}", new JsonObject { ["locked"] = true })).ShouldBeProblem(404, "not_found");
        (await root.DeleteAsync($"/admin/api/apps/admin/users/{id}")).ShouldBeProblem(404, "not_found");
    }

    private static List<string> Names(Answer page) => [.. page["items"].AsArray().Select(item => item!["username"]!.GetValue<string>())];
}
