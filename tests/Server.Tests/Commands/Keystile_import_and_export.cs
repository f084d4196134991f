using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

public sealed class Keystile_import_and_export
{
    [Fact]
    public async Task move_users_and_passkeys_to_another_server_where_they_sign_in()
    {
        await using var old = await TestServer.StartAsync();
        var site = await Site.AddAsync(old);
        var (ada, _) = await site.RegisterAsync("ada");
        old.Clock.Advance(TimeSpan.FromMilliseconds(5));
        await site.RegisterAsync("eve");
        await site.Backend.PostAsync("/alias", new JsonObject { ["userId"] = "ada", ["aliases"] = new JsonArray("ada@example.com"), ["hashing"] = false });
        var file = Path.Combine(Path.GetDirectoryName(old.DatabaseFile)!, "users.json");
        (await CommandRun.Beside(old, "export", file, "--app", "shop")).ExitCode.ShouldBe(0);
        if (!OperatingSystem.IsWindows()) System.IO.File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await CommandRun.Beside(old, "export", file, "--app", "shop")).ExitCode.ShouldBe(1);

        await using var server = await TestServer.StartAsync();
        var next = await Site.AddAsync(server);
        var moved = await CommandRun.Beside(server, "import", file, "--app", "shop");
        moved.ExitCode.ShouldBe(0, moved.Errors);
        moved.Output.ShouldContain("2 users");
        (await CommandRun.Beside(server, "export", "-", "--app", "shop")).Output.ShouldBe(await System.IO.File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var begun = await next.BeginSignInAsync(new JsonObject { ["alias"] = "ada@example.com" });
        (await next.VerifyAsync(Site.Token(await next.CompleteSignInAsync(begun, Site.Sign(begun, ada)))))["userId"].GetValue<string>().ShouldBe("ada");
        var listed = (await next.Backend.GetAsync("/credentials/list?userId=ada"))["values"][0]!;
        listed["nickname"]!.GetValue<string>().ShouldBe("Laptop");
        listed["publicKey"]!.GetValue<string>().ShouldBe(Convert.ToBase64String(ada.PublicKey));

        // Again: every row is there already, and the report says so of each.
        var again = await CommandRun.Beside(server, "import", file, "--app", "shop");
        again.ExitCode.ShouldBe(1);
        again.Errors.Split('\n').Count(line => line.StartsWith("users[", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task take_a_key_as_a_browser_gives_it_and_hold_sign_in_to_the_counter_and_the_backup_flag()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var key = new RegistrationScenario().Make().Credential;
        var users = File(User("7", Passkey(key.Id, key.Key.ToSubjectPublicKeyInfo()!, signCount: 5)));
        (await ImportAsync(server, users)).ExitCode.ShouldBe(0);
        foreach (var (backup, count, status) in new[] { ((byte)0, 5u, 400), ((byte)0x08, 6u, 400), ((byte)0, 6u, 200) })
        {
            var begun = await site.BeginSignInAsync();
            ((int)(await site.CompleteSignInAsync(begun, Site.Sign(begun, key with { Backup = backup }, made => made.SignCount = count))).Status).ShouldBe(status);
        }
    }

    [Fact]
    public async Task report_every_bad_row_and_import_none()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        await site.RegisterAsync("taken");
        var key = CredentialKey.Create(Cose.ES256).ToSubjectPublicKeyInfo()!;
        var spoiled = Passkey([4], key);
        spoiled["publicKeySpki"] = "AAAA";
        spoiled["backupState"] = true;
        var misspelt = User("8");
        misspelt["displayname"] = "Eight";
        var both = User("9");
        both["userHandle"] = "AAAA";
        var (early, earlyPasskey) = (User("10"), User("11", Passkey([5], key)));
        const string never = "0001-01-01T00:00:00Z"; // as some programs write it
        (early["createdAt"], earlyPasskey["credentials"]![0]!["createdAt"]) = (never, never);
        var run = await ImportAsync(server, File(User("1", Passkey([1], key)), User("2", Passkey([1], key)), User("3", spoiled), User("taken"), misspelt, both, User(new string('a', 65)), JsonValue.Create(1), early, earlyPasskey));

        run.ExitCode.ShouldBe(1);
        var places = run.Errors.Split('\n').Where(line => line.StartsWith("users[", StringComparison.Ordinal)).Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal);
        places.ShouldBe(["users[1].credentials[0].id", "users[2].credentials[0].backupState", "users[2].credentials[0].publicKey", "users[3]", "users[4].displayname", "users[5]", "users[6]", "users[7]", "users[8].createdAt", "users[9].credentials[0].createdAt"]);
        (await server.CountAsync("users")).ShouldBe(1);
        (await server.CountAsync("webauthn_credentials")).ShouldBe(1);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"format":"keystile-users/1","rpId":"localhost"}""")]
    [InlineData("""{"format":"keystile-users/2","rpId":"localhost","users":[]}""")]
    [InlineData("""{"format":"keystile-users/1","rpId":"example.com","users":[]}""")]
    [InlineData("""{"format":"keystile-users/1","rpId":"localhost","rpId":"localhost","users":[]}""")]
    public async Task refuse_a_file_that_is_none_or_of_another_rp_id(string json)
    {
        await using var server = await TestServer.StartAsync();
        await Tenant.AddAsync(server);
        (await CommandRun.Of(json, ["import", "-", "--app", "shop"], server.DatabaseFile)).ExitCode.ShouldBe(1);
        (await CommandRun.Of(json, ["import", "-", "--app", "nowhere"], server.DatabaseFile)).ExitCode.ShouldBe(1);
    }

    private static Task<CommandRun> ImportAsync(TestServer server, JsonObject file) => CommandRun.Of(file.ToJsonString(), ["import", "-", "--app", "shop"], server.DatabaseFile);

    private static JsonObject File(params JsonNode[] users) => new() { ["format"] = "keystile-users/1", ["rpId"] = "localhost", ["users"] = new JsonArray(users) };

    private static JsonObject User(string id, params JsonObject[] credentials) => new() { ["userId"] = id, ["credentials"] = new JsonArray(credentials) };

    private static JsonObject Passkey(byte[] id, byte[] spki, int signCount = 0) =>
        new() { ["id"] = Base64Text.Url(id), ["publicKeySpki"] = Convert.ToBase64String(spki), ["backupEligible"] = false, ["signCount"] = signCount };

    [Theory]
    [InlineData("import")]
    [InlineData("export")]
    public async Task leave_operators_alone(string verb)
    {
        await using var server = await TestServer.StartAsync();
        var run = await CommandRun.Beside(server, verb, "-", "--app", "admin");
        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("keystile admin invite");
        run.Output.ShouldBeEmpty();
    }
}
