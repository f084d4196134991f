using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class A_backend
{
    [Fact]
    public async Task sees_the_passkeys_of_a_user_and_deletes_one()
    {
        await using var server = await TestServer.StartAsync();
        var (site, mall) = (await Site.AddAsync(server), await Site.AddAsync(server, "mall"));
        var (passkey, _) = await site.RegisterAsync("7");
        foreach (var listed in new[] { await site.Backend.GetAsync("/credentials/list?userid=7"), await site.Backend.GetAsync("/credentials/list?userId=7"), await site.Backend.PostAsync("/credentials/list", new JsonObject { ["userId"] = 7 }) })
        {
            listed.Status.ShouldBe(HttpStatusCode.OK, listed.Text);
            var one = listed["values"].AsArray().ShouldHaveSingleItem()!;
            one["descriptor"]!["id"]!.GetValue<string>().ShouldBe(Authenticator.Base64Text.Url(passkey.Id));
            one["descriptor"]!["type"]!.GetValue<string>().ShouldBe("public-key");
            one["descriptor"]!["transports"]!.AsArray().Count.ShouldBe(2);
            Convert.FromBase64String(one["publicKey"]!.GetValue<string>()).Length.ShouldBeGreaterThan(70);
            Convert.FromBase64String(one["userHandle"]!.GetValue<string>()).ShouldBe("7"u8.ToArray());
            one["userId"]!.GetValue<string>().ShouldBe("7");
            one["rpid"]!.GetValue<string>().ShouldBe("localhost");
            one["rpId"]!.GetValue<string>().ShouldBe("localhost");
            one["origin"]!.GetValue<string>().ShouldBe(Tenant.Origin);
            one["attestationFmt"]!.GetValue<string>().ShouldBe("none");
            one["nickname"]!.GetValue<string>().ShouldBe("Laptop");
            one["signatureCounter"]!.GetValue<int>().ShouldBe(0);
            foreach (var never in new[] { "country", "device", "aaGuid", "createdAt", "lastUsedAt", "backupState", "isBackupEligible" }) one[never].ShouldNotBeNull(never);
            one.AsObject().ContainsKey("isDiscoverable").ShouldBeTrue();
        }
        var body = new JsonObject { ["credentialId"] = Authenticator.Base64Text.Url(passkey.Id) };
        (await mall.Backend.GetAsync("/credentials/list?userId=7"))["values"].AsArray().ShouldBeEmpty();
        (await mall.Backend.PostAsync("/credentials/delete", body)).ShouldBeProblem(404, "not_found");
        (await site.Backend.PostAsync("/credentials/delete", body)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await site.Backend.PostAsync("/credentials/delete", body)).ShouldBeProblem(404, "not_found");
        (await site.Backend.GetAsync("/credentials/list?userId=7"))["values"].AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task deletes_a_passkey_by_the_id_that_verify_gave_it_in_standard_base64()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var begun = await site.BeginRegistrationAsync(await site.RegisterTokenAsync("7"));
        var made = Site.Create(begun, scenario => scenario.CredentialId = [.. Enumerable.Repeat((byte)0xFF, 32)]);
        var verified = await site.VerifyAsync(Site.Token(await site.CompleteRegistrationAsync(begun, made)));
        var id = verified["credentialId"].GetValue<string>();
        id.ShouldContain("/");
        (await site.Backend.PostAsync("/credentials/delete", new JsonObject { ["credentialId"] = id })).Status.ShouldBe(HttpStatusCode.NoContent);
        foreach (var wrong in new[] { "", "a", "a b", "%%%%" }) (await site.Backend.PostAsync("/credentials/delete", new JsonObject { ["credentialId"] = wrong })).ShouldBeProblem(400, "invalid_request");
    }

    [Fact]
    public async Task pages_through_its_users_counts_and_deletes_them()
    {
        await using var server = await TestServer.StartAsync();
        var (site, mall) = (await Site.AddAsync(server), await Site.AddAsync(server, "mall"));
        foreach (var user in new[] { "ada", "bob", "eve" })
        {
            server.Clock.Advance(TimeSpan.FromMilliseconds(2));
            await site.RegisterAsync(user);
        }
        await site.Backend.PostAsync("/alias", new JsonObject { ["userId"] = "bob", ["aliases"] = new JsonArray("b"), ["hashing"] = false });
        (await site.Backend.GetAsync("/users/count"))["count"].GetValue<int>().ShouldBe(3);
        (await mall.Backend.GetAsync("/users/count"))["count"].GetValue<int>().ShouldBe(0);

        var first = await site.Backend.GetAsync("/users/list?numberOfResults=2");
        first["values"].AsArray().Select(user => user!["userId"]!.GetValue<string>()).ShouldBe(["ada", "bob"]);
        first["values"][1]!["aliasCount"]!.GetValue<int>().ShouldBe(1);
        first["values"][1]!["aliases"]![0]!.GetValue<string>().ShouldBe("b");
        first["values"][1]!["credentialsCount"]!.GetValue<int>().ShouldBe(1);
        var second = await site.Backend.GetAsync("/users/list?numberOfResults=2&after=" + first["next"].GetValue<string>());
        second["values"].AsArray().Select(user => user!["userId"]!.GetValue<string>()).ShouldBe(["eve"]);
        second.Json!["next"].ShouldBeNull();
        foreach (var wrong in new[] { "numberOfResults=0", "numberOfResults=1001", "numberOfResults=x", "after=x" }) (await site.Backend.GetAsync("/users/list?" + wrong)).ShouldBeProblem(400, "invalid_request");

        (await mall.Backend.PostAsync("/users/delete", new JsonObject { ["userId"] = "bob" })).Status.ShouldBe(HttpStatusCode.OK);
        (await site.Backend.GetAsync("/users/count"))["count"].GetValue<int>().ShouldBe(3);
        var deleted = await site.Backend.PostAsync("/users/delete", new JsonObject { ["userId"] = "bob" });
        deleted.Status.ShouldBe(HttpStatusCode.OK);
        deleted.Text.ShouldBeEmpty();
        (await site.Backend.PostAsync("/users/delete", new JsonObject { ["userId"] = "bob" })).Status.ShouldBe(HttpStatusCode.OK);
        (await site.Backend.GetAsync("/users/count"))["count"].GetValue<int>().ShouldBe(2);
        (await server.CountAsync("aliases")).ShouldBe(0);
        (await server.CountAsync("webauthn_credentials")).ShouldBe(2);
    }

    [Fact]
    public async Task reads_of_a_user_who_signed_up_without_it()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var begun = await site.Page.BeginRegistrationAsync("ada");
        var made = Browser.Create(begun, scenario => scenario.Origin = Tenant.Origin);
        (await site.Page.CompleteRegistrationAsync(begun, made)).Status.ShouldBe(HttpStatusCode.Created);
        var signIn = await site.BeginSignInAsync();
        var verified = await site.VerifyAsync(Site.Token(await site.CompleteSignInAsync(signIn, Site.Sign(signIn, made.Credential))));
        verified["userId"].GetValue<string>().ShouldBe((await site.Backend.GetAsync("/users/list"))["values"][0]!["userId"]!.GetValue<string>());
    }

    [Fact]
    public async Task leaves_a_record_of_what_it_deletes_and_changes()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (passkey, _) = await site.RegisterAsync("7");
        await site.Backend.PostAsync("/alias", new JsonObject { ["userId"] = "7", ["aliases"] = new JsonArray("b") });
        await site.Backend.PostAsync("/credentials/delete", new JsonObject { ["credentialId"] = Authenticator.Base64Text.Url(passkey.Id) });
        await site.Backend.PostAsync("/users/delete", new JsonObject { ["userId"] = "7" });
        await site.Backend.PostAsync("/auth-configs/add", new JsonObject { ["purpose"] = "pay" });
        var kinds = (await server.Database.ReadAsync(reading => Storage.EventStore.ListAsync(reading, "shop", 4), TestContext.Current.CancellationToken)).Select(row => row.Kind);
        kinds.ShouldBe([Storage.EventKind.AppChanged, Storage.EventKind.AccountDeleted, Storage.EventKind.PasskeyDeleted, Storage.EventKind.AliasesChanged]);
    }
}
