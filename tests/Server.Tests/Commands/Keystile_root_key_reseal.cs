using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Keystile.Server.External;
using Keystile.Server.Tests.Rotation;
using Keystile.Server.Webhooks;
using Keystile.Storage;

namespace Keystile.Server.Tests;

[UnsupportedOSPlatform("windows")] // which has no file modes
public sealed class Keystile_root_key_reseal
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task seals_all_anew_once_and_counts_who_would_have_to_sign_in_anew(bool onPostgres)
    {
        await using var installation = await Installation.OpenAsync(onPostgres);
        installation.Clock.Advance(-TimeSpan.FromMinutes(1));
        await using (var server = await installation.StartAsync(Installation.Old)) await new Browser(server).RegisterAsync("ada");

        var first = await ResealAsync();
        first["old"]!.GetValue<long>().ShouldBeGreaterThan(0);
        first["sessions"]!.GetValue<long>().ShouldBe(1);
        var again = await ResealAsync();
        again["old"]!.GetValue<long>().ShouldBe(0);
        again["lastNeeded"]!.GetValue<string>().ShouldBe(first["lastNeeded"]!.GetValue<string>());
        (await installation.ResealAsync()).Output.ShouldContain("Nothing was sealed by the old root key.\n1 sessions may hold a refresh token");
        installation.Clock.Advance(TimeSpan.FromMinutes(7));
        await using (var server = await installation.StartAsync(Installation.Old, Installation.New)) await new Browser(server).RegisterAsync("eve");
        var third = await ResealAsync();
        third["old"]!.GetValue<long>().ShouldBeGreaterThan(0);
        third["sessions"]!.GetValue<long>().ShouldBe(1, "who was here after the change has a token of the new one");
        third["lastNeeded"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(first["lastNeeded"]!.GetValue<DateTimeOffset>(), "the old one was in force until now");
        var events = await installation.RunAsync(Installation.New, Installation.Old, "audit", "export");
        events.Lines.Count(line => line.Contains("root_key_changed", StringComparison.Ordinal)).ShouldBe(2);

        async Task<JsonNode> ResealAsync()
        {
            var run = await installation.RunAsync(Installation.New, Installation.Old, "root-key", "reseal", "--json");
            run.ExitCode.ShouldBe(0, run.Errors);
            return JsonNode.Parse(run.Output)!;
        }
    }

    [Fact]
    public async Task names_what_neither_root_key_opens_and_leaves_it()
    {
        await using var installation = await Installation.OpenAsync();
        await using var server = await installation.StartAsync(Installation.Old);
        var (id, now) = (Guid.CreateVersion7(), installation.Clock.GetUtcNow());
        var stranger = new WebhookSecrets(new(Convert.FromHexString(Installation.Another))).Seal("home", id, "whsec_1");
        var row = new WebhookRow { AppId = "home", Id = id, Url = "https://example.com/hook", Secret = stranger, Kinds = [], CreatedAt = now, Cursor = EventCursor.Before(0), NextAttemptAt = now };
        await server.Database.WriteAsync(writing => WebhookStore.TryAddAsync(writing, row), Stop);
        var secret = new ProviderSecrets(new(Convert.FromHexString(Installation.Another))).Seal("home", "google", "secret");
        await server.ConfigureAsync("home", settings => settings with { IdentityProviders = [new() { Key = "google", Name = "Google", Issuer = "https://accounts.google.com", ClientId = "shop", ClientSecret = secret }] });

        var run = await installation.RunAsync(Installation.New, Installation.Old, "root-key", "reseal");

        (run.ExitCode, run.Errors).ShouldBe((1, "keystile: neither root key opens 1 of the secrets of webhooks, 1 of the secrets of identity providers: they were sealed by yet another one, and stay as they are.\n"));
        (await server.Database.ReadAsync(reading => WebhookStore.FindAsync(reading, "home", id), Stop))!.Secret.ToArray().ShouldBe(stranger);
        (await DoctorAsync(installation, Installation.New, Installation.Old)).ShouldBe(("wrong", "Neither root key opens 1 of the secrets of webhooks, 1 of the secrets of identity providers."));
    }

    [Fact]
    public async Task is_called_for_by_the_doctor_until_nothing_needs_the_old_root_key()
    {
        await using var installation = await Installation.OpenAsync();
        installation.Clock.Advance(-TimeSpan.FromDays(31));
        await using (var server = await installation.StartAsync(Installation.Old)) await new Browser(server).RegisterAsync("ada");

        (await DoctorAsync(installation, Installation.Old, null)).ShouldBeNull();
        (await DoctorAsync(installation, Installation.New, Installation.Old))!.Value.Says.ShouldStartWith("The old root key is accepted, and needed for 1 of the keys of access tokens");
        await installation.ResealAsync();
        (await DoctorAsync(installation, Installation.New, Installation.Old))!.Value.Says.ShouldStartWith("The old root key is accepted. Tokens that it made may be about until");
        await using (var server = await installation.StartAsync(Installation.New, Installation.Old))
        {
            await server.Database.WriteAsync(async writing =>
            {
                foreach (var kept in await FormerKeyStore.ListAsync(writing)) await FormerKeyStore.RenewAsync(writing, kept, TimeProvider.System.GetUtcNow().AddDays(-8));
            }, Stop);
        }
        await installation.ResealAsync();
        (await DoctorAsync(installation, Installation.New, Installation.Old)).ShouldBe(("note", "The old root key is accepted, and nothing needs it any more."));
        (await DoctorAsync(installation, Installation.New, null)).ShouldBeNull();
    }

    [Fact]
    public async Task takes_the_old_root_key_from_a_file_beside_the_new_one()
    {
        await using var installation = await Installation.OpenAsync();
        var (key, old) = (Path.Combine(installation.Folder, "keystile.key"), Path.Combine(installation.Folder, "keystile.key.old"));
        await using (var server = await installation.StartAsync(null)) await new Browser(server).RegisterAsync("ada");
        (await installation.RunAsync(null, null, "root-key", "reseal")).Errors.ShouldContain("there is no old root key");

        File.Move(key, old);
        await using (await installation.StartAsync(null)) File.Exists(key).ShouldBeTrue();
        (await File.ReadAllTextAsync(key, Stop)).ShouldNotBe(await File.ReadAllTextAsync(old, Stop));
        (await installation.RunAsync(null, null, "root-key", "reseal")).ExitCode.ShouldBe(0);
        File.SetUnixFileMode(old, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        (await installation.RunAsync(null, null, "doctor")).Output.ShouldContain("chmod 600 " + old);
        File.Delete(old);
        await using (await installation.StartAsync(null)) File.Exists(old).ShouldBeFalse();
    }

    [Fact]
    public async Task and_the_server_refuse_an_old_root_key_that_can_be_none()
    {
        await using var installation = await Installation.OpenAsync();
        await using (await installation.StartAsync(Installation.Old)) { }
        foreach (var wrong in new[] { "abc", Installation.Old[2..], Installation.Old + "77", "not base64 and not long enough!!" })
        {
            (await Should.ThrowAsync<WrongSettingException>(() => installation.StartAsync(Installation.New, wrong))).Message.ShouldStartWith("KEYSTILE_MASTER_KEY_OLD must be 32 bytes");
            (await installation.RunAsync(Installation.New, wrong, "root-key", "reseal")).ExitCode.ShouldBe(78);
        }
        (await Should.ThrowAsync<WrongSettingException>(() => installation.StartAsync(Installation.Old, Installation.Old))).Message.ShouldContain("is the one in force");

        var old = Path.Combine(installation.Folder, "keystile.key.old");
        await File.WriteAllTextAsync(old, Installation.Old[2..], Stop);
        (await Should.ThrowAsync<WrongSettingException>(() => installation.StartAsync(null))).Message.ShouldContain(old);
        // A file is of no account where the root key comes from a setting.
        await using (await installation.StartAsync(Installation.Old)) { }
    }

    private static async Task<(string State, string Says)?> DoctorAsync(Installation installation, string key, string? old)
    {
        var run = await installation.RunAsync(key, old, "doctor", "--json");
        return JsonNode.Parse(run.Output)!.AsArray().SingleOrDefault(one => one!["check"]!.GetValue<string>() == "key change") is { } finding
            ? (finding["state"]!.GetValue<string>(), finding["says"]!.GetValue<string>()) : null;
    }
}
