using System.Text;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

public sealed class No_secret
{
    [Fact]
    public async Task is_ever_logged_or_exported_or_stored_in_the_clear()
    {
        const string Address = "203.0.113.77";
        await using var collector = await TelemetryReceiver.StartAsync();
        await using var server = await TestServer.StartAsync([.. collector.Settings, "KEYSTILE_TRUSTED_PROXIES=127.0.0.1"]);
        server.Http.DefaultRequestHeaders.Add("X-Forwarded-For", Address);
        server.Http.DefaultRequestHeaders.Add("User-Agent", "canary-browser");
        server.Http.DefaultRequestHeaders.Add("baggage", "of=canary-baggage");
        var browser = new Browser(server);
        var registration = await browser.BeginRegistrationAsync("canary-name");
        var made = Browser.Create(registration);
        var registered = await browser.CompleteRegistrationAsync(registration, made);
        var registeredCookie = browser.Cookie!;
        var signIn = await browser.BeginAuthenticationAsync("canary-name");
        var assertion = Browser.Sign(signIn, made.Credential);
        var signedIn = await browser.CompleteAuthenticationAsync(signIn, assertion);
        await browser.CompleteAuthenticationAsync(signIn, assertion);
        await browser.PostAsync("/api/session/refresh", new System.Text.Json.Nodes.JsonObject { ["refreshToken"] = signedIn["session"]["refreshToken"]!.GetValue<string>() });
        await browser.GetAsync("/api/session?token=canary-query");
        browser.Bearer = registered["session"]["accessToken"]!.GetValue<string>();
        await browser.DeleteAsync("/api/session");

        string[] secrets =
        [
            .. new[] { registration, signIn }.SelectMany(begun => new[] { begun["challengeToken"].GetValue<string>(), begun["publicKey"]["challenge"]!.GetValue<string>() }),
            .. new[] { registered, signedIn }.SelectMany(answer => new[] { answer["session"]["accessToken"]!.GetValue<string>(), answer["session"]["refreshToken"]!.GetValue<string>() }),
            registeredCookie.Split('=')[1], browser.Cookie!.Split('=')[1], Base64Text.Url(assertion.Signature), Base64Text.Url(assertion.ClientDataJson),
        ];
        var log = string.Join('\n', server.Log.Lines);
        log.ShouldContain("authentication accepted");
        foreach (var secret in secrets.Where(secret => secret.Length > 0)) log.ShouldNotContain(secret);
        log.Split('\n').Where(line => !line.Contains("Request ", StringComparison.Ordinal)).ShouldAllBe(line => !line.Contains("canary-"));

        TelemetryReceiver.Flush(server);
        var exported = collector.Metrics + collector.Traces;
        exported.ShouldContain("authentication");
        foreach (var secret in secrets.Where(secret => secret.Length > 0).Append(Address)) exported.ShouldNotContain(secret);
        exported.ShouldNotContain("canary-");

        var stored = new StringBuilder();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(server.DatabaseFile)!, "keystile.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            stored.Append(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }
        var rows = stored.ToString();
        rows.ShouldContain("canary-name");
        foreach (var secret in secrets.Where(secret => secret.Length > 0 && secret != registration["publicKey"]["challenge"]!.GetValue<string>())) rows.ShouldNotContain(secret);
    }

    [Fact]
    public async Task is_in_the_database_that_would_let_a_thief_sign()
    {
        await using var server = await TestServer.StartAsync();
        var key = Path.Combine(Path.GetDirectoryName(server.DatabaseFile)!, "keystile.key");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var root = Convert.FromBase64String(await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken));
        var rows = Encoding.Latin1.GetString(await ReadAsync(server.DatabaseFile));
        rows.ShouldNotContain(Encoding.Latin1.GetString(root));
        rows.ShouldNotContain(Encoding.Latin1.GetString([0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x04])); // the PKCS #8 frame of a bare P-256 key
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
