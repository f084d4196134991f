using System.Text.Json.Nodes;
using Keystile.Storage;

namespace Keystile.Server.Tests.Events;

public sealed class What_a_service_and_its_operator_do
{
    [Fact]
    public async Task is_recorded_for_the_app()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (passkey, _) = await site.RegisterAsync();
        await site.RegisterAsync();
        var begun = await site.BeginSignInAsync(new JsonObject { ["purpose"] = "step-up" });
        Site.Token(await site.CompleteSignInAsync(begun, Site.Sign(begun, passkey)));
        var generated = Site.Token(await site.Backend.PostAsync("/signin/generate-token", new JsonObject { ["userId"] = "u-1" }));
        for (var time = 0; time < 2; time++) await site.VerifyAsync(generated);

        var events = await Recorded.OfAsync(server, "shop");
        events.Names().ShouldBe(["registered", "passkey_connected", "signed_in", "token_generated", "token_verified"]);
        events.Select(one => one.UserId).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        events[0].CredentialId.ShouldNotBe(events[1].CredentialId);
        events[2].CredentialId.ShouldBe(events[0].CredentialId);
        events[2].Detail.ShouldBe("step-up");
        (events[3].Actor, events[3].KeyId).ShouldBe((EventActor.ApiKey, Tenant.KeyId(site.Backend.Headers["ApiSecret"])));
        (events[4].Actor, events[4].KeyId, events[4].Detail).ShouldBe((EventActor.ApiKey, events[3].KeyId, "generated_signin"));
        (await Recorded.OfAsync(server)).ShouldBeEmpty();
    }

    [Fact]
    public async Task at_the_command_line_is_recorded_under_the_name_that_the_machine_knows()
    {
        await using var server = await TestServer.StartAsync();
        (await CommandRun.Beside(server, "apps", "create", "shop", "--rp-id", "localhost", "--origin", Tenant.Origin)).ExitCode.ShouldBe(0);
        (await CommandRun.Beside(server, "keys", "create", "shop", "--kind", "secret")).ExitCode.ShouldBe(0);
        var key = (await Recorded.LastAsync(server, "shop")).KeyId!;
        foreach (var verb in (string[])["lock", "unlock", "delete"]) (await CommandRun.Beside(server, "keys", verb, "shop", key)).ExitCode.ShouldBe(0);
        (await CommandRun.Beside(server, "keys", "delete", "shop", key)).ExitCode.ShouldBe(1);
        (await CommandRun.Beside(server, "apps", "set", "shop", "--name", "The shop", "--locked", "true")).ExitCode.ShouldBe(0);
        (await CommandRun.Beside(server, "apps", "set", "shop", "--locked", "true")).ExitCode.ShouldBe(0);
        (await CommandRun.Beside(server, "apps", "set", "shop", "--locked", "false")).ExitCode.ShouldBe(0);

        var events = await Recorded.OfAsync(server, "shop");
        events.Names().ShouldBe([
            "app_created", "key_created", "key_created", "key_created", "key_locked", "key_unlocked", "key_deleted", "app_changed", "app_locked", "app_unlocked",
        ]);
        events.ShouldAllBe(one => one.Actor == EventActor.Operator && one.Operator == "cli:" + Environment.UserName);
        events.Skip(3).Take(4).ShouldAllBe(one => one.KeyId == key);
        events[7].Detail.ShouldBe("name");
    }
}
