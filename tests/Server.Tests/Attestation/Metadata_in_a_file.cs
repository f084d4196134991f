using System.Text.Json;
using System.Text.Json.Nodes;
using Keystile.Authenticator;
using Keystile.Server.Attestation;
using Keystile.Storage;
using Keystile.Storage.Tests;
using Keystile.WebAuthn;
using Microsoft.Extensions.Hosting;

namespace Keystile.Server.Tests;

/// <summary>The real BLOB of 2023, on its own day.</summary>
public sealed class Metadata_in_a_file : IDisposable
{
    private static readonly DateTimeOffset Day = new(2023, 7, 8, 20, 0, 11, TimeSpan.Zero);
    private static readonly string Real = SharedFiles.PathOf("mds/real-no34-2023-10.jwt");

    private static readonly string RefuseWhoDoesNotLead = $"""
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = {(int)Job.AttestationReview} AND pid = pg_backend_pid() AND granted)
            THEN RAISE 'judged without leading'; END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER refuse BEFORE UPDATE OF attestation_trust ON webauthn_credentials FOR EACH ROW EXECUTE FUNCTION refuse()
        """;

    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task is_in_force_before_the_first_request()
    {
        File.Copy(Real, _file, overwrite: true);
        await using var server = await StartAsync();

        server.Home.RelyingParty.Options.Metadata!.Current!.Number.ShouldBe(34);
        server.Log.Lines.ShouldContain(line => line.StartsWith("Information Metadata issue 34 with 175 entries is in force"));
    }

    [Fact]
    public async Task N140_that_is_refused_or_gone_leaves_the_last_good_issue_in_force()
    {
        File.Copy(Real, _file, overwrite: true);
        await using var server = await StartAsync();
        var file = server.Service<MetadataFile>();

        foreach (var spoiled in new[] { "", "nonsense", (await File.ReadAllTextAsync(Real, TestContext.Current.CancellationToken))[..^4] + "AAAA" })
        {
            await File.WriteAllTextAsync(_file, spoiled, TestContext.Current.CancellationToken);
            file.Refresh().ShouldBeFalse();
        }
        File.Delete(_file);
        file.Refresh().ShouldBeFalse();

        server.Service<MetadataStore>().Current!.Number.ShouldBe(34);
        // The server looks by itself, too, maybe while a file is being written.
        server.Log.Lines.Count(line => line.Contains("The metadata was refused (metadata_malformed)")).ShouldBeGreaterThanOrEqualTo(2);
        server.Log.Lines.Count(line => line.Contains("The metadata was refused (metadata_signature_invalid)")).ShouldBeGreaterThanOrEqualTo(1);
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("direct", false)]
    public async Task has_a_model_that_always_attests_refused_without_where_the_backend_asked_for_it(string attestation, bool isTaken)
    {
        File.Copy(Real, _file, overwrite: true);
        await using var server = await StartAsync();
        var site = await Site.AddAsync(server);
        var token = Site.Token(await site.Backend.PostAsync("/register/token", new JsonObject { ["userId"] = "u-1", ["username"] = "ada", ["attestation"] = attestation }));
        var begun = await site.BeginRegistrationAsync(token);
        begun["data"]["attestation"]!.GetValue<string>().ShouldBe(attestation);

        var yubiKey5 = Convert.FromHexString("2fc0579f811347eab116bb5a8db9202a");
        var answer = await site.CompleteRegistrationAsync(begun, Site.Create(begun, made => made.Aaguid = yubiKey5));

        if (isTaken) answer.Status.ShouldBe(System.Net.HttpStatusCode.OK, answer.Text);
        else answer.ShouldBeProblem(400, "fido2_invalid_registration");
        (await server.CountAsync("webauthn_credentials")).ShouldBe(isTaken ? 1 : 0);
    }

    [Fact]
    public async Task N150_has_stored_passkeys_judged_again_when_it_comes()
    {
        await using var server = await StartAsync();
        await StoreRealPasskeyAsync(server);
        (await TrustAsync(server)).ShouldBe(AttestationTrust.NotEvaluated);

        File.Copy(Real, _file, overwrite: true);
        server.Service<MetadataFile>().Refresh().ShouldBeTrue();
        (await server.Service<AttestationReviews>().TryRunAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();

        (await TrustAsync(server)).ShouldBe(AttestationTrust.Trusted);
        server.Log.Lines.ShouldContain(line => line.Contains("Reviewed the attestation of 1 passkeys of app home: 1 are trusted otherwise now, 0 would not be taken any more"));
    }

    [Fact]
    public async Task is_read_by_every_server_and_has_stored_passkeys_judged_again_by_one_at_a_time()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = "KEYSTILE_DATABASE=" + await postgres.NewDatabaseAsync();
        await using var second = await StartAsync(database);
        await using var first = await StartAsync(database);
        await StoreRealPasskeyAsync(first);
        await postgres.ExecuteAsync(RefuseWhoDoesNotLead, "test1");

        File.Copy(Real, _file, overwrite: true);
        await first.Database.WriteAsync(async writing =>
        {
            // A server that has just started may still be at its own first round.
            for (var tries = 0; !await writing.TryLeadAsync(Job.AttestationReview); tries++)
            {
                tries.ShouldBeLessThan(1000);
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
            await RunAsync(second);
        }, TestContext.Current.CancellationToken);
        second.Service<MetadataStore>().Current!.Number.ShouldBe(34);
        second.Log.Lines.ShouldNotContain(line => line.Contains("The database does not answer"));
        (await TrustAsync(second)).ShouldBe(AttestationTrust.NotEvaluated);
        await RunAsync(second);
        (await TrustAsync(second)).ShouldBe(AttestationTrust.Trusted);

        Task<TestServer> StartAsync(string database) => TestServer.StartAsync(new TestClock(Day, rounds: false), database, "KEYSTILE_MASTER_KEY=" + new string('7', 64), $"KEYSTILE_MDS_FILE={_file}");
        Task RunAsync(TestServer server) => server.Service<IEnumerable<IHostedService>>().OfType<MetadataRefresh>().Single().RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task N141_is_called_stale_once()
    {
        File.Copy(Real, _file, overwrite: true);
        await using var server = await StartAsync();
        server.Clock.Advance(TimeSpan.FromDays(365));
        var file = server.Service<MetadataFile>();

        file.Refresh();
        file.Refresh();

        server.Log.Lines.Count(line => line.Contains("The metadata in force is stale")).ShouldBe(1);
    }

    [Fact]
    public async Task is_not_asked_for_by_default()
    {
        await using var server = await TestServer.StartAsync();
        server.Home.RelyingParty.Options.Metadata.ShouldBeNull();
        server.Home.RelyingParty.Options.Attestation.ShouldBe(AttestationConveyance.None);
    }

    [Theory]
    [InlineData("KEYSTILE_MDS_FILE=/nowhere/mds.jwt", "KEYSTILE_MDS_FILE")]
    [InlineData("KEYSTILE_ATTESTATION=always", "KEYSTILE_ATTESTATION")]
    public async Task stops_the_start_where_its_setting_is_wrong(string setting, string name) =>
        (await Should.ThrowAsync<WrongSettingException>(() => TestServer.StartAsync(setting))).Message.ShouldStartWith(name);

    [Fact]
    public async Task comes_with_attestation_where_that_is_asked_for()
    {
        await using var server = await TestServer.StartAsync("KEYSTILE_ATTESTATION=direct");
        (await new Browser(server).BeginRegistrationAsync("ada"))["publicKey"]["attestation"]!.GetValue<string>().ShouldBe("direct");
    }

    public void Dispose() => File.Delete(_file);

    private Task<TestServer> StartAsync() => TestServer.StartAsync(new TestClock(Day), $"KEYSTILE_MDS_FILE={_file}");

    /// <summary>A registration of a real security key, recorded for another site, as if it had been made here.</summary>
    private static async Task StoreRealPasskeyAsync(TestServer server)
    {
        var vectors = JsonNode.Parse(await File.ReadAllBytesAsync(SharedFiles.PathOf("vectors/java-webauthn-server.json"), TestContext.Current.CancellationToken))!.AsArray();
        var vector = vectors.Single(vector => (string?)vector!["id"] == "java-webauthn-server/yubi-key5-nano-reg")!;
        var user = new UserRow
        {
            Id = Guid.CreateVersion7(Day),
            AppId = "home",
            Handle = UserHandle.NewRandom(),
            Username = Username.TryCreate("ada"),
            DisplayName = "Ada",
            CreatedAt = Day,
        };
        var party = new RelyingParty(new() { Id = (string)vector["rpId"]!, Origins = [(string)vector["origin"]!] }, server.Clock);
        var ceremony = new RegistrationCeremony
        {
            Challenge = Challenge.TryCreateRecorded(Base64Text.FromUrl((string)vector["challenge"]!))!,
            UserHandle = user.Handle,
            UserVerification = UserVerification.Discouraged,
            Algorithms = party.Options.Algorithms,
        };
        var response = RegistrationResponse.Parse(JsonSerializer.SerializeToUtf8Bytes(vector["credential"])).Value!;
        var verified = party.CompleteRegistration(ceremony, response).Value.ShouldNotBeNull();
        var stored = await server.Database.WriteAsync(async writing =>
            await UserStore.TryAddAsync(writing, user) == UserOutcome.Done
            && await CredentialStore.TryAddAsync(writing, "home", Guid.CreateVersion7(Day), user.Id, verified, "Real", 1, Day, null), TestContext.Current.CancellationToken);
        stored.ShouldBeTrue();
    }

    private static async Task<AttestationTrust> TrustAsync(TestServer server) =>
        (await server.Database.ReadAsync(reading => AttestationStore.ListAsync(reading, "home", Guid.Empty, 2), TestContext.Current.CancellationToken)).Single().Trust;
}
