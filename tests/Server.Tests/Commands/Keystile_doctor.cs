using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Keystile.Storage.Tests;

namespace Keystile.Server.Tests;

[UnsupportedOSPlatform("windows")] // which has no file modes
public sealed class Keystile_doctor
{
    [Fact]
    public async Task finds_nothing_wrong_with_a_server_that_was_just_started()
    {
        await using var server = await TestServer.StartAsync();
        var run = await CommandRun.Beside(server, "doctor", "--json");
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        var findings = Findings(run);
        findings.Select(finding => finding.Check).ShouldBe(["settings", "public url", "reachable", "root key", "algorithms", "database", "clock", "console"]);
        findings.ShouldContain(finding => finding.Check == "console" && finding.State == "note" && finding.Mend.Contains("keystile admin invite", StringComparison.Ordinal));
        (await CommandRun.Beside(server, "doctor")).Output.ShouldContain("algorithms");
    }

    [Fact]
    public async Task finds_an_origin_that_browsers_refuse_and_says_the_mend()
    {
        await using var server = await TestServer.StartAsync();
        await Tenant.AddAsync(server, "shop", "example.com", "https://example.org");
        var run = await CommandRun.Beside(server, "doctor", "--json");
        run.ExitCode.ShouldBe(1);
        Findings(run).Single(finding => finding.State == "wrong").ShouldSatisfyAllConditions(
            finding => finding.Check.ShouldBe("app shop"), finding => finding.Mend.ShouldContain("related origins"));
    }

    [Fact]
    public async Task finds_a_root_key_that_others_can_read()
    {
        await using var server = await TestServer.StartAsync();
        var key = Path.Combine(Path.GetDirectoryName(server.DatabaseFile)!, "keystile.key");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var run = await CommandRun.Beside(server, "doctor", "--json");
        run.ExitCode.ShouldBe(1);
        Findings(run).Single(finding => finding.State == "wrong").Mend.ShouldBe("chmod 600 " + key);
    }

    [Fact]
    public async Task finds_a_clock_that_is_behind_what_happened()
    {
        await using var server = await TestServer.StartAsync();
        server.Clock.Advance(TimeSpan.FromDays(1));
        await OperatorsBrowser.FirstAsync(server);
        var run = await CommandRun.Beside(server, "doctor", "--json");
        run.ExitCode.ShouldBe(1);
        Findings(run).Single(finding => finding.State == "wrong").Check.ShouldBe("clock");
    }

    [Fact]
    public async Task finds_a_database_that_is_away()
    {
        var run = await CommandRun.Of(null, ["doctor", "--json"], "/proc/none/keystile.db");
        run.ExitCode.ShouldBe(1);
        Findings(run).ShouldContain(finding => finding.Check == "database" && finding.State == "wrong");
    }

    [Fact]
    public async Task finds_a_role_that_row_level_security_does_not_hold()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var address = await postgres.NewDatabaseAsync();
        (await CommandRun.Of(null, ["doctor", "--json"], null, "KEYSTILE_DATABASE=" + address)).Output.ShouldNotContain("row-level security");
        var superuser = address.Replace("//server:", "//keystile:", StringComparison.Ordinal);
        Findings(await CommandRun.Of(null, ["doctor", "--json"], null, "KEYSTILE_DATABASE=" + superuser))
            .ShouldContain(finding => finding.Check == "row-level security" && finding.State == "note" && finding.Mend.Contains("no superuser", StringComparison.Ordinal));
    }

    [Fact]
    public async Task finds_a_PostgreSQL_that_lets_too_few_connections_in_for_a_server()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var address = await postgres.NewDatabaseAsync();
        (await CommandRun.Of(null, ["doctor", "--json"], null, "KEYSTILE_DATABASE=" + address)).Output.ShouldNotContain("max_connections");
        await postgres.ExecuteAsync("ALTER SYSTEM SET superuser_reserved_connections = 261"); // of 300
        await postgres.KillAsync();
        await postgres.LaunchAsync();
        Findings(await CommandRun.Of(null, ["doctor", "--json"], null, "KEYSTILE_DATABASE=" + address))
            .ShouldContain(finding => finding.Check == "connections" && finding.State == "note" && finding.Mend.Contains("max_connections to 40 for each server", StringComparison.Ordinal));
    }

    [Fact]
    public async Task migrate_makes_the_schema_and_ends()
    {
        var folder = Directory.CreateTempSubdirectory("keystile-migrate-");
        try
        {
            var file = Path.Combine(folder.FullName, "keystile.db");
            (await CommandRun.Of(null, ["migrate"], file)).ExitCode.ShouldBe(0);
            File.Exists(file).ShouldBeTrue();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<(string Check, string State, string Mend)> Findings(CommandRun run) =>
        [.. JsonNode.Parse(run.Output)!.AsArray().Select(one => (one!["check"]!.GetValue<string>(), one["state"]!.GetValue<string>(), one["mend"]?.GetValue<string>() ?? ""))];
}
