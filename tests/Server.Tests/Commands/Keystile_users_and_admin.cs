using System.Net;
using System.Text.Json.Nodes;
using Keystile.Storage;

namespace Keystile.Server.Tests;

public sealed class Keystile_users_and_admin
{
    [Fact]
    public async Task list_show_lock_and_delete_users_beside_the_running_server()
    {
        await using var server = await TestServer.StartAsync();
        var ada = new Browser(server);
        var (passkey, registered) = await ada.RegisterAsync("ada");
        var id = registered["user"]["id"]!.GetValue<string>();

        var listed = JsonNode.Parse((await CommandRun.Beside(server, "users", "list", "home", "--search", "AD", "--json")).Output)!.AsArray();
        listed.ShouldHaveSingleItem()!["id"]!.GetValue<string>().ShouldBe(id);
        var shown = JsonNode.Parse((await CommandRun.Beside(server, "users", "show", "home", "ada", "--json")).Output)!;
        shown["passkeys"]!.AsArray().Count.ShouldBe(1);
        (await CommandRun.Beside(server, "users", "show", "home", id)).Output.ShouldContain("passkey");

        (await CommandRun.Beside(server, "users", "lock", "home", "ada", "--json")).Output.ShouldBe($$"""{"id":"{{id}}","done":"locked"}""" + "\n");
        (await ada.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        var begun = await ada.BeginAuthenticationAsync();
        (await ada.CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey))).ShouldBeProblem(403, "account_locked");
        (await CommandRun.Beside(server, "users", "unlock", "home", "ada")).ShouldBe(new(0, "", ""));
        await ada.SignInAsync(passkey);
        (await CommandRun.Beside(server, "users", "delete", "home", id, "--json")).Output.ShouldBe($$"""{"id":"{{id}}","done":"deleted"}""" + "\n");
        (await CommandRun.Beside(server, "users", "delete", "home", id, "--json")).ShouldSatisfyAllConditions(again => again.ExitCode.ShouldBe(1), again => again.Output.ShouldBeEmpty());
        (await server.CountAsync("users")).ShouldBe(0);
        foreach (var kind in new[] { EventKind.AccountLocked, EventKind.AccountUnlocked, EventKind.AccountDeleted }) (await Person.EventsAsync(server, kind)).ShouldHaveSingleItem().Operator.ShouldBe("cli:" + Environment.UserName);
        var gone = await CommandRun.Beside(server, "users", "show", "home", "ada");
        gone.ExitCode.ShouldBe(1);
        gone.Errors.ShouldContain("keystile users list home");
        (await CommandRun.Beside(server, "users", "list", "none")).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task invite_operators_who_then_open_the_console()
    {
        await using var server = await TestServer.StartAsync();
        var invited = JsonNode.Parse((await CommandRun.Beside(server, "admin", "invite", "--json")).Output)!;
        invited["role"]!.GetValue<string>().ShouldBe("owner");
        var (root, _) = await OperatorsBrowser.JoinAsync(server, invited["link"]!.GetValue<string>(), "root");
        (await root.GetAsync("/admin/api/operator")).Status.ShouldBe(HttpStatusCode.OK);
        var viewer = (await CommandRun.Beside(server, "admin", "invite", "--role", "viewer")).Lines[0];
        var (vera, _) = await OperatorsBrowser.JoinAsync(server, viewer, "vera");

        var operators = JsonNode.Parse((await CommandRun.Beside(server, "admin", "list", "--json")).Output)!.AsArray();
        operators.Select(one => $"{one!["username"]} {one["role"]}").ShouldBe(["root owner", "vera viewer"], ignoreOrder: true);
        (await CommandRun.Beside(server, "admin", "remove", "root")).Errors.ShouldContain("last owner");
        JsonNode.Parse((await CommandRun.Beside(server, "admin", "remove", "vera", "--json")).Output)!["done"]!.GetValue<string>().ShouldBe("removed");
        (await vera.GetAsync("/admin/api/operator")).ShouldBeProblem(401, "not_signed_in");
        (await CommandRun.Beside(server, "admin", "remove", "nobody")).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task leave_the_operators_app_alone()
    {
        await using var server = await TestServer.StartAsync();
        await OperatorsBrowser.FirstAsync(server);
        (await CommandRun.Beside(server, "apps", "list")).Output.ShouldNotContain("admin");
        (await CommandRun.Of("apps", "create", "admin", "--rp-id", "localhost", "--origin", Tenant.Origin)).ExitCode.ShouldBe(2);
        (await CommandRun.Beside(server, "apps", "set", "admin", "--name", "Mine")).ExitCode.ShouldBe(1);
        (await CommandRun.Beside(server, "keys", "create", "admin", "--kind", "secret")).ExitCode.ShouldBe(1);
        (await CommandRun.Beside(server, "users", "delete", "admin", "root")).ExitCode.ShouldBe(1);
        (await server.CountAsync("operators")).ShouldBe(1);
        (await server.CountAsync("api_keys")).ShouldBe(0);
    }
}
