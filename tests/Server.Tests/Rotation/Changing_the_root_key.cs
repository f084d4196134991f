using System.Net;
using System.Text.Json.Nodes;
using Keystile.Authenticator;
using Keystile.Server.Events.Sealing;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Tests.Rotation;

public sealed class Changing_the_root_key
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task keeps_recovery_codes_and_aliases_that_nobody_can_hash_anew(bool onPostgres)
    {
        await using var installation = await Installation.OpenAsync(onPostgres);
        string[] codes;
        SoftCredential passkey;
        Tenant tenant;
        string early;
        await using (var server = await installation.StartAsync(Installation.Old))
        {
            var ada = await Person.SignUpAsync(server);
            codes = await ada.MakeCodesAsync();
            var site = await Site.AddAsync(server);
            tenant = site.Tenant;
            (passkey, _) = await site.RegisterAsync("ada");
            (await SetAsync(site, "ada", "one")).Status.ShouldBe(HttpStatusCode.NoContent);
            early = Site.Token(await RegisterTokenAsync(site, "ada", "one"));
        }

        await using (var server = await installation.StartAsync(Installation.New, Installation.Old))
        {
            await CheckAsync(server, codes[0]);
            await installation.ResealAsync();
            await CheckAsync(server, codes[1]);
        }

        await using (var server = await installation.StartAsync(Installation.New))
        {
            await CheckAsync(server, codes[2]);
            (await Person.RedeemCodeAsync(new Browser(server), codes[2])).ShouldBeProblem(400, "invalid_recovery_code");
            var site = new Site(server, tenant);
            (await site.BeginRegistrationAsync(early)).Status.ShouldNotBe(HttpStatusCode.OK);
            (await SetAsync(site, "ada", "two")).Status.ShouldBe(HttpStatusCode.NoContent);
            (await SetAsync(site, "eve", "one")).Status.ShouldBe(HttpStatusCode.NoContent);
            (await SetAsync(site, "ada", "one")).ShouldBeProblem(409, "alias_conflict");
        }

        async Task CheckAsync(TestServer server, string code)
        {
            (await Person.RedeemCodeAsync(new Browser(server), code)).Status.ShouldBe(HttpStatusCode.OK);
            var site = new Site(server, tenant);
            var begun = await site.BeginSignInAsync(new JsonObject { ["alias"] = "one" });
            begun["data"]["allowCredentials"]!.AsArray().Select(one => one!["id"]!.GetValue<string>()).ShouldBe([Base64Text.Url(passkey.Id)]);
            (await site.CompleteSignInAsync(begun, Site.Sign(begun, passkey))).Status.ShouldBe(HttpStatusCode.OK);
            (await SetAsync(site, "eve", "one")).ShouldBeProblem(409, "alias_conflict");
            (await RegisterTokenAsync(site, "eve", "one")).ShouldBeProblem(409, "alias_conflict");
        }
    }

    [Fact]
    public async Task lets_no_registration_take_an_alias_that_was_given_under_the_other_key_meanwhile()
    {
        await using var installation = await Installation.OpenAsync(onPostgres: true);
        await using var first = await installation.StartAsync(Installation.Old, Installation.New);
        await using var second = await installation.StartAsync(Installation.New, Installation.Old);
        var site = await Site.AddAsync(first);
        var elsewhere = new Site(second, site.Tenant);
        var begun = await site.BeginRegistrationAsync(Site.Token(await RegisterTokenAsync(site, "eve", "one")));
        (await SetAsync(elsewhere, "ada", "one")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await elsewhere.CompleteRegistrationAsync(begun, Site.Create(begun))).ShouldBeProblem(409, "alias_conflict");

        for (var i = 0; i < 20; i++)
        {
            var answers = await Task.WhenAll(SetAsync(site, "bob" + i, "many" + i), SetAsync(elsewhere, "carl" + i, "many" + i));
            answers.Count(answer => answer.Status == HttpStatusCode.NoContent).ShouldBe(1, string.Join('\n', answers.Select(answer => answer.Text)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task opens_all_that_is_sealed_before_and_after_it_is_sealed_anew_and_without_the_old_one(bool onPostgres)
    {
        await using var installation = await Installation.OpenAsync(onPostgres);
        string bearer;
        WebhookRow webhook;
        await using (var server = await installation.StartAsync(Installation.Old))
        {
            bearer = (await new Browser(server).RegisterAsync("ada")).Answer["session"]["accessToken"]!.GetValue<string>();
            var (id, now) = (Guid.CreateVersion7(), installation.Clock.GetUtcNow());
            webhook = new() { AppId = "home", Id = id, Url = "https://example.com/hook", Secret = server.Service<Keystile.Server.Webhooks.WebhookSecrets>().Seal("home", id, "whsec_1"), Kinds = ["restored"], CreatedAt = now, Cursor = EventCursor.Before(0), NextAttemptAt = now };
            (await server.Database.WriteAsync(writing => WebhookStore.TryAddAsync(writing, webhook), Stop)).ShouldBeTrue();
            var secret = server.Service<Keystile.Server.External.ProviderSecrets>().Seal("home", "google", "google-secret");
            await server.ConfigureAsync("home", settings => settings with { IdentityProviders = [new() { Key = "google", Name = "Google", Issuer = "https://accounts.google.com", ClientId = "shop", ClientSecret = secret }] });
            (await Post.AsyncTo(server, "ada@example.com", lifetime: TimeSpan.FromDays(1))).ShouldBeTrue();
        }

        (await Should.ThrowAsync<WrongSettingException>(() => installation.StartAsync(Installation.New))).Message.ShouldContain("KEYSTILE_MASTER_KEY_OLD");
        await Should.ThrowAsync<WrongSettingException>(() => installation.StartAsync(Installation.New, Installation.Another));
        await CheckAsync(Installation.Old);
        await installation.ResealAsync();
        await CheckAsync(Installation.Old);
        await CheckAsync(null);
        await Should.ThrowAsync<WrongSettingException>(() => installation.StartAsync(Installation.Old));

        async Task CheckAsync(string? old)
        {
            await using var server = await installation.StartAsync(Installation.New, old);
            (await new Browser(server) { Bearer = bearer }.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
            var row = (await server.Database.ReadAsync(reading => WebhookStore.FindAsync(reading, "home", webhook.Id), Stop))!;
            server.Service<Keystile.Server.Webhooks.WebhookSecrets>().Open(row).ShouldBe("whsec_1"u8.ToArray());
            server.Service<Keystile.Server.External.ProviderSecrets>().Open(server.Home, server.Home.Settings.IdentityProviders[0]).ShouldBe("google-secret");
            var mail = (await server.Database.ReadAsync(MailOutbox.ListWaitingAsync, Stop)).ShouldHaveSingleItem();
            server.Service<Keystile.Server.Mail.Mailer>().Open(mail)!.Letter!.To.ShouldBe("ada@example.com");
        }
    }

    [Fact]
    public async Task keeps_the_record_of_events_whole()
    {
        await using var installation = await Installation.OpenAsync();
        await FillAsync(Installation.Old, null);
        await FillAsync(Installation.New, Installation.Old);
        (await AuditAsync(Installation.New, Installation.Old)).ExitCode.ShouldBe(0);
        (await AuditAsync(Installation.New, null)).Output.ShouldContain("seal_altered");
        (await AuditAsync(Installation.New, Installation.Another)).Output.ShouldContain("seal_altered");

        await installation.ResealAsync();
        (await AuditAsync(Installation.New, null)).ExitCode.ShouldBe(0);
        (await AuditAsync(Installation.Old, null)).Output.ShouldContain("seal_altered");

        async Task FillAsync(string key, string? old)
        {
            await using var server = await installation.StartAsync(key, old);
            await new Browser(server).RegisterAsync("person-" + key[0]);
            await server.Service<Sealer>().SealAsync();
        }

        Task<CommandRun> AuditAsync(string key, string? old) => installation.RunAsync(key, old, "audit", "verify");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task signs_no_seal_anew_that_was_not_ours(bool isSignature)
    {
        await using var installation = await Installation.OpenAsync();
        await using var server = await installation.StartAsync(Installation.Old);
        await server.Service<Sealer>().SealAsync();
        await server.Database.WriteAsync(async writing =>
        {
            var seal = (await EventSealStore.ListAsync(writing, 0, 1))[0];
            var forged = EventSeal.Renew(seal, [new RootKey(Convert.FromHexString(Installation.Another)).Derive("audit"), server.Service<AuditKey>().Accepted[0]]);
            (await EventSealStore.TryRenewAsync(writing, seal, isSignature ? seal with { Signature = forged.Signature } : seal with { PurgeTag = forged.PurgeTag })).ShouldBeTrue();
        }, Stop);

        (await installation.RunAsync(Installation.New, Installation.Old, "audit", "verify")).Output.ShouldContain("seal_altered 1");
        await installation.ResealAsync();
        (await installation.RunAsync(Installation.New, Installation.Old, "audit", "verify")).Output.ShouldContain("seal_altered 1");
    }

    [Fact]
    public async Task a_second_time_keeps_what_the_first_kept()
    {
        await using var installation = await Installation.OpenAsync();
        string[] codes;
        await using (var server = await installation.StartAsync(Installation.Old)) codes = await (await Person.SignUpAsync(server)).MakeCodesAsync();
        await installation.ResealAsync();
        (await installation.RunAsync(Installation.Another, Installation.New, "root-key", "reseal")).ExitCode.ShouldBe(0);
        await using (var server = await installation.StartAsync(Installation.Another)) (await Person.RedeemCodeAsync(new Browser(server), codes[0])).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task leaves_no_server_running_that_cannot_find_what_was_kept()
    {
        await using var installation = await Installation.OpenAsync();
        await using (await installation.StartAsync(Installation.Old)) { }
        await installation.ResealAsync();
        installation.Clock.Advance(TimeSpan.FromDays(400)); // the keys of access tokens are over, by which else it would be seen
        (await Should.ThrowAsync<WrongSettingException>(() => installation.StartAsync(Installation.Another))).Message.ShouldContain("former root key");
    }

    [Fact]
    public async Task brings_the_record_of_a_backup_from_before_under_the_new_one()
    {
        await using var installation = await Installation.OpenAsync();
        await using (var server = await installation.StartAsync(Installation.Old))
        {
            await new Browser(server).RegisterAsync("ada");
            await server.Service<Sealer>().SealAsync();
        }
        var backup = Path.Combine(installation.Folder, "keystile.backup");
        (await installation.RunAsync(Installation.Old, null, "backup", backup)).ExitCode.ShouldBe(0);
        (await installation.RunAsync(Installation.New, Installation.Old, "restore", backup, "--force")).ExitCode.ShouldBe(0);
        var audited = await installation.RunAsync(Installation.New, null, "audit", "verify");
        audited.ExitCode.ShouldBe(0, audited.Output + audited.Errors);
    }

    [Fact]
    public async Task fails_no_ceremony_between_two_servers_that_name_the_keys_in_another_order_while_all_is_sealed_anew()
    {
        await using var installation = await Installation.OpenAsync(onPostgres: true);
        await using var first = await installation.StartAsync(Installation.Old, Installation.New);
        await using var second = await installation.StartAsync(Installation.New, Installation.Old);
        TestServer[] servers = [first, second];
        var over = false;
        var people = Enumerable.Range(0, 6).Select(person => Task.Run(async () =>
        {
            var (here, there) = (servers[person % 2], servers[(person + 1) % 2]);
            var browser = new Browser(here);
            var (passkey, registered) = await browser.RegisterAsync("person-" + person);
            var refresh = registered["session"]["refreshToken"]!.GetValue<string>();
            var done = 0;
            do
            {
                (here, there) = (there, here);
                var begun = await new Browser(here).BeginAuthenticationAsync();
                var signedIn = await new Browser(there).CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey));
                signedIn.Status.ShouldBe(HttpStatusCode.OK, signedIn.Text);
                var refreshed = await new Browser(there).PostAsync("/api/session/refresh", new JsonObject { ["refreshToken"] = refresh });
                refreshed.Status.ShouldBe(HttpStatusCode.OK, refreshed.Text);
                refresh = refreshed["session"]["refreshToken"]!.GetValue<string>();
                done++;
            }
            while (!Volatile.Read(ref over));
            return done;
        })).ToArray();
        for (var i = 0; i < 3; i++) await installation.ResealAsync();
        Volatile.Write(ref over, true);
        (await Task.WhenAll(people)).ShouldAllBe(done => done > 1);
    }

    [Fact]
    public void shows_for_a_name_nobody_has_what_the_key_in_force_gives()
    {
        var (before, after) = (Convert.FromHexString(Installation.Old), Convert.FromHexString(Installation.New));
        Shown(new(after, before)).ShouldBe(Shown(new(after)));
        Shown(new(before, after)).ShouldBe(Shown(new(before)));
        Shown(new(before)).ShouldNotBe(Shown(new(after)));

        static string[] Shown(RootKey root) => [.. new Keystile.Server.Ceremonies.Decoys(root).Of("home", "localhost", "ada").Credentials.Select(one => one.Id.ToString())];
    }

    private static Task<Answer> SetAsync(Site site, string user, string alias) =>
        site.Backend.PostAsync("/alias", new JsonObject { ["userId"] = user, ["aliases"] = new JsonArray(alias) });

    private static Task<Answer> RegisterTokenAsync(Site site, string user, string alias) =>
        site.Backend.PostAsync("/register/token", new JsonObject { ["userId"] = user, ["username"] = user, ["aliases"] = new JsonArray(alias) });
}
