using System.Globalization;
using System.Net;
using Keystile.Storage;
using Keystile.Storage.Tests;

namespace Keystile.Server.Tests;

public sealed class Keystile_backup_and_restore : IDisposable
{
    private const string RootKey = "7777777777777777777777777777777777777777777777777777777777777777";

    private readonly string _folder = Directory.CreateTempSubdirectory("keystile-backup-").FullName;

    private string Backup => Path.Combine(_folder, "keystile.backup");

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task bring_all_back_who_sign_in_anew_while_what_was_begun_before_is_worth_nothing(bool fromPostgres, bool toPostgres)
    {
        await using var postgres = fromPostgres || toPostgres ? await PostgresServer.StartAsync() : null;
        var (source, target) = (await AddressAsync(postgres, fromPostgres, "source"), await AddressAsync(postgres, toPostgres, "target"));
        var secret = Path.Combine(_folder, "secret");
        await File.WriteAllTextAsync(secret, "correct horse battery staple\n", TestContext.Current.CancellationToken);
        var clock = new TestClock();
        await using var first = await StartAsync(clock, source);
        var ada = new Browser(first);
        var (passkey, _) = await ada.RegisterAsync("ada");
        var begun = await ada.BeginAuthenticationAsync();

        var (over, registered) = (false, 0);
        var others = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; !Volatile.Read(ref over); i++)
            {
                await new Browser(first).RegisterAsync($"user-{writer}-{i}");
                Interlocked.Increment(ref registered);
            }
        })).ToArray();
        while (Volatile.Read(ref registered) < 20) await Task.Delay(10, TestContext.Current.CancellationToken);
        var before = Volatile.Read(ref registered);
        var made = await RunAsync(source, "backup", Backup, "--passphrase-file", secret);
        Volatile.Write(ref over, true);
        await Task.WhenAll(others);
        made.ExitCode.ShouldBe(0, made.Errors);
        Rows(made, "users").ShouldBeGreaterThan(before);
        Rows(made, "users").ShouldBe(Rows(made, "webauthn_credentials"));
        Rows(made, "users").ShouldBe(Rows(made, "spent"));

        (await RunAsync(target, "restore", Backup)).Errors.ShouldContain("--passphrase-file");
        var restored = await RunAsync(target, "restore", Backup, "--passphrase-file", secret);
        restored.ExitCode.ShouldBe(0, restored.Errors);
        restored.Output.ShouldBe(made.Output);
        var again = await RunAsync(target, "restore", Backup, "--passphrase-file", secret);
        (again.ExitCode, again.Errors.Contains("--force", StringComparison.Ordinal)).ShouldBe((1, true));
        var audited = await RunAsync(target, "audit", "verify");
        audited.ExitCode.ShouldBe(0, audited.Output + audited.Errors);

        await using (var second = await StartAsync(clock, target))
        {
            (await new Browser(second) { Cookie = ada.Cookie }.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
            (await new Browser(second).CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey))).ShouldBeProblem(400, "invalid_challenge_token");
            await new Browser(second).SignInAsync(passkey);
            await new Browser(second).RegisterAsync("new");
        }
        audited = await RunAsync(target, "audit", "verify");
        audited.ExitCode.ShouldBe(0, audited.Output + audited.Errors);
        (await RunAsync(target, "audit", "export")).Output.ShouldContain("\"restored\"");
        (await new Browser(first) { Cookie = ada.Cookie }.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task move_to_another_engine_with_sessions_and_all()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var (source, target) = (await AddressAsync(postgres, false, "source"), await AddressAsync(postgres, true, "target"));
        var clock = new TestClock();
        Browser ada;
        await using (var first = await StartAsync(clock, source))
        {
            ada = new(first);
            await ada.RegisterAsync("ada");
        }

        var moved = await RunAsync(source, "migrate", "--to", target);
        moved.ExitCode.ShouldBe(0, moved.Errors);
        (Rows(moved, "users"), Rows(moved, "sessions")).ShouldBe((1, 1));
        moved.Lines.Length.ShouldBeGreaterThan(15);
        foreach (var table in moved.Lines.Select(line => line.Split(' ')[0]))
            (await postgres.ExecuteAsync($"SELECT count(*) FROM {table}", "test1")).ShouldBe(Rows(moved, table) + (table == "events" ? 1 : 0), table); // one event tells of the move
        await using var second = await StartAsync(clock, target);
        (await new Browser(second) { Cookie = ada.Cookie }.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        (await RunAsync(source, "migrate", "--to", target)).Errors.ShouldContain("not empty");
        (await RunAsync(target, "audit", "verify")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task fail_and_change_nothing_where_the_target_drops_a_row()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var (source, target) = (await AddressAsync(postgres, false, "source"), await AddressAsync(postgres, true, "target"));
        await using (var first = await StartAsync(new(), source)) await new Browser(first).RegisterAsync("ada");
        (await RunAsync(source, "backup", Backup)).ExitCode.ShouldBe(0);
        (await RunAsync(target, "migrate")).ExitCode.ShouldBe(0);
        await postgres.ExecuteAsync("CREATE FUNCTION drop_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$", "test1");
        await postgres.ExecuteAsync("CREATE TRIGGER dropper BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION drop_it()", "test1");

        var (moved, restored) = (await RunAsync(source, "migrate", "--to", target), await RunAsync(target, "restore", Backup));

        foreach (var run in (CommandRun[])[moved, restored])
            (run.ExitCode, run.Output, run.Errors.Trim()).ShouldBe((1, "", "keystile: The table sessions is not what the backup holds after it was written; nothing was restored."));
        foreach (var table in (string[])["apps", "users", "webauthn_credentials", "spent", "events"])
            (await postgres.ExecuteAsync($"SELECT count(*) FROM {table}", "test1")).ShouldBe(0L, table);
    }

    [Fact]
    public async Task raise_the_epoch_of_a_running_server_alone()
    {
        var clock = new TestClock();
        await using var server = await StartAsync(clock, await AddressAsync(null, false, "one"));
        var ada = new Browser(server);
        var (passkey, _) = await ada.RegisterAsync("ada");
        var begun = await ada.BeginAuthenticationAsync();

        var raised = await RunAsync($"sqlite:{_folder}/one/keystile.db", "epoch", "bump", "--json");
        await server.Service<Tokens.SecurityEpoch>().RefreshAsync(server.Database);
        raised.Output.ShouldBe($$"""{"epoch":{{server.Service<Tokens.SecurityEpoch>().Current}}}""" + "\n", raised.Errors);

        (await ada.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await ada.CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey))).ShouldBeProblem(400, "invalid_challenge_token");
        await ada.SignInAsync(passkey);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task refuse_a_token_from_before_an_epoch_that_the_server_has_not_heard_of(bool onPostgres)
    {
        await using var postgres = onPostgres ? await PostgresServer.StartAsync() : null;
        var url = await AddressAsync(postgres, onPostgres, "one");
        await using var server = await StartAsync(new(), url);
        var ada = new Browser(server);
        var (passkey, _) = await ada.RegisterAsync("ada");
        var begun = await ada.BeginAuthenticationAsync();

        (await RunAsync(url, "epoch", "bump")).ExitCode.ShouldBe(0);

        (await ada.CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey))).ShouldBeProblem(400, "challenge_used");
    }

    [Fact]
    public async Task flag_the_first_counter_that_did_not_grow_and_refuse_the_second()
    {
        var clock = new TestClock();
        await using var server = await StartAsync(clock, await AddressAsync(null, false, "one"));
        var ada = new Browser(server);
        var (passkey, _) = await ada.RegisterAsync("ada");
        (await SignInAsync(5)).Status.ShouldBe(HttpStatusCode.OK);
        (await SignInAsync(4)).ShouldBeProblem(400, "sign_count_not_increased");

        clock.Advance(TimeSpan.FromSeconds(1));
        await server.Database.WriteAsync(writing => SecurityEpochStore.RaiseAsync(writing, clock.GetUtcNow()), TestContext.Current.CancellationToken);
        await server.Service<Tokens.SecurityEpoch>().RefreshAsync(server.Database);

        (await SignInAsync(4)).Status.ShouldBe(HttpStatusCode.OK);
        (await OperatorsBrowser.KindsAsync(server, "home")).Count(kind => kind == "SignCountRegressed").ShouldBe(2);
        (await SignInAsync(4)).ShouldBeProblem(400, "sign_count_not_increased");

        async Task<Answer> SignInAsync(uint count)
        {
            var begun = await ada.BeginAuthenticationAsync();
            return await ada.CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey, scenario => scenario.SignCount = count));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> AddressAsync(PostgresServer? postgres, bool onPostgres, string name) => onPostgres ? await postgres!.NewDatabaseAsync() : $"sqlite:{_folder}/{name}/keystile.db";

    private static Task<TestServer> StartAsync(TestClock clock, string url) => TestServer.StartAsync(clock, "KEYSTILE_DATABASE=" + url, "KEYSTILE_MASTER_KEY=" + RootKey);

    private Task<CommandRun> RunAsync(string url, params string[] arguments) => CommandRun.On(url, RootKey, _folder, arguments);

    private static long Rows(CommandRun run, string table) =>
        long.Parse(run.Lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Single(line => line[0] == table)[1], CultureInfo.InvariantCulture);
}
