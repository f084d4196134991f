using System.Text;
using Microsoft.Extensions.Logging;

namespace Keystile.Server.Tests.Secrets;

public sealed class No_secret
{
    // What the answer to a registration contained is kept with the passkey, so that it can be proven later; its challenge was spent.
    private const string Kept = "challenge of a registration";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task is_ever_logged_or_exported_or_stored_in_the_clear(bool onPostgres)
    {
        await using var life = await SecretLife.LiveAsync(onPostgres);

        life.Log.Find(Witness("authentication accepted")).ShouldNotBeEmpty();
        life.Log.Find([.. life.Secrets, .. SecretLife.Private]).ShouldBeEmpty();
        life.Exported.Find(Witness("authentication")).ShouldNotBeEmpty();
        life.Exported.Find([.. life.Secrets, .. SecretLife.Private]).ShouldBeEmpty();
        foreach (var seen in new[] { "users.username", "sessions.user_agent", "api_keys.last_four", "webhooks.url", "mail_outbox.sealed", "recovery_codes.code_hash", "account_links.token_hash", "operator_invitations.token_hash", "identities.subject", "apps.settings", "signing_keys.wrapped_key" })
            life.Rows.Places.ShouldContain(seen);
        foreach (var rows in new[] { life.Rows, await life.Database.ReadAsync() })
        {
            rows.Find(Witness("canary-name")).ShouldNotBeEmpty();
            rows.Find(life.Secrets.Where(secret => !secret.Name.StartsWith(Kept, StringComparison.Ordinal))).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task would_stay_unseen_if_a_row_or_a_line_of_the_log_held_it(bool onPostgres)
    {
        await using var life = await SecretLife.LiveAsync(onPostgres);
        var planted = life.Secrets.First(secret => secret.Name == "cookie random");

        await life.Database.PlantAsync("sessions", "token_hash", planted.Bytes);
        (await life.Database.ReadAsync()).Find(planted).ShouldContain("cookie random as it is: sessions.token_hash");

        var log = life.Server.Service<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Routing");
        string[] lines = [.. planted.Spellings.Skip(1).Select(spelling => "Request /api/session?token=" + Encoding.ASCII.GetString(spelling.Bytes))];
        foreach (var line in lines) log.Log(LogLevel.Debug, default, line, null, (text, _) => text);
        life.Log.Find(planted).Distinct().Count().ShouldBe(lines.Length);
    }

    [Fact]
    public async Task is_in_the_database_that_would_let_a_thief_sign()
    {
        await using var server = await TestServer.StartAsync();
        var key = Path.Combine(Path.GetDirectoryName(server.DatabaseFile)!, "keystile.key");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var root = Convert.FromBase64String(await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken));
        byte[] frame = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x04]; // of a bare P-256 key in PKCS #8
        (await new WholeDatabase(server, postgres: null).ReadAsync()).Find(new Secret("root key", root), new Secret("frame of a private key", frame)).ShouldBeEmpty();
    }

    private static Secret Witness(string text) => new(text, Encoding.ASCII.GetBytes(text));
}
